import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import type { CatalogResult } from '../cataloger.ts';
import { layerFile } from '../layer-file.ts';
import { dpkgStatus } from './catalog-dpkg-status.ts';

/** Typed by hand after real stanzas of Debian 12. */
const STATUS = readFileSync(join(import.meta.dirname, 'fixtures/status'), 'utf8');
const LIBSSL =
  'Package: libssl3\nSource: openssl\nVersion: 3.0.11-1~deb12u2\nArchitecture: amd64\n';
const SUM = '1659c146ab0cfda7a5c9cdcb11289359';

catalogerTests(dpkgStatus, [
  { 'var/lib/dpkg/status': STATUS },
  {
    'var/lib/dpkg/status.d/libssl3': LIBSSL,
    'var/lib/dpkg/status.d/libssl3.md5sums': `${SUM}  usr/lib/libssl.so.3\n`,
  },
]);

test('what has its files counts, whatever is wanted of it', async () => {
  assert.deepEqual(namesOf(await catalog({ 'var/lib/dpkg/status': STATUS })), [
    'libc6 2.36-9+deb12u9',
    'base-passwd 3.6.1',
    'grep 3.8-5+b1',
    'php8.2-cli 8.2.29-1~deb12u1',
    'held 1:2.3-4',
    'leaving 2.0',
  ]);
});

test('a stanza gives architecture, maintainer, and the source package with its own version', async () => {
  const { findings, diagnostics } = await catalog({ 'var/lib/dpkg/status': STATUS });
  const [libc6, , grep] = findings[0]?.packages ?? [];
  assert.deepEqual(libc6, {
    ecosystem: 'deb',
    name: 'libc6',
    version: '2.36-9+deb12u9',
    architecture: 'amd64',
    source: { name: 'glibc', version: '2.36-9+deb12u9' },
    vendor: 'GNU Libc Maintainers <debian-glibc@lists.debian.org>',
    licenses: [],
    locations: ['var/lib/dpkg/status'],
    evidence: 'database',
    confidence: 'exact',
    scope: 'runtime',
  });
  assert.deepEqual(grep?.source, { name: 'grep', version: '3.8-5' });
  assert.deepEqual(diagnostics, []);
});

test('line ends, blank lines, a huge stanza, bytes that are no text and no end change nothing', async () => {
  const expected = namesOf(await catalog({ 'var/lib/dpkg/status': STATUS }));
  const huge = `Description: x\n${' /a/very/long/list/of/files\n'.repeat(20_000)}`;
  const forms: Readonly<Record<string, string | Uint8Array>> = {
    crlf: STATUS.replaceAll('\n', '\r\n'),
    blanks: STATUS.replaceAll('\n\n', '\n \n\n\n'),
    'no end': STATUS.trimEnd(),
    huge: STATUS.replace('Description: GNU', `${huge}Description: GNU`),
    'not UTF-8': Buffer.from(STATUS.replace('Colin', 'Col\u00eEn'), 'latin1'),
  };
  for (const [name, form] of Object.entries(forms)) {
    assert.deepEqual(namesOf(await catalog({ 'var/lib/dpkg/status': form })), expected, name);
  }
});

test('a stanza without name, version or status is said', async () => {
  const odd = 'Package: a\nStatus: install ok installed\n\nPackage: b\nVersion: 1\n\nnothing\n';
  const { findings, diagnostics } = await catalog({ 'var/lib/dpkg/status': odd });
  assert.deepEqual(findings[0]?.packages, []);
  assert.equal(diagnostics[0]?.code, 'deb.status.incomplete');
  assert.match(diagnostics[0]?.message ?? '', /^2 /);
});

test('distroless keeps a file a package without a status, and digests beside it', async () => {
  const { findings } = await catalog({
    'var/lib/dpkg/status.d/bGlic3NsMw.md5sums': `${SUM}  usr/lib/libssl.so.3\nodd line\n`,
    'var/lib/dpkg/status.d/bGlic3NsMw': LIBSSL,
    'var/lib/dpkg/status.d/bGliYzY.md5sums': `${SUM}  usr/lib/libc.so.6\n`,
    'var/lib/dpkg/status.d/tzdata.md5sums': `${SUM}  usr/share/zoneinfo/UTC\n`,
  });
  assert.deepEqual(
    findings.map(({ packages, ownership }) => [
      packages.map(({ name }) => name).join(),
      ownership?.map(({ owner, paths }) => [owner, ...paths.map(({ path }) => path)]),
    ]),
    [
      ['libssl3', undefined],
      ['', [['libssl3', 'usr/lib/libssl.so.3']]],
      ['', [['libc6', 'usr/lib/libc.so.6']]],
      ['', [['tzdata']]],
    ],
  );
});

test('opkg writes stanzas as dpkg does', async () => {
  const status =
    'Package: busybox\nVersion: 1.36.1-1\nDepends: libc\nStatus: install user installed\nArchitecture: x86_64\n';
  assert.deepEqual(namesOf(await catalog({ 'usr/lib/opkg/status': status })), ['busybox 1.36.1-1']);
});

function catalog(files: Readonly<Record<string, Uint8Array | string>>): Promise<CatalogResult> {
  return dpkgStatus.catalog(
    Object.entries(files).map(([path, content]) => layerFile(path, [Buffer.from(content)])),
  );
}

function namesOf({ findings }: CatalogResult): string[] {
  return findings.flatMap(({ packages }) => packages.map((pkg) => `${pkg.name} ${pkg.version}`));
}
