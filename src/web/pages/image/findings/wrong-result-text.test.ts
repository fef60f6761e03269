import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../../../api/contract/index.ts';
import { feedbackHref, wrongResultText, wrongResultTitle } from './wrong-result-text.ts';

const FINDING: Finding = {
  id: 'CVE-2021-23337',
  ids: ['CVE-2021-23337', 'GHSA-35jh-r3h4-6jhm'],
  vendorIds: [],
  class: 'vulnerability',
  status: 'fix_available',
  severity: 'high',
  isNew: false,
  severitySource: 'GitHub',
  ratings: [],
  fixedIn: '4.17.21',
  confidence: 'exact',
  package: 0,
  packageName: 'lodash',
  packageVersion: '4.17.15',
  packageType: 'npm',
  purl: 'pkg:npm/lodash@4.17.15',
  layer: 6,
  locations: ['app/node_modules/lodash/package.json'],
  locationCount: 1,
  group: 'abc',
  evidence: [
    {
      advisory: 'GHSA-35jh-r3h4-6jhm',
      source: 'osv',
      namespace: 'npm',
      name: 'lodash',
      comparedVersion: '4.17.15',
      comparedAs: 'package',
      scheme: 'semver',
      decidedBy: { kind: 'range', events: [{ kind: 'fixed', version: '4.17.21' }] },
    },
  ],
};
const ABOUT = {
  image: 'acme/shop',
  digest: 'sha256:9c1f',
  platform: 'linux/amd64',
  version: '0.1.0',
  snapshot: 4187,
};

test('who gets a report of a wrong result can make the comparison again', () => {
  assert.equal(
    wrongResultText(FINDING, ABOUT),
    [
      'What is wrong: (please say)',
      'Reported: CVE-2021-23337 (GHSA-35jh-r3h4-6jhm)',
      'Package: pkg:npm/lodash@4.17.15',
      'Found in: /app/node_modules/lodash/package.json',
      'Because: GHSA-35jh-r3h4-6jhm (osv, npm): lodash 4.17.15 is in < 4.17.21, compared as semver',
      'Severity: high, said by GitHub',
      'Fixed in: 4.17.21',
      'Confidence: exact',
      'Image: acme/shop@sha256:9c1f linux/amd64',
      'Advisories: #4187',
      'Drydock: 0.1.0',
    ].join('\n'),
  );
  assert.equal(wrongResultTitle(FINDING), 'Wrong result: CVE-2021-23337 in lodash 4.17.15');
});

test('the text is filled in as trackers and mail programs take it, whatever is in it', () => {
  assert.equal(
    feedbackHref('https://tracker.example/new?labels=wrong', 'A & B', 'x\ny'),
    'https://tracker.example/new?labels=wrong&title=A+%26+B&body=x%0Ay',
  );
  assert.equal(
    feedbackHref('mailto:security@acme.example', 'A & B', 'x\ny'),
    'mailto:security@acme.example?subject=A%20%26%20B&body=x%0Ay',
  );
  assert.equal(
    feedbackHref('mailto:a@acme.example?cc=b@acme.example', 'A', 'x'),
    'mailto:a@acme.example?cc=b@acme.example&subject=A&body=x',
  );
  assert.equal(feedbackHref('javascript:alert(1)', 'A', 'x'), undefined);
  assert.equal(feedbackHref('', 'A', 'x'), undefined);
  const long = feedbackHref('https://tracker.example/', 'A', 'x'.repeat(100_000));
  assert.ok((long?.length ?? 0) < 4_200);
});
