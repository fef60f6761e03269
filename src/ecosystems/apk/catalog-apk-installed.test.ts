import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { layerFile } from '../layer-file.ts';
import { apkInstalled } from './catalog-apk-installed.ts';
import { apkRepositories } from './catalog-apk-repositories.ts';

const PATH = 'lib/apk/db/installed';
const REPOSITORIES = `# mirrors
https://dl-cdn.alpinelinux.org/alpine/v3.20/main
https://dl-cdn.alpinelinux.org/alpine/v3.20/community
@edge https://dl-cdn.alpinelinux.org/alpine/edge/main
`;

/** Typed by hand after real records of Alpine 3.20. */
const INSTALLED = `C:Q1v4QhLje3kWlC8DJj+ZfJTjlJRSU=
P:libcrypto3
V:3.3.1-r0
A:x86_64
L:Apache-2.0
o:openssl
m:Ariadne Conill <ariadne@dereferenced.org>
F:etc
F:etc/ssl
R:openssl.cnf
Z:Q11Q7hNe8QpDS531guqCdrXBzoA/o=
F:lib
R:libcrypto.so.3
a:0:0:755
Z:Q1toogjUipHGcMgECgPJX64SwUT1M=
R:link

P:.build-deps
V:20240801.101010
A:noarch
L:
`;

catalogerTests(apkInstalled, [{ [PATH]: INSTALLED }]);
catalogerTests(apkRepositories, [{ 'etc/apk/repositories': REPOSITORIES }]);

test('a record gives name, version, origin, licence, maintainer, and files with digests', async () => {
  const { findings, diagnostics } = await read(INSTALLED);
  assert.deepEqual(findings[0]?.packages[0], {
    ecosystem: 'apk',
    name: 'libcrypto3',
    version: '3.3.1-r0',
    architecture: 'x86_64',
    source: { name: 'openssl', version: '3.3.1-r0' },
    vendor: 'Ariadne Conill <ariadne@dereferenced.org>',
    licenses: ['Apache-2.0'],
    locations: [PATH],
    evidence: 'database',
    confidence: 'exact',
    scope: 'runtime',
  });
  assert.equal(findings[0]?.packages[1]?.name, '.build-deps');
  assert.deepEqual(findings[0]?.ownership, [
    {
      owner: 'libcrypto3',
      paths: [
        { path: 'etc/ssl/openssl.cnf', digest: 'sha1:d50ee135ef10a434b9df582ea8276b5c1ce803fa' },
        { path: 'lib/libcrypto.so.3', digest: 'sha1:b68a208d48a91c670c8040a03c95fae12c144f53' },
        { path: 'lib/link' },
      ],
    },
  ]);
  assert.deepEqual(diagnostics, []);
});

test('records without a version and lines of no letter are said, the others read', async () => {
  const { findings, diagnostics } = await read(`P:a\n\nshort\n\n${INSTALLED}`);
  assert.equal(findings[0]?.packages.length, 2);
  assert.deepEqual(
    diagnostics.map(({ code }) => code),
    ['apk.installed.incomplete', 'apk.installed.odd-lines'],
  );
});

test('a folder of a megabyte, repeated for a million files, makes no terabyte', async () => {
  const folder = 'd'.repeat(1_000_000);
  const { findings } = await read(`P:a\nV:1\nF:${folder}\n${'R:x\n'.repeat(100_000)}`);
  assert.deepEqual(findings[0]?.ownership, []);
});

test('the branches that apk installs from are facts, tagged repositories left out', async () => {
  const file = layerFile('etc/apk/repositories', [Buffer.from(REPOSITORIES)]);
  const { findings } = await apkRepositories.catalog([file]);
  assert.deepEqual(findings[0]?.facts, { 'branch:v3.20': 'main' });
});

const SHARED = join(import.meta.dirname, '../../../../shared/cases/package-dbs');
const skip = existsSync(SHARED) ? false : '../shared is absent: real apk databases not tried';

test('real databases of Alpine give a package a record', { skip }, async () => {
  for (const name of ['alpine-syft.installed', 'alpine-scalibr.installed']) {
    const text = readFileSync(join(SHARED, name), 'utf8');
    const { findings, diagnostics } = await read(text);
    const names = (findings[0]?.packages ?? []).map((pkg) => `P:${pkg.name}`);
    assert.deepEqual(names, text.match(/^P:.*/gm), name);
    assert.deepEqual(diagnostics, []);
  }
});

test('../shared is there in CI', () => {
  assert.ok(process.env['CI'] !== 'true' || skip === false, String(skip));
});

function read(text: string): ReturnType<typeof apkInstalled.catalog> {
  return apkInstalled.catalog([layerFile(PATH, [Buffer.from(text)])]);
}
