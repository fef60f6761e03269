import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, InventoryPackage } from '../../model/index.ts';
import { packageLines } from './finding-lines.ts';
import { createPainter } from './painter.ts';

const FOUND: InventoryPackage = {
  package: {
    ecosystem: 'deb',
    name: 'curl',
    version: '1.2',
    licenses: [],
    locations: ['var/lib/dpkg/status'],
    evidence: 'database',
    confidence: 'exact',
    scope: 'runtime',
  },
  purl: undefined,
  foundBy: 'dpkg-status',
  introducedIn: 0,
  origin: 'distribution',
  item: undefined,
};

test('a fix that only Ubuntu Pro has is told as such, and is no plain fix', () => {
  const fixElsewhere = { channel: 'Ubuntu:Pro:18.04', version: '1.2+esm1' };
  assert.match(lineOf({ fixElsewhere }), /fix available in Ubuntu Pro: 1\.2\+esm1/);
  assert.match(lineOf({}), /no fix/);
  assert.match(lineOf({ fixedIn: '1.3' }), /fixed 1\.3/);
});

test('the upstream version that brought it stands in place of all earlier ones, and says so', () => {
  assert.match(lineOf({ introduced: '0' }), /all earlier$/);
  assert.match(lineOf({ introduced: '0', upstreamIntroduced: '2.0' }), /since 2\.0 upstream$/);
});

function lineOf(more: Partial<Finding>): string {
  const finding: Finding = {
    id: 'CVE-2024-1',
    ids: ['CVE-2024-1'],
    vendorIds: [],
    package: 0,
    class: 'vulnerability',
    status: 'affected',
    severity: 'high',
    ratings: [],
    confidence: 'exact',
    matches: [],
    ...more,
  };
  const view = { layers: [], findingsShown: 5, isCut: false };
  const painter = createPainter({ hasColour: false, hasLinks: false, columns: Infinity });
  const [, line = ''] = packageLines(
    { found: FOUND, findings: [finding], places: 1 },
    view,
    painter,
  );
  return line;
}
