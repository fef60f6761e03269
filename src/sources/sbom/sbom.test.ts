import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { DEFAULT_LIMITS } from '../../base/index.ts';
import type { InventoryPackage } from '../../model/index.ts';
import { SBOM_DOCUMENT, writeSbomProperties } from '../../model/index.ts';
import type { OpenedSbom } from './opened-sbom.ts';
import { openSbom } from './sbom.ts';

const LAYER = `sha256:${'1'.repeat(64)}`;
const TOP = `sha256:${'2'.repeat(64)}`;

test('trivy: source package with epoch and release apart, layer, system', async () => {
  const sbom = await read(fixture('trivy.cdx.json'));
  assert.deepEqual([sbom.kind, sbom.writtenBy], ['cyclonedx 1.6', 'trivy 0.56.0']);
  assert.deepEqual(pick(sbom), ['debian', '12.7']);
  assert.deepEqual(
    sbom.layers.map(({ diffId }) => diffId),
    [LAYER, TOP],
  );
  assert.deepEqual(sbom.occurrences[0], {
    package: {
      ecosystem: 'deb',
      name: 'libssl3',
      version: '1:3.0.11-1',
      architecture: 'amd64',
      source: { name: 'openssl', version: '1:3.0.11-1' },
      licenses: ['Apache-2.0'],
      locations: [],
      evidence: 'sbom',
      confidence: 'derived',
      scope: 'runtime',
    },
    foundBy: 'sbom',
    introducedIn: 0,
    purl: 'pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12.7&epoch=1',
  });
  const nested = sbom.occurrences[1];
  assert.deepEqual(
    [nested?.package.name, nested?.package.locations, nested?.introducedIn],
    ['@babel/core', ['app/node_modules/@babel/core/package.json'], 1],
  );
  assert.match(sbom.diagnostics[0]?.message ?? '', /1 components were left out.*nameless/);
});

test('syft, in CycloneDX: upstream of rpm, epoch, module, and its own paths', async () => {
  const sbom = await read(fixture('syft.cdx.json'));
  assert.deepEqual(pick(sbom), ['rhel', '9.4']);
  const [first] = sbom.occurrences;
  assert.equal(first?.package.version, '1:3.0.7-27.el9');
  assert.deepEqual(first?.package.source, { name: 'openssl-libs-src', version: '3.0.7-27.el9' });
  assert.equal(first?.package.module, 'nodejs:18:9040020240301111111:rhel9');
  assert.deepEqual(first?.package.locations, ['var/lib/rpm/rpmdb.sqlite']);
});

test("syft's own JSON", async () => {
  const sbom = await read(fixture('syft.json'));
  assert.deepEqual([sbom.kind, ...pick(sbom)], ['syft', 'alpine', '3.18.4']);
  const [busybox, jar] = sbom.occurrences.map(({ package: found }) => found);
  assert.deepEqual(busybox?.source, { name: 'busybox', version: '1.36.1-r2' });
  assert.equal(jar?.name, 'org.apache.logging.log4j:log4j-core');
  assert.deepEqual(
    sbom.occurrences.map(({ introducedIn }) => introducedIn),
    [0, 1],
  );
});

test('SPDX of docker scout and BuildKit: in a statement, the system in the purls', async () => {
  const predicate: unknown = JSON.parse(fixture('scout.spdx.json'));
  const statement = {
    _type: 'https://in-toto.io/Statement/v0.1',
    predicateType: 'https://spdx.dev/Document',
    predicate,
  };
  for (const text of [fixture('scout.spdx.json'), JSON.stringify(statement)]) {
    const sbom = await read(text);
    assert.deepEqual([sbom.kind, ...pick(sbom)], ['spdx 2.3', 'debian', '12']);
    assert.deepEqual(
      sbom.occurrences.map(({ package: found }) => found.name),
      ['apt', 'stdlib'],
    );
    assert.deepEqual(sbom.occurrences[0]?.package.licenses, ['GPL-2.0-only']);
  }
});

test('SPDX 3.0: packages of the graph', async () => {
  const sbom = await read(
    JSON.stringify({
      '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
      '@graph': [
        { type: 'software_Package', name: 'a', software_packageUrl: 'pkg:npm/a@1' },
        { type: 'software_File', name: 'b' },
      ],
    }),
  );
  assert.deepEqual(
    sbom.occurrences.map(({ purl }) => purl),
    ['pkg:npm/a@1'],
  );
});

const OWN: readonly Omit<InventoryPackage, 'item'>[] = [
  {
    package: {
      ecosystem: 'deb',
      name: 'libc6',
      version: '2.36-9',
      architecture: 'amd64',
      source: { name: 'glibc', version: '2.36-9' },
      vendor: 'GNU Libc Maintainers <x@debian.org>',
      licenses: ['GPL-2.0', 'a = b\nc'],
      locations: ['var/lib/dpkg/status', 'usr/share/doc\\libc6/copyright'],
      evidence: 'database',
      confidence: 'exact',
      scope: 'runtime',
      facts: { flavor: 'x=y' },
    },
    purl: undefined,
    foundBy: 'dpkg-status',
    introducedIn: 0,
    origin: 'distribution',
  },
  {
    package: {
      ecosystem: 'npm',
      name: 'a',
      version: '1.0.0',
      licenses: [],
      locations: ['usr/lib/a/package.json'],
      evidence: 'lockfile',
      confidence: 'heuristic',
      scope: 'dev',
      inside: 'b',
    },
    purl: undefined,
    foundBy: 'npm-lock',
    introducedIn: 1,
    ownedBy: 0,
    origin: 'unknown',
  },
];

for (const format of ['cyclonedx', 'spdx'] as const) {
  test(`our own ${format} gives back the packages that were written, without purls too`, async () => {
    const sbom = await read(format === 'cyclonedx' ? ownCyclonedx() : ownSpdx());
    assert.deepEqual(
      sbom.occurrences,
      OWN.map(({ package: found, foundBy, introducedIn, ownedBy }) => ({
        package: found,
        foundBy,
        introducedIn,
        ...(ownedBy !== undefined && { ownedBy }),
      })),
    );
    assert.deepEqual(sbom.distro, DISTRO);
    assert.deepEqual(sbom.layers, LAYERS);
    assert.deepEqual([...sbom.facts], [['apt-sources', { esm: 'true' }]]);
    assert.deepEqual(sbom.diagnostics, DIAGNOSTICS);
  });
}

const REFUSED: readonly (readonly [text: string, message: RegExp])[] = [
  ['{"bomFormat":"CycloneDX"', /test\.json: not JSON/],
  ['{"bomFormat":"Other"}', /no SBOM that is known/],
  ['[1]', /no SBOM that is known/],
  [`${'['.repeat(500)}${']'.repeat(500)}`, /nested more than the 128 levels/],
  [' '.repeat(2000), /limit sbomBytes of 1000/],
];

for (const [text, message] of REFUSED) {
  test(`${text.slice(0, 24)} is refused: ${message.source}`, async () => {
    await assert.rejects(read(text, 1000), message);
  });
}

test('odd documents give what they have, and pollute nothing', async () => {
  for (const part of [
    'null',
    '{}',
    '[]',
    '[null]',
    '[{"purl":7}]',
    '{"a":1}',
    '"x"',
    '[{"purl":"pkg:x"}]',
  ]) {
    const text = `{"bomFormat":"CycloneDX","metadata":${part},"components":${part},"__proto__":{"x":1}}`;
    assert.deepEqual((await read(text)).occurrences, []);
    assert.deepEqual((await read(`{"spdxVersion":"SPDX-2.3","packages":${part}}`)).occurrences, []);
    assert.deepEqual((await read(`{"schema":{},"artifacts":[${part}]}`)).occurrences, []);
  }
  assert.equal('x' in {}, false);
});

const DISTRO = {
  id: 'debian',
  versionId: '12',
  codename: 'bookworm',
  idLike: ['a'],
  path: 'etc/os-release',
};
const LAYERS = [
  {
    diffId: LAYER,
    digest: TOP,
    compressedSize: 5,
    size: 9,
    createdBy: 'RUN x',
    createdAt: '2024-01-01T00:00:00Z',
  },
  { compressedSize: 0, size: 0 },
];
const DIAGNOSTICS = [{ code: 'a.b', severity: 'warning', message: 'm', path: 'p', layer: 1 }];
const PAIRS: readonly (readonly [string, string])[] = [
  [SBOM_DOCUMENT.distro, JSON.stringify(DISTRO)],
  [SBOM_DOCUMENT.layers, JSON.stringify(LAYERS)],
  [SBOM_DOCUMENT.facts, JSON.stringify({ 'apt-sources': { esm: 'true' } })],
  [SBOM_DOCUMENT.diagnostics, JSON.stringify(DIAGNOSTICS)],
];

function ownCyclonedx(): string {
  return JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: { properties: propertiesOf(PAIRS) },
    components: OWN.map((found) => ({
      type: 'library',
      properties: propertiesOf(writeSbomProperties({ ...found, item: undefined })),
    })),
  });
}

function propertiesOf(pairs: readonly (readonly [string, string])[]): object[] {
  return pairs.map(([name, value]) => ({ name, value }));
}

function ownSpdx(): string {
  return JSON.stringify({
    spdxVersion: 'SPDX-2.3',
    annotations: annotationsOf(PAIRS),
    packages: [
      { name: 'image', primaryPackagePurpose: 'CONTAINER' },
      ...OWN.map((found) => ({
        annotations: annotationsOf(writeSbomProperties({ ...found, item: undefined })),
      })),
    ],
  });
}

/** One `name=value` a line, with `\n`, `\r`, `\e` (for `=`) and `\\` escaped. */
function annotationsOf(pairs: readonly (readonly [string, string])[]): object[] {
  const lines = pairs.map(([name, value]) => `${escaped(name)}=${escaped(value)}`);
  return [{ comment: lines.join('\n') }];
}

function escaped(text: string): string {
  return text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`)
    .replaceAll('=', String.raw`\e`);
}

function pick({ distro }: OpenedSbom): (string | undefined)[] {
  return [distro?.id, distro?.versionId];
}

async function read(
  text: string,
  sbomBytes: number = DEFAULT_LIMITS.sbomBytes,
): Promise<OpenedSbom> {
  const limits = { ...DEFAULT_LIMITS, sbomBytes };
  return openSbom(chunksOf(text), 'test.json', { limits });
}

async function* chunksOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** Typed by hand after the tools' documentation: no more than what is read. */
function fixture(name: string): string {
  return readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
}
