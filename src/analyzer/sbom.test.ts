import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DEFAULT_LIMITS } from '../base/index.ts';
import { openSbom } from '../sources/sbom/index.ts';
import { createAnalyzer } from './analyzer.ts';
import { isSentSbom, sentSbom } from './sbom-message.ts';

const FIXTURES = join(import.meta.dirname, '../sources/sbom/fixtures');
const limits = DEFAULT_LIMITS;

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

test('an SBOM is the same from a worker as read here, and garbage is told as such', async () => {
  const analyzer = createAnalyzer({ limits, clock: { now: () => 0 }, workers: 1 });
  let count = 0;
  try {
    for (const name of readdirSync(FIXTURES).filter((one) => one.endsWith('.json'))) {
      const bytes = readFileSync(join(FIXTURES, name));
      const here = await openSbom(once(bytes), name, { limits });
      const there = await analyzer.readSbom({ reference: name, bytes, limits });
      assert.ok(there.ok, JSON.stringify(there));
      assert.deepEqual(there.value, here, name);
      count += 1;
    }
    assert.ok(count > 2, `${count} fixtures`);
    const bytes = Buffer.from('{"some":"JSON"}');
    const refused = await analyzer.readSbom({ reference: 'other', bytes, limits });
    assert.equal(refused.ok ? 'taken' : refused.error.code, 'sources.sbom.unknown');
  } finally {
    await analyzer.close();
  }
});

test('what a worker sends as an SBOM is checked to the last field', async () => {
  const component = { type: 'library', name: 'a', purl: 'pkg:npm/a@1' };
  const bytes = Buffer.from(JSON.stringify({ bomFormat: 'CycloneDX', components: [component] }));
  const sbom = sentSbom(await openSbom(once(bytes), 'one', { limits }));
  assert.ok(isSentSbom(sbom));
  const [occurrence] = sbom.occurrences;
  for (const change of [
    { kind: 1 },
    { facts: {} },
    { facts: new Map([['npm', { a: 1 }]]) },
    { layers: [{}] },
    { distro: { id: 'debian' } },
    { occurrences: [{ ...occurrence, purl: 'no purl' }] },
    { occurrences: [{ ...occurrence, package: { name: 'a' } }] },
    { more: true },
  ]) {
    assert.ok(!isSentSbom({ ...sbom, ...change }), JSON.stringify(change));
  }
});
