import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SEVERITIES } from '../model/index.ts';
import type { ReportFilter } from './filter.ts';
import { filterReport } from './filter.ts';
import { packageKey, sortGroups } from './finding-groups.ts';
import { viewFindings } from './finding-view.ts';
import { locatedFindings } from './located-findings.ts';
import { hostileReport, HOSTILE_TEXTS, typicalReport } from './sample-reports.contract.ts';

const REPORT = typicalReport();
const LOCATED = locatedFindings(REPORT);

test('every finding is in one row, by package as by vulnerability, and counted as in the summary', () => {
  for (const grouping of ['package', 'vulnerability'] as const) {
    const { groups, totals } = viewFindings(LOCATED, {}, grouping);
    assert.equal(groups.length, totals.groups);
    const shown = groups.flatMap(({ findings }) => findings);
    assert.deepEqual(new Set(shown), new Set(LOCATED));
    assert.equal(shown.length, LOCATED.length);
    const of = new Set(
      groups.map(({ findings: [first] }) =>
        grouping === 'package' ? first?.found : first?.finding.id,
      ),
    );
    assert.equal(of.size, groups.length);
  }
  const { totals } = viewFindings(LOCATED, { withoutHidden: true }, 'package');
  assert.deepEqual(totals.bySeverity, REPORT.summary.bySeverity);
  assert.equal(totals.vulnerabilities, REPORT.summary.vulnerabilities);
});

test('a filter of a page shows what the same filter of the command line does', () => {
  const filters: readonly ReportFilter[] = [
    { severities: new Set(['critical', 'high']) },
    { onlyFixed: true },
    { onlyExploited: true },
    { epssAtLeast: 0.1 },
    { packageTypes: new Set(['npm']) },
    { layers: new Set([1]) },
    { search: 'LODASH' },
    { withoutHidden: true, onlyFixed: true },
  ];
  for (const filter of filters) {
    const { totals, groups } = viewFindings(LOCATED, filter, 'package');
    const filtered = filterReport(REPORT, filter);
    assert.equal(totals.findings, filtered.findings.length, JSON.stringify(Object.keys(filter)));
    assert.ok(totals.findings > 0 && totals.findings < LOCATED.length, Object.keys(filter).join());
    assert.ok(groups.every(({ findings }) => findings.length > 0));
  }
});

test('a facet says what its choice would show, all other choices as they are', () => {
  const filter: ReportFilter = { packageTypes: new Set(['npm']), withoutHidden: true };
  const { facets } = viewFindings(LOCATED, filter, 'package');
  const shownBy = (change: ReportFilter): number =>
    viewFindings(LOCATED, { ...filter, ...change }, 'package').totals.vulnerabilities;
  for (const severity of SEVERITIES) {
    assert.equal(facets.severities[severity], shownBy({ severities: new Set([severity]) }));
  }
  assert.equal(facets.fixed, shownBy({ onlyFixed: true }));
  const isNew = ({ finding }: (typeof LOCATED)[number]): boolean => finding.severity === 'high';
  const fresh = viewFindings(LOCATED, { ...filter, isNew }, 'package').facets.fresh;
  assert.equal(fresh, shownBy({ isNew, onlyNew: true }));
  assert.deepEqual([facets.fresh, shownBy({ onlyNew: true })], [0, 0]);
  assert.ok(fresh > 0);
  assert.equal(facets.exploited, shownBy({ onlyExploited: true }));
  assert.ok(facets.packageTypes.size > 1, 'types that are not chosen are counted too');
  for (const [type, count] of facets.packageTypes) {
    assert.equal(count, shownBy({ packageTypes: new Set([type]) }), type);
  }
  for (const [layer, count] of facets.layers) {
    assert.equal(count, shownBy({ layers: new Set([layer]) }));
  }
  const all = viewFindings(LOCATED, { withoutHidden: true }, 'package').facets;
  assert.deepEqual(Object.fromEntries(all.hidden), REPORT.summary.hidden);
});

test('rows are sorted as asked, and by severity where they tie', () => {
  const { groups } = viewFindings(LOCATED, {}, 'package');
  const keys = {
    count: groups.map(({ findings }) => findings.length),
    epss: groups.map(({ epss }) => epss ?? -1),
    score: groups.map(({ score }) => score ?? -1),
    fixed: groups.map(({ fixable }) => fixable),
  };
  for (const order of ['count', 'epss', 'score', 'fixed'] as const) {
    const sorted = sortGroups(groups, order, 'package').map((one) => groups.indexOf(one));
    const values = sorted.map((at) => keys[order][at] ?? NaN);
    assert.deepEqual(
      values,
      values.toSorted((a, b) => b - a),
      order,
    );
  }
  const names = sortGroups(groups, 'name', 'package').map(
    ({ findings: [first] }) => first?.found.package.name,
  );
  assert.deepEqual(
    names,
    ['@scope/tool', 'libssl3', 'lodash'].filter((name) => names.includes(name)),
  );
  const ranks = sortGroups(groups, 'severity', 'package').map(({ worst }) =>
    SEVERITIES.indexOf(worst),
  );
  assert.deepEqual(
    ranks,
    ranks.toSorted((a, b) => a - b),
  );
});

test('keys of packages are digits whatever the image writes, and differ between packages', () => {
  for (const text of HOSTILE_TEXTS) {
    for (const found of hostileReport(text).packages)
      assert.match(packageKey(found), /^[a-f0-9]{32}$/);
  }
  const keys = REPORT.packages.map(packageKey);
  assert.equal(new Set(keys).size, keys.length);
});
