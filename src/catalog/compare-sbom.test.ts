import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_LIMITS } from '../base/index.ts';
import type { InventoryPackage, Package } from '../model/index.ts';
import { parsePurl, formatPurl } from '../model/index.ts';
import { CATALOGERS } from './catalogers.ts';
import { compareSbom, foundPurls } from './compare-sbom.ts';
import { LayerCatalog } from './layer-catalog.ts';
import { documentComparisons } from './sbom-documents.ts';
import { compileSelectors } from './selectors.ts';
import { squash } from './squash.ts';
import { layerOf, tarEntryOf } from './tree-samples.contract.ts';

function packageWith(text: string): InventoryPackage {
  const parts = parsePurl(text);
  assert.ok(parts);
  const own: Package = {
    ecosystem: parts.type,
    name: parts.name,
    version: parts.version ?? '',
    licenses: [],
    locations: [],
    evidence: 'metadata',
    confidence: 'exact',
    scope: 'runtime',
  };
  const purl = formatPurl(parts);
  return { package: own, purl, foundBy: '', introducedIn: 0, origin: 'unknown', item: undefined };
}

const OURS = [
  'pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12',
  'pkg:npm/lodash@4.17.15',
  'pkg:npm/lodash@4.17.20',
  'pkg:npm/%40scope/tool@1.0.0',
].map(packageWith);
const FOUND = foundPurls(OURS);

const DOCUMENT = {
  place: 'a.spdx.json',
  format: 'spdx',
  purls: [
    'pkg:deb/debian/libc6@2.36-9?arch=arm64',
    'pkg:npm/lodash@4.17.21',
    'pkg:npm/lodash@4.17.20#lib',
    'pkg:npm/gone@1.0.0',
    'pkg:npm/gone@1.0.0?x=y',
    'pkg:github/lodash/lodash@4.17.21',
    'no purl',
  ],
};

test('what a document names is found, in another version, or missing', () => {
  assert.deepEqual(compareSbom({ ...DOCUMENT, layer: 2, isWhole: false }, FOUND), {
    place: 'a.spdx.json',
    layer: 2,
    format: 'spdx',
    packages: 4,
    agreed: 2,
    missing: ['pkg:npm/gone@1.0.0?x=y'],
    missingCount: 1,
    otherVersions: [{ purl: 'pkg:npm/lodash@4.17.21', found: ['4.17.15', '4.17.20'] }],
    otherVersionCount: 1,
  });
});

test('of a document of the whole image, what it does not name is told too, in any order the same', () => {
  const whole = compareSbom({ ...DOCUMENT, isWhole: true }, FOUND);
  assert.deepEqual([whole.unlisted, whole.unlistedCount], [['pkg:npm/%40scope/tool@1.0.0'], 1]);
  const turned = { ...DOCUMENT, purls: DOCUMENT.purls.toReversed(), isWhole: true };
  assert.deepEqual(compareSbom(turned, foundPurls(OURS.toReversed())).unlisted, whole.unlisted);
});

test('a hundred differences are named and all are counted', () => {
  const purls = Array.from({ length: 250 }, (_, at) => `pkg:npm/p${at}@1.0.0`);
  const { missing, missingCount } = compareSbom({ ...DOCUMENT, purls, isWhole: false }, FOUND);
  assert.deepEqual([missing.length, missingCount], [100, 250]);
});

test('a document in the image is held against its packages, and is no package and no fact itself', async () => {
  const selectors = compileSelectors(CATALOGERS);
  const catalog = new LayerCatalog({ selectors, limits: DEFAULT_LIMITS });
  const files = {
    'app/node_modules/lodash/package.json': { name: 'lodash', version: '4.17.15' },
    'opt/app.cdx.json': {
      bomFormat: 'CycloneDX',
      components: [
        { purl: 'pkg:npm/lodash@4.17.15', components: [{ purl: 'pkg:npm/inner@1.0.0' }] },
      ],
    },
    'app/i18n/bom.json': { '@metadata': { authors: [] } },
  };
  for (const [path, value] of Object.entries(files)) {
    const bytes = Buffer.from(JSON.stringify(value));
    catalog.entry({ ...tarEntryOf(path), size: bytes.length });
    catalog.data(bytes);
    catalog.end();
  }
  const layers = [{ ...layerOf([]), ...(await catalog.finish()) }];
  const inventory = squash({ layers, config: { history: [] }, selectors, limits: DEFAULT_LIMITS });
  assert.deepEqual(
    inventory.sboms?.map(({ place, layer, agreed, missing }) => [place, layer, agreed, missing]),
    [['opt/app.cdx.json', 0, 1, ['pkg:npm/inner@1.0.0']]],
  );
  assert.equal(inventory.packages.length, 1);
  assert.deepEqual(inventory.facts, {});
  assert.deepEqual(inventory.diagnostics, []);
});

test('more documents than are compared are told of', () => {
  const { digest } = layerOf([]);
  const documents = Array.from({ length: 12 }, (_, at) => ({
    unit: {
      cataloger: 'sbom-documents',
      path: `opt/${String(at).padStart(2, '0')}.cdx.json`,
      digest,
      md5: '',
      sha1: '',
      packages: [],
      ownership: [],
      facts: { format: 'cyclonedx', purls: 'pkg:npm/a@1.0.0\n'.repeat(10_000).trim() },
    },
    layer: 0,
    history: [],
  }));
  const { sboms, diagnostics } = documentComparisons(documents.toReversed(), OURS);
  assert.deepEqual([sboms.length, sboms[0]?.place], [10, 'opt/00.cdx.json']);
  assert.match(diagnostics[0]?.message ?? '', /12 bills of materials; the first 10/);
});
