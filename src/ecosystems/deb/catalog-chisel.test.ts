import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import { catalogerTests } from '../cataloger.contract.ts';
import { layerFile } from '../layer-file.ts';
import { chiselManifest } from './catalog-chisel.ts';

const PATH = 'var/lib/chisel/manifest.wall';
const SUM = '68b329da9893e34099c7d8ad5cb9c94068b329da9893e34099c7d8ad5cb9c940';
const LINES = [
  { jsonwall: '1.0', schema: '1.0', count: 6 },
  { kind: 'content', slice: 'openssl_bins', path: '/usr/bin/openssl' },
  { kind: 'package', name: 'openssl', version: '3.0.13-0ubuntu3.5', sha256: SUM, arch: 'amd64' },
  { kind: 'path', path: '/usr/bin/', mode: '0755', slices: ['openssl_bins'] },
  { kind: 'path', path: '/usr/bin/openssl', mode: '0755', slices: ['openssl_bins'], sha256: SUM },
  { kind: 'slice', name: 'openssl_bins' },
]
  .map((line) => JSON.stringify(line))
  .join('\n');
const MANIFEST = zstdCompressSync(Buffer.from(LINES));

catalogerTests(chiselManifest, [{ [PATH]: MANIFEST }]);

test('the manifest of a chiselled image gives packages, and the files of their slices', async () => {
  const { findings, diagnostics } = await chiselManifest.catalog([layerFile(PATH, [MANIFEST])]);
  assert.deepEqual(
    findings[0]?.packages.map(({ name, version, architecture }) => [name, version, architecture]),
    [['openssl', '3.0.13-0ubuntu3.5', 'amd64']],
  );
  assert.deepEqual(findings[0]?.ownership, [
    { owner: 'openssl', paths: [{ path: 'usr/bin/openssl', digest: `sha256:${SUM}` }] },
  ]);
  assert.deepEqual(diagnostics, []);
});

test('a manifest that cannot be read is a gap', async () => {
  const odd = zstdCompressSync(Buffer.from(`${LINES}\nnot JSON\n`));
  for (const bytes of [Buffer.from('not zstd'), MANIFEST.subarray(0, 40), odd]) {
    const { diagnostics } = await chiselManifest.catalog([layerFile(PATH, [bytes])]);
    assert.equal(diagnostics[0]?.code, 'deb.chisel.damaged');
  }
});
