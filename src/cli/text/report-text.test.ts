import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, InventoryPackage } from '../../model/index.ts';
import { parseDigest } from '../../model/index.ts';
import type { Report } from '../../report/index.ts';
import { makeReport } from '../../report/index.ts';
import { createPainter } from './painter.ts';
import { reportText } from './report-text.ts';

const PAINTER = createPainter({ hasColour: false, hasLinks: false, columns: 100 });

test('on a terminal the list is cut so that the head stays in sight, and says what is left', () => {
  const report = reportOf(50);
  for (const rows of [24, 40, 80]) {
    const lines = textOf(report, { rows, isWhole: false }).split('\n');
    assert.ok(lines.length <= rows, `${lines.length} lines on ${rows}`);
    assert.ok(lines.length >= rows - 4, `${lines.length} lines leave ${rows} empty`);
    const shown = lines.filter((line) => /library-\d+ 1\.0/.test(line)).length;
    assert.ok(lines.includes(`and ${50 - shown} more packages: --all`), lines.join('\n'));
  }
  assert.match(textOf(report, { rows: 3, isWhole: false }), /library-0 1\.0/, 'one in any case');
  assert.doesNotMatch(textOf(report, { rows: 24, isWhole: true }), /more packages/);
});

function textOf(report: Report, more: { rows: number; isWhole: boolean }): string {
  return reportText(report, { now: 0, elapsed: 0, showsHidden: false, ...more }, PAINTER);
}

function reportOf(packages: number): Report {
  const digest = parseDigest(`sha256:${'0'.repeat(64)}`);
  assert.ok(digest);
  const found = Array.from({ length: packages }, (_, at) => libraryNumber(at));
  return makeReport({
    image: { reference: 'app', kind: 'oci-layout', compressedSize: 1, size: 1, labels: {} },
    inventory: { layers: [], packages: found, facts: {}, diagnostics: [] },
    findings: found.map((_, at) => findingOn(at)),
    steps: [],
    coverage: {
      namespaces: [],
      uncovered: [],
      withoutFeed: 0,
      withoutAdvisories: [],
      unadvised: [],
      derived: [],
    },
    diagnostics: [],
    snapshot: { number: 1, digest, createdAt: '2026-01-01T00:00:00Z', isStarter: false },
    now: 0,
  });
}

function libraryNumber(at: number): InventoryPackage {
  return {
    package: {
      ecosystem: 'npm',
      name: `library-${at}`,
      version: '1.0',
      licenses: [],
      locations: [`app/node_modules/library-${at}/package.json`],
      evidence: 'metadata',
      confidence: 'exact',
      scope: 'runtime',
    },
    purl: undefined,
    foundBy: 'npm-package-json',
    introducedIn: 0,
    origin: 'unknown',
    item: undefined,
  };
}

function findingOn(at: number): Finding {
  return {
    id: `CVE-2024-${1000 + at}`,
    ids: [`CVE-2024-${1000 + at}`],
    vendorIds: [],
    package: at,
    class: 'vulnerability',
    status: 'affected',
    severity: 'high',
    ratings: [],
    confidence: 'exact',
    matches: [],
  };
}
