import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digestOf, typicalReport } from '../report/sample-reports.contract.ts';
import type { Report } from '../report/index.ts';
import { applyVex } from './apply-vex.ts';
import type { VexTarget } from './product.ts';
import { cycloneDxVex, csafVex, documentOf, openVex } from './samples.contract.ts';

const report = typicalReport();
const LODASH = 'CVE-2021-23337';
const target: VexTarget = {
  digests: [digestOf('9'), digestOf('8')],
  repository: 'ghcr.io/acme/shop',
  tag: '1.4',
};
const NOT_AFFECTED = { status: 'not_affected', justification: 'vulnerable_code_not_present' };

function applied(...documents: readonly object[]): Report {
  return applyVex(report, documents.map(documentOf), target);
}

/** What hides the finding on lodash after these documents; '' where nothing does. */
function hiddenBy(...documents: readonly object[]): string {
  return applied(...documents).findings.find(({ id }) => id === LODASH)?.hidden ?? '';
}

/** The same where one OpenVEX statement says that a product is not affected. */
function hiddenFor(product: unknown, more: object = {}): string {
  const vulnerability = { name: LODASH };
  return hiddenBy(openVex({ vulnerability, products: [product], ...NOT_AFFECTED, ...more }));
}

test('what is not affected is left out of totals, and still there with who said so', () => {
  const { findings, summary, diagnostics } = applied(
    openVex({
      vulnerability: { name: 'GHSA-cve-2021-23337', aliases: [] },
      products: [{ '@id': 'pkg:npm/lodash@4.17.15' }],
      ...NOT_AFFECTED,
      impact_statement: 'template() is not called',
    }),
  );
  assert.equal(summary.bySeverity.high, report.summary.bySeverity.high - 1);
  assert.equal(summary.hidden['vex-not-affected'], 1);
  assert.deepEqual(findings.find(({ id }) => id === LODASH)?.vex, [
    {
      status: 'not_affected',
      justification: 'vulnerable_code_not_present',
      note: 'template() is not called',
      author: 'Acme',
      at: '2026-01-01T00:00:00Z',
      document: 'https://acme.example/vex/1',
    },
  ]);
  assert.match(diagnostics.at(-1)?.message ?? '', /: 1 of 1 statements/);
});

const PRODUCTS: readonly [what: string, product: unknown, isTaken: boolean][] = [
  ['a package in any version', { '@id': 'pkg:npm/lodash' }, true],
  ['a package by its identifiers', { identifiers: { purl: 'pkg:npm/lodash@4.17.15' } }, true],
  ['a package as a plain text, as in 0.0.1', 'pkg:npm/lodash@4.17.15', true],
  ['another version', { '@id': 'pkg:npm/lodash@4.17.16' }, false],
  ['another package', { '@id': 'pkg:npm/lodash.template' }, false],
  ['another namespace', { '@id': 'pkg:npm/%40types/lodash' }, false],
  ['a qualifier that the package has not', { '@id': 'pkg:npm/lodash?arch=arm64' }, false],
  ['the image by its digest', { '@id': `pkg:oci/shop@${digestOf('9')}` }, true],
  ['the image by a hash', { '@id': 'urn:shop', hashes: { 'sha-256': '9'.repeat(64) } }, true],
  ['another image', { '@id': `pkg:oci/shop@${digestOf('7')}` }, false],
  ['its repository', { '@id': 'pkg:oci/shop?repository_url=ghcr.io/acme/shop' }, true],
  ['its tag', { '@id': 'pkg:oci/shop?repository_url=ghcr.io/acme/shop&tag=1.4' }, true],
  ['another tag', { '@id': 'pkg:oci/shop?repository_url=ghcr.io/acme/shop&tag=2' }, false],
  ['an image of that name somewhere', { '@id': 'pkg:oci/shop' }, false],
  ['a docker purl', { '@id': 'pkg:docker/acme/shop@1.4?repository_url=ghcr.io' }, true],
  [
    'that package in the image',
    {
      '@id': `pkg:oci/shop@${digestOf('9')}`,
      subcomponents: [{ '@id': 'pkg:npm/lodash' }],
    },
    true,
  ],
  [
    'another package in the image',
    { '@id': `pkg:oci/shop@${digestOf('9')}`, subcomponents: [{ '@id': 'pkg:npm/express' }] },
    false,
  ],
  [
    'that package in another package',
    { '@id': 'pkg:npm/%40scope/tool', subcomponents: [{ '@id': 'pkg:npm/lodash' }] },
    false,
  ],
];

for (const [what, product, isTaken] of PRODUCTS) {
  test(`OpenVEX on ${what} is ${isTaken ? '' : 'not '}about the finding`, () => {
    assert.equal(hiddenFor(product), isTaken ? 'vex-not-affected' : '');
  });
}

test('a statement on a source package is about what was built of it', () => {
  const { findings } = applied(
    openVex({
      vulnerability: { name: 'CVE-2026-1111' },
      products: [{ '@id': 'pkg:deb/openssl?arch=source' }],
      status: 'fixed',
    }),
  );
  assert.equal(findings.find(({ id }) => id === 'CVE-2026-1111')?.hidden, 'vex-fixed');
});

test('of one author the newest statement holds, in whatever order they are read', () => {
  const on = { vulnerability: { name: LODASH }, products: ['pkg:npm/lodash'] };
  const old = openVex({ ...on, ...NOT_AFFECTED, timestamp: '2026-01-01T00:00:00Z' });
  const recent = openVex({ ...on, status: 'affected', timestamp: '2026-01-02T00:00:00+01:00' });
  assert.equal(hiddenBy(old, recent), '');
  assert.equal(hiddenBy(recent, old), '');
});

test('where authors disagree, the more cautious holds and both are shown', () => {
  const on = { vulnerability: { name: LODASH }, products: ['pkg:npm/lodash'] };
  const documents = [
    openVex({ ...on, ...NOT_AFFECTED, timestamp: '2026-06-01T00:00:00Z' }),
    { ...openVex({ ...on, status: 'under_investigation' }), author: 'Vendor' },
  ];
  const finding = applied(...documents).findings.find(({ id }) => id === LODASH);
  assert.equal(finding?.hidden, undefined);
  assert.deepEqual(
    finding?.vex?.map(({ status, author }) => [status, author]),
    [
      ['under_investigation', 'Vendor'],
      ['not_affected', 'Acme'],
    ],
  );
});

test('what is said to be affected is counted, though its distribution calls it unimportant', () => {
  const { findings } = applied(
    openVex({
      vulnerability: { name: 'CVE-2025-0002' },
      products: [{ '@id': 'pkg:deb/libssl3' }],
      status: 'affected',
    }),
  );
  assert.equal(findings.find(({ id }) => id === 'CVE-2025-0002')?.hidden, undefined);
});

test('CycloneDX: a component, in the image that the document is about', () => {
  const analysis = { state: 'not_affected', justification: 'code_not_reachable' };
  assert.equal(hiddenBy(cycloneDxVex(analysis)), 'vex-not-affected');
  assert.equal(hiddenBy(cycloneDxVex(analysis, aboutImage('9'))), 'vex-not-affected');
  assert.equal(hiddenBy(cycloneDxVex(analysis, aboutImage('7'))), '');
  assert.equal(hiddenBy(cycloneDxVex({ state: 'resolved' })), 'vex-fixed');
  assert.equal(hiddenBy(cycloneDxVex({ state: 'false_positive' })), 'vex-not-affected');
  assert.equal(hiddenBy(cycloneDxVex({ state: 'in_triage' })), '');
});

/** Metadata of a CycloneDX document on one image. */
function aboutImage(digit: string): object {
  return { component: { type: 'container', name: 'shop', version: digestOf(digit) } };
}

test('CSAF: a component of an image, and not of a platform that cannot be recognized', () => {
  const image = { purl: `pkg:oci/shop@${digestOf('9')}` };
  const status = { known_not_affected: ['shop:lodash'] };
  const flags = [{ label: 'component_not_present', product_ids: ['shop:lodash'] }];
  assert.equal(hiddenBy(csafVex(image, status, { flags })), 'vex-not-affected');
  assert.equal(hiddenBy(csafVex({ cpe: 'cpe:/a:acme:shop' }, status, { flags })), '');
  assert.equal(hiddenBy(csafVex(image, { fixed: ['shop:lodash'] })), 'vex-fixed');
  assert.equal(hiddenBy(csafVex(image, { known_affected: ['shop:lodash'] })), '');
});

test('CSAF: the reason may be a threat, and for a group of products', () => {
  const image = { purl: `pkg:oci/shop@${digestOf('9')}` };
  const document = {
    ...csafVex(
      image,
      { known_not_affected: ['shop:lodash'] },
      {
        threats: [{ category: 'impact', details: 'not called', group_ids: ['all'] }],
      },
    ),
  };
  const tree = Object.assign({}, Reflect.get(document, 'product_tree'), {
    product_groups: [{ group_id: 'all', product_ids: ['shop:lodash', 'shop'] }],
  });
  const finding = applied({ ...document, product_tree: tree }).findings.find(
    ({ id }) => id === LODASH,
  );
  assert.equal(finding?.vex?.[0]?.note, 'not called');
});
