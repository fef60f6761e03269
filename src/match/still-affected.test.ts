import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Affected, Finding, Match, RangeEvent } from '../model/index.ts';
import { isStillAffected } from './still-affected.ts';

const ADVISORY = {
  id: 'GHSA-1',
  class: 'vulnerability',
  aliases: [],
  upstream: [],
  source: 'osv',
  summary: '',
  severities: [],
  modified: '',
  isUnreviewed: false,
} as const;

test('a version is still affected where any advisory of the finding has it in a range or a list', () => {
  const finding = findingOf([
    affectedBy([range('0', '1.5.0'), range('2.0.0', '2.0.1')]),
    affectedBy([], ['1.6.0']),
  ]);
  const cases: readonly (readonly [string, boolean])[] = [
    ['1.4.9', true],
    ['1.5.0', false],
    ['1.6.0', true],
    ['2.0.0', true],
    ['2.0.1', false],
  ];
  for (const [version, expected] of cases) {
    assert.equal(isStillAffected(finding, version), expected, version);
  }
});

test('what cannot be compared counts as affected: no fix is promised that nobody can tell', () => {
  assert.equal(isStillAffected(findingOf([affectedBy([range('0', '1.5.0')])]), 'no version'), true);
});

function range(introduced: string, fixed: string): RangeEvent[] {
  return [
    { kind: 'introduced', version: introduced },
    { kind: 'fixed', version: fixed },
  ];
}

function affectedBy(ranges: Affected['ranges'], versions: readonly string[] = []): Affected {
  const names = { ecosystem: 'npm', namespace: 'npm', name: 'a' };
  return { ...names, ranges, versions, status: 'affected', architectures: [] };
}

function findingOf(all: readonly Affected[]): Finding {
  const matches = all.map((affected): Match => ({
    advisory: ADVISORY,
    affected,
    key: { name: 'a', version: '1.0.0', via: 'package' },
    scheme: 'npm',
    deciding: { kind: 'listed', version: '1.0.0' },
    otherFixes: [],
  }));
  return {
    id: 'CVE-1',
    ids: ['CVE-1'],
    vendorIds: [],
    package: 0,
    class: 'vulnerability',
    status: 'fix_available',
    severity: 'high',
    ratings: [],
    confidence: 'exact',
    matches,
  };
}
