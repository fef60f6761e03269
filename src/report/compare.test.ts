import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Report } from './report.ts';
import { compareReports } from './compare.ts';
import { comparisonMarkdown } from './formats/comparison-markdown.ts';
import { HOSTILE_TEXTS, hostileReport, typicalReport } from './sample-reports.contract.ts';

const report = typicalReport();

/** The report with its npm packages in this version; undefined: without them. */
function withLodash(version: string | undefined): Report {
  const packages = report.packages.map((found) => {
    if (found.package.name !== 'lodash') return found;
    const renamed = version === undefined ? { name: 'other' } : { version };
    return { ...found, package: { ...found.package, ...renamed } };
  });
  return {
    ...report,
    packages,
    findings: report.findings.filter(({ id }) => id !== 'CVE-2021-23337'),
  };
}

const CAUSES: readonly [what: string, other: Report, opened: string, closed: string][] = [
  ['another version', withLodash('4.17.21'), 'package-changed', 'package-changed'],
  ['no such package', withLodash(undefined), 'package-added', 'package-removed'],
  ['the same package, judged otherwise', withLodash('4.17.15'), 'judgement', 'judgement'],
];

for (const [what, other, opened, closed] of CAUSES) {
  test(`where the other image has ${what}, the cause says so`, () => {
    const [worse] = compareReports(other, report).opened;
    assert.deepEqual([worse?.finding.id, worse?.cause], ['CVE-2021-23337', opened]);
    const [better] = compareReports(report, other).closed;
    assert.deepEqual([better?.finding.id, better?.cause], ['CVE-2021-23337', closed]);
  });
}

test('layers are shared from the lowest up, as far as both know what they are', () => {
  const [first, second] = report.layers;
  assert.ok(first && second);
  assert.equal(compareReports(report, report).sharedLayers, 1, 'the second has no digest');
  const other = { ...report, layers: [second, first] };
  assert.equal(compareReports(report, other).sharedLayers, 0);
});

test('Markdown of hostile images has no line, link or cell of theirs', () => {
  for (const text of HOSTILE_TEXTS) {
    const markdown = comparisonMarkdown(
      report,
      hostileReport(text),
      compareReports(report, hostileReport(text)),
    );
    for (const line of markdown.split('\n').filter((one) => one.startsWith('|'))) {
      assert.ok([5, 7, 8].includes(line.split('|').length), line);
    }
    assert.doesNotMatch(markdown, /<script|\]\(http|^- \[/m);
  }
});
