import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { osvRecord, writeMirror } from '../advisories/feeds/mirror.contract.ts';
import { makeZip } from '../advisories/make-zip.contract.ts';
import { arrayOf, recordOf } from '../base/index.ts';
import { run } from './small-world.contract.ts';

test('cves --as-of: what was known of an image on a day, by the snapshots that are kept', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-as-of-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const image = join(folder, 'image.json');
  const component = { type: 'library', name: 'left', version: '1.0.0', purl: 'pkg:npm/left@1.0.0' };
  const sbom = { bomFormat: 'CycloneDX', specVersion: '1.6', components: [component] };
  writeFileSync(image, JSON.stringify(sbom));
  await build(folder, '2026-01-10T12:00:00Z', ['GHSA-one']);
  await build(folder, '2026-02-20T12:00:00Z', ['GHSA-one', 'GHSA-two']);
  const ids = async (...more: string[]): Promise<readonly string[]> => {
    const { code, out, err } = await ask(folder, image, '--format', 'json', ...more);
    assert.equal(code, 0, err);
    return arrayOf(recordOf(JSON.parse(out))['findings']).map((one) => String(recordOf(one)['id']));
  };
  assert.deepEqual(await ids(), ['GHSA-one', 'GHSA-two']);
  assert.deepEqual(await ids('--as-of', '2026-01-10'), ['GHSA-one']);
  assert.deepEqual(await ids('--as-of', '2026-02-20T11:59:59Z'), ['GHSA-one']);
  assert.deepEqual(await ids('--as-of', '2026-02-20'), ['GHSA-one', 'GHSA-two']);
  const early = await ask(folder, image, '--as-of', '2026-01-09');
  assert.equal(early.code, 1);
  assert.match(early.err, /no snapshot from before 2026-01-09.*the oldest.*2026-01-10T12:00:00/s);
  for (const wrong of ['yesterday', '2026-13-40', '5']) {
    const { code, err } = await ask(folder, image, '--as-of', wrong);
    assert.equal(code, 1);
    assert.match(err, /is no date such as/);
  }
});

function ask(folder: string, image: string, ...more: readonly string[]) {
  const clock = { now: () => Date.parse('2026-03-01T00:00:00Z') };
  return run(['cves', image, '--offline', ...more], { dataFolder: folder, clock });
}

/** Builds a snapshot of these advisories at a time. */
async function build(folder: string, at: string, ids: readonly string[]): Promise<void> {
  const mirror = mkdtempSync(join(folder, 'mirror-'));
  const records = ids.map((id) => [`${id}.json`, osvRecord(id, 'left', '2.0.0')] as const);
  writeMirror(mirror, { 'osv/npm/all.zip': makeZip(Object.fromEntries(records)) });
  const clock = { now: () => Date.parse(at) };
  const built = await run(['db', 'build', '--from', mirror], { dataFolder: folder, clock });
  assert.equal(built.code, 0, built.err);
}
