import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { ovalDocument } from './sources/azure-oval.contract.ts';
import { osvRecords, temporaryFolder, writeMirror } from './feeds/mirror.contract.ts';
import { makeZip } from './make-zip.contract.ts';
import { openSnapshot } from './open.ts';
import { buildFrom } from './update.ts';

const CLOCK = { now: () => Date.parse('2026-02-03T04:05:06Z') };

/** 100 records of every form of feed, typed by hand; `spoil` writes some of them otherwise. */
function filesOf(spoil: (index: number, good: string) => string): Readonly<Record<string, Buffer>> {
  const each = (record: (index: number) => unknown): string[] =>
    Array.from({ length: 100 }, (_, index) => spoil(index, JSON.stringify(record(index))));
  const kev = each((index) => ({ cveID: cve(index), dateAdded: '2025-05-05' }));
  const packages = each((index) => ({
    pkg: { name: `p${index}`, secfixes: { '1-r0': [cve(1)] } },
  }));
  const tracker = each(() => ({ releases: { bookworm: { status: 'open' } } }));
  const nvd = each((index) => ({ cve: { id: cve(index), vulnStatus: 'Rejected' } }));
  const nodejs = each((index) => ({ cve: [cve(index)], vulnerable: '8.x', patched: '^8.1.4' }));
  const lines = each((index) => ({ cveMetadata: { cveId: cve(index) } }));
  const photon = each((index) => ({ cve_id: cve(index), pkg: 'bash', res_ver: '5.2-2.ph5' }));
  const scores = Array.from({ length: 100 }, (_, index) => `${cve(index)},0.5,0.9`);
  return {
    'kev/known_exploited_vulnerabilities.json': Buffer.from(`{"vulnerabilities":[${kev.join()}]}`),
    'alpine-secdb/v3.20/main.json': Buffer.from(`{"packages":[${packages.join()}]}`),
    'wolfi/os/security.json': Buffer.from(`{"packages":[${packages.join()}]}`),
    'chainguard/security.json': Buffer.from(`{"packages":[${packages.join()}]}`),
    'photon/photon_cve_metadata/cve_data_photon5.0.json': Buffer.from(`[${photon.join()}]`),
    'debian-security-tracker/tracker/data/json': Buffer.from(
      `{"bash":{${tracker.map((row, index) => `"${cve(index)}":${row}`).join()}}}`,
    ),
    'nvd/nvdcve-2.0-2024.json.gz': gzipSync(`{"vulnerabilities":[${nvd.join()}]}`),
    'azurelinux/azurelinux-3.0-oval.xml': Buffer.from(ovalOf(spoil)),
    'nodejs-core/index.json': Buffer.from(
      `{${nodejs.map((row, index) => `"${index}":${row}`).join()}}`,
    ),
    'cve/vulnrichment.jsonl.zst': zstdCompressSync(lines.join('\n')),
    'osv/npm/all.zip': makeZip(
      Object.fromEntries(
        Object.entries(osvRecords(100)).map(([name, text], index) => [name, spoil(index, text)]),
      ),
    ),
    'epss/epss_scores-current.csv.gz': gzipSync(`cve,epss,percentile\n${scores.join('\n')}\n`),
    'endoflife/api/debian.json': Buffer.from('[{"cycle":"12","eol":"2028-06-30"}]'),
  };
}

function ovalOf(spoil: (index: number, good: string) => string): string {
  const definitions = Array.from({ length: 100 }, (_, index) => ({
    cve: cve(index),
    name: 'bash',
    less: '5.2-2.azl3',
    ...(spoil(index, '') !== '' && { name: '' }),
  }));
  return ovalDocument(definitions);
}

function cve(index: number): string {
  return `CVE-2024-${1000 + index}`;
}

test('one bad record in a hundred is left out of every feed, and counted exactly', async () => {
  const mirror = temporaryFolder();
  writeMirror(
    mirror,
    filesOf((index, good) => (index === 42 ? '7' : good)),
  );
  const built = await buildFrom(mirror, { folder: temporaryFolder(), clock: CLOCK });
  assert.ok(built.ok);
  const counts = Object.fromEntries(
    built.value.outcomes.map((outcome) => [
      outcome.feed,
      outcome.kind === 'updated' ? [outcome.records, outcome.skipped] : outcome.kind,
    ]),
  );
  assert.deepEqual(counts, {
    'alpine-secdb/v3.20': [1, 1],
    'osv/npm': [99, 1],
    'wolfi-secdb': [1, 1],
    'chainguard-secdb': [1, 1],
    'photon/5.0': [99, 1],
    'azurelinux-oval/3': [99, 1],
    'debian-tracker': [99, 1],
    kev: [99, 1],
    epss: [100, 0],
    cve: [99, 1],
    nvd: [99, 1],
    'nodejs-core': [99, 1],
    endoflife: [1, 0],
  });
});

test('no file that is empty, a web page, cut off or of another form replaces a good one', async () => {
  const good = filesOf((_, text) => text);
  const faults: Readonly<Record<string, (bytes: Buffer) => Uint8Array>> = {
    empty: () => Buffer.alloc(0),
    'a web page': () => Buffer.from('<!doctype html><title>busy</title>'),
    'cut off': (bytes) => bytes.subarray(0, bytes.length / 2),
    'an object': () => Buffer.from('{}'),
    'a list': () => Buffer.from('[]'),
    nothing: () => Buffer.from('null'),
    noise: (bytes) => bytes.map((byte, index) => byte ^ (index * 151)),
  };
  const mirror = temporaryFolder();
  writeMirror(mirror, good);
  const folder = temporaryFolder();
  const first = await buildFrom(mirror, { folder, clock: CLOCK });
  assert.ok(first.ok);
  for (const [fault, spoil] of Object.entries(faults)) {
    writeMirror(
      mirror,
      Object.fromEntries(
        Object.entries(good).map(([path, bytes]) => [path, Buffer.from(spoil(bytes))]),
      ),
    );
    const built = await buildFrom(mirror, { folder, clock: CLOCK });
    assert.ok(built.ok);
    const taken = built.value.outcomes.filter(({ kind }) => kind !== 'refused');
    assert.deepEqual(taken, [], fault);
    assert.equal(built.value.snapshot?.digest, first.value.snapshot?.digest, fault);
  }
  const opened = openSnapshot(folder);
  assert.ok(opened.ok);
  assert.equal(opened.value?.entriesOf('Debian:12', 'bash').length, 100);
});
