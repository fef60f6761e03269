import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Advisory, Inventory } from '../model/index.ts';
import type { Explanation } from './explain.ts';
import { explain } from './explain.ts';
import { matchInventory } from './match-inventory.ts';
import type { SampleFacts } from './samples.contract.ts';
import {
  advisoryOf,
  affectedOf,
  below,
  coverageOf,
  debAffected,
  debItem,
  inventoryOf,
  itemOf,
  rowOf,
  since,
  snapshotOf,
} from './samples.contract.ts';

const ADVISORY = advisoryOf('GHSA-a', { aliases: ['CVE-1'] });
const COVERED: SampleFacts = { coverage: [coverageOf('npm'), coverageOf('Debian:12')] };
const IMAGE = inventoryOf([rowOf(itemOf())]);

test('what is found is said to be reported, by each of its ids', () => {
  for (const id of ['CVE-1', 'GHSA-a']) {
    const { reported, spared, reasons, ids } = explainOf(id, [ADVISORY]);
    assert.deepEqual([reported.length, spared, reasons], [1, [], []]);
    assert.deepEqual([...ids].toSorted(), ['CVE-1', 'GHSA-a']);
  }
});

test('every finding of a mixed image is explained as reported', () => {
  const advisories = [
    ADVISORY,
    advisoryOf('DSA-1', { upstream: ['CVE-2', 'CVE-3'], affected: [debAffected('curl')] }),
    advisoryOf('DEBIAN-CVE-4', { upstream: ['CVE-4'], affected: [debAffected('curl')] }),
    advisoryOf('MAL-1', { class: 'malware' }),
  ];
  const image = inventoryOf([rowOf(itemOf()), rowOf(debItem('curl', '1.0'))]);
  const { findings } = matchInventory(image, snapshotOf(advisories, COVERED));
  assert.equal(findings.length, 5);
  for (const { ids, vendorIds } of findings) {
    for (const id of [...ids, ...vendorIds]) {
      const { reported } = explainOf(id, advisories, COVERED, image);
      assert.ok(
        reported.some((finding) => finding.ids === ids || finding.id === ids[0]),
        id,
      );
    }
  }
});

test('an advisory that spares a package says why', () => {
  const rejected = { ...COVERED, context: { 'CVE-1': { isRejected: true } } };
  const cases: readonly (readonly [string, readonly Advisory[], SampleFacts])[] = [
    ['outside', [npm({ ranges: [below('0.9.0')] })], COVERED],
    ['vendor', [npm({ status: 'not_affected' })], COVERED],
    ['no range', [npm({ ranges: [] })], COVERED],
    ['withdrawn', [{ ...ADVISORY, withdrawn: '2024-02-01T00:00:00Z' }], COVERED],
    ['other module', [npm({ module: 'nodejs:14' })], COVERED],
    ['rejected', [ADVISORY], rejected],
    [
      'unreviewed',
      [
        { ...npm({ ranges: [since()] }), id: 'GO-1', isUnreviewed: true },
        npm({ ranges: [below('0.9.0')] }),
      ],
      COVERED,
    ],
  ];
  for (const [because, advisories, facts] of cases) {
    const { reported, spared, reasons } = explainOf('CVE-1', advisories, facts);
    assert.deepEqual([reported, reasons], [[], []], because);
    const [judgement] = spared[0]?.judgements ?? [];
    assert.equal(judgement?.kind === 'spared' ? judgement.because : undefined, because);
  }
});

test('a bundle that is overruled for one vulnerability still stands for the other', () => {
  const bundle = advisoryOf('USN-1', {
    upstream: ['CVE-1', 'CVE-2'],
    affected: [debAffected('curl', { ranges: [below('1.3')] })],
  });
  const own = advisoryOf('UBUNTU-CVE-1', {
    upstream: ['CVE-1'],
    affected: [debAffected('curl', { ranges: [below('1.1')] })],
  });
  const image = inventoryOf([rowOf(debItem('curl', '1.2'))]);
  assert.equal(explainOf('CVE-2', [bundle, own], COVERED, image).reported.length, 1);
  const { reported, spared } = explainOf('UBUNTU-CVE-1', [own], COVERED, image);
  assert.deepEqual([reported.length, spared.length], [0, 1]);
  const judgements = explainOf('CVE-1', [bundle, own], COVERED, image).spared[0]?.judgements ?? [];
  assert.deepEqual(
    judgements.map((one) => (one.kind === 'spared' ? one.because : one.kind)).toSorted(),
    ['outside', 'own record'],
  );
});

test('a version that cannot be compared is said to be', () => {
  const { spared } = explainOf('CVE-1', [npm({ ranges: [below('<none>')] })]);
  assert.deepEqual(
    spared[0]?.judgements.map(({ kind }) => kind),
    ['not comparable'],
  );
});

test('what the distribution answers for names the package that does', () => {
  const item = itemOf({
    ownedBy: {
      ecosystem: 'deb',
      namespace: 'Debian:12',
      keys: [{ name: 'node-lodash', version: '1.0.0-1', via: 'source' }],
    },
  });
  const owner = debItem('node-lodash', '1.0.0-1');
  const image = inventoryOf([rowOf(owner), rowOf(item, { ownedBy: 0 })]);
  const { reported, spared } = explainOf('CVE-1', [ADVISORY], COVERED, image);
  assert.deepEqual(reported, []);
  assert.deepEqual([spared[0]?.package, spared[0]?.ownedBy], [1, 0]);
});

test('an id that is reported nowhere says why', () => {
  const elsewhere = advisoryOf('GHSA-b', {
    aliases: ['CVE-2'],
    affected: [affectedOf({ name: 'express' })],
  });
  const withdrawn = { ...elsewhere, withdrawn: '2024-02-01T00:00:00Z' };
  const rejected = { ...COVERED, context: { 'CVE-2': { isRejected: true } } };
  const cases: readonly (readonly [
    string,
    readonly Advisory[],
    SampleFacts,
    Explanation['reasons'],
  ])[] = [
    ['CVE-9', [ADVISORY], COVERED, [{ kind: 'unknown' }]],
    ['CVE-2', [], rejected, [{ kind: 'rejected' }]],
    ['CVE-2', [withdrawn], COVERED, [{ kind: 'withdrawn', advisories: ['GHSA-b'] }]],
    ['CVE-2', [elsewhere], COVERED, [{ kind: 'not in the image', packages: ['npm express'] }]],
    [
      'CVE-9',
      [],
      { coverage: [] },
      [{ kind: 'unknown' }, { kind: 'no coverage', namespaces: ['npm'] }],
    ],
  ];
  for (const [id, advisories, facts, reasons] of cases) {
    const explanation = explainOf(id, advisories, facts);
    assert.deepEqual(explanation.reported, [], id);
    assert.deepEqual(explanation.spared, [], id);
    assert.deepEqual(explanation.reasons, reasons, id);
  }
});

function npm(more: Parameters<typeof affectedOf>[0]): Advisory {
  return { ...ADVISORY, affected: [affectedOf(more)] };
}

function explainOf(
  id: string,
  advisories: readonly Advisory[],
  facts: SampleFacts = COVERED,
  image: Inventory = IMAGE,
): Explanation {
  const snapshot = snapshotOf(advisories, facts);
  return explain(id, image, matchInventory(image, snapshot).findings, snapshot);
}
