import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PackageCataloger, layerFile } from '../ecosystems/index.ts';
import { evidenceOf } from './evidence.ts';

const MIB = 1024 * 1024;
const FACTS: PackageCataloger = {
  id: 'facts',
  revision: 1,
  reads: [{ suffix: '' }],
  grouping: 'file',
  catalog: (files) =>
    Promise.resolve({
      findings: files.map(({ path }) => ({ path, packages: [], facts: { seen: 'true' } })),
      diagnostics: [],
    }),
};

test('a file has the digests that a database may record of it, unless they cost more than they tell', async () => {
  assert.equal(await told('usr/bin/tool', MIB), 'md5: sha1:');
  assert.equal(await told('usr/local/bin/tool', MIB), 'md5: sha1:');
  assert.equal(await told('usr/bin/tool', MIB + 1), 'md5: ');
  assert.equal(await told('opt/vendor/tool', MIB + 1), 'md5: ');
  assert.equal(await told('usr/local/bin/tool', MIB + 1), ' ');
  assert.equal(await told('usr/localized/tool', MIB + 1), 'md5: ');
});

async function told(path: string, size: number): Promise<string> {
  const { units } = await evidenceOf(FACTS, [layerFile(path, [new Uint8Array(size)])]);
  return units.map(({ md5, sha1 }) => `${md5.slice(0, 4)} ${sha1.slice(0, 5)}`).join();
}
