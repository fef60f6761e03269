import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SeverityRating } from '../model/index.ts';
import { advisoryOf, affectedOf, onlyFinding } from './samples.contract.ts';

const DISTRO: SeverityRating = { source: 'Debian', severity: 'low' };
const UNKNOWN: SeverityRating = { source: 'Debian', severity: 'unknown' };
const GHSA: SeverityRating = { source: 'GHSA', severity: 'medium' };
const PYPA: SeverityRating = {
  source: 'PyPA',
  severity: 'high',
  vector: 'CVSS:3.1/AV:N',
  score: 7.5,
};
const NVD: SeverityRating = {
  source: 'NVD',
  severity: 'critical',
  vector: 'CVSS:3.1/AV:N',
  score: 9.8,
};
const ADP: SeverityRating = {
  source: 'CISA-ADP',
  severity: 'high',
  vector: 'CVSS:4.0/AV:N',
  score: 8.1,
};
const CNA: SeverityRating = {
  source: 'CNA',
  severity: 'medium',
  vector: 'CVSS:4.0/AV:N',
  score: 6.1,
};
const OTHER: SeverityRating = { source: 'Somebody', severity: 'critical' };

test('the source is chosen first: distribution, GHSA, home database, NVD, CISA, CNA, anyone', () => {
  const all = [CNA, OTHER, ADP, NVD];
  const cases: readonly (readonly [string, Said, string])[] = [
    [
      'the distribution',
      { package: DISTRO, ghsa: [GHSA], home: [PYPA], context: all },
      'Debian low',
    ],
    ['unknown is no word', { package: UNKNOWN, ghsa: [GHSA], context: all }, 'GHSA medium'],
    ['GHSA', { ghsa: [GHSA], home: [PYPA], context: all }, 'GHSA medium'],
    ['the home database', { home: [PYPA], context: all }, 'PyPA high'],
    ['NVD', { context: all }, 'NVD critical'],
    ['CISA', { context: [CNA, OTHER, ADP] }, 'CISA-ADP high'],
    ['the CNA', { context: [OTHER, CNA] }, 'CNA medium'],
    ['anyone', { context: [OTHER] }, 'Somebody critical'],
    ['nobody', {}, 'undefined unknown'],
  ];
  for (const [name, said, expected] of cases) {
    const { severity, rating } = findingWith(said);
    assert.equal(`${rating?.source} ${severity}`, expected, name);
  }
});

test('of one source the newest CVSS counts, and of equals the worse', () => {
  const v2 = rated('high', 'AV:N/AC:L/Au:N/C:P/I:P/A:P', 7.5);
  const v30 = rated('critical', 'CVSS:3.0/AV:N', 9.1);
  const v31 = rated('high', 'CVSS:3.1/AV:N', 8.2);
  const v4 = rated('medium', 'CVSS:4.0/AV:N', 5.1);
  assert.equal(severityOf(v2, v30, v31, v4), 'medium');
  assert.equal(severityOf(v2, v30, v31), 'high');
  assert.equal(severityOf(v2, v30), 'critical');
  assert.equal(severityOf(v2), 'high');
  assert.equal(severityOf(v31, rated('critical', 'CVSS:3.1/AV:L', 9)), 'critical');
});

test('a score is never shown with the label of another source, and all that was said is kept', () => {
  const { rating, ratings } = findingWith({ ghsa: [GHSA], context: [NVD, NVD] });
  assert.deepEqual(rating, GHSA);
  assert.deepEqual(ratings, [GHSA, NVD]);
});

interface Said {
  readonly package?: SeverityRating;
  readonly ghsa?: readonly SeverityRating[];
  readonly home?: readonly SeverityRating[];
  readonly context?: readonly SeverityRating[];
}

function findingWith(said: Said): ReturnType<typeof onlyFinding> {
  const affected = [affectedOf(said.package ? { severity: said.package } : {})];
  const aliases = ['CVE-2024-1'];
  return onlyFinding(
    [
      advisoryOf('PYSEC-2024-1', { aliases, affected, severities: said.home ?? [] }),
      advisoryOf('GHSA-a', { aliases, affected, severities: said.ghsa ?? [] }),
    ],
    undefined,
    { context: { 'CVE-2024-1': { severities: said.context ?? [] } } },
  );
}

function rated(
  severity: SeverityRating['severity'],
  vector: string,
  score: number,
): SeverityRating {
  return { source: 'NVD', severity, vector, score };
}

function severityOf(...context: readonly SeverityRating[]) {
  return findingWith({ context }).severity;
}
