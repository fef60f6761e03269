import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrayOf, recordOf } from '../base/index.ts';
import { digestOf, typicalReport } from '../report/sample-reports.contract.ts';
import { applyVex } from './apply-vex.ts';
import { documentOf, openVex } from './samples.contract.ts';
import { writeOpenVex } from './write-open-vex.ts';

const report = typicalReport();
const target = { digests: [digestOf('9')], repository: 'ghcr.io/acme/shop', tag: '1.4' };
const options = { author: 'Acme', toolVersion: '1.2.3' };

function written(of = report): Readonly<Record<string, unknown>> {
  const document: unknown = JSON.parse(writeOpenVex(of, target, options));
  return recordOf(document);
}

test('every vulnerability is a statement on its packages in the image', () => {
  const [first] = arrayOf(written()['statements']);
  assert.deepEqual(first, {
    vulnerability: { name: 'CVE-2026-1111', aliases: ['GHSA-cve-2026-1111'] },
    products: [
      {
        '@id': `pkg:oci/shop@${digestOf('9')}?arch=amd64&repository_url=ghcr.io%2Facme%2Fshop&tag=1.4`,
        subcomponents: [{ '@id': 'pkg:deb/libssl3@3.0.11-1~deb12u1' }],
      },
    ],
    status: 'affected',
    action_statement: 'Upgrade to 3.0.13-1~deb12u1.',
  });
});

test('the same report gives the same bytes', () => {
  assert.equal(writeOpenVex(report, target, options), writeOpenVex(report, target, options));
});

test('what a document said is said again, and read back it hides the same', () => {
  const said = openVex({
    vulnerability: { name: 'CVE-2021-23337' },
    products: ['pkg:npm/lodash'],
    status: 'not_affected',
    justification: 'code_not_reachable',
  });
  const once = applyVex(report, [documentOf(said)], target);
  const again = applyVex(report, [documentOf(written(once))], target);
  assert.deepEqual(again.summary, once.summary);
  assert.equal(again.summary.hidden['vex-not-affected'], 1);
});
