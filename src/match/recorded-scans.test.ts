import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AdvisorySnapshot, Finding, Inventory } from '../model/index.ts';
import { matchInventory } from './match-inventory.ts';
import { recordedSnapshot } from './recorded-advisories.contract.ts';
import {
  CLOSED,
  type ExpectedFinding,
  SCANS,
  inventoryOf,
  readScan,
  recordedScans,
  skipWithout,
} from './recorded-scans.contract.ts';

/** Where the record is one scanner's policy: `scan package id field` -> what we say, and why. */
const EXPLAINED: Readonly<Record<string, readonly [ours: string, because: string]>> = {
  'mix.lock phoenix CVE-2022-42975 fixed': [
    '',
    'affects <= 1.6.14 and calls 1.6.14 patched: we name no fix that is affected',
  ],
  'mix.lock phoenix CVE-2022-42975 status': ['affected', 'as above'],
  'npm-ubuntu-severity jquery CVE-2019-11358 severity': [
    'medium',
    "a flag of that run preferred Ubuntu's word on a package of npm",
  ],
  'ubuntu-gp2-x86-vm bash CVE-2022-3715 severity': [
    'medium',
    "their fixture does not say that the table is Ubuntu's, whose own rating is medium",
  ],
};

test(
  'recorded scans: nothing is missing, and in the closed ones nothing is extra',
  { skip: skipWithout(SCANS) },
  (t) => {
    const snapshot = recordedSnapshot();
    const unexplained: string[] = [];
    const used = new Set<string>();
    let found = 0;
    for (const name of recordedScans()) {
      const scan = readScan(name);
      const inventory = inventoryOf(scan);
      const expected = scan.results.flatMap((result) => result.expected);
      const rows = rowsOf(inventory, snapshot);
      for (const one of expected) {
        const row = rows.get(`${one.package} ${one.installed} ${one.id}`);
        if (!row) {
          unexplained.push(`${name}: missing ${one.id} on ${one.package} ${one.installed}`);
          continue;
        }
        found++;
        for (const [field, ours, theirs] of differences(row, one)) {
          const key = `${name} ${one.package} ${one.id} ${field}`;
          used.add(key);
          if (EXPLAINED[key]?.[0] !== ours) {
            unexplained.push(`${key}: "${ours}" instead of "${theirs}"`);
          }
        }
      }
      if (!CLOSED.has(name)) continue;
      const known = new Set(expected.map((one) => `${one.package} ${one.installed} ${one.id}`));
      for (const key of rows.keys()) if (!known.has(key)) unexplained.push(`${name}: extra ${key}`);
    }
    assert.deepEqual(unexplained, []);
    assert.deepEqual([...used].toSorted(), Object.keys(EXPLAINED).toSorted());
    t.diagnostic(
      `${found} recorded findings in ${recordedScans().length} scans, ${used.size} explained`,
    );
  },
);

function rowsOf(inventory: Inventory, snapshot: AdvisorySnapshot): Map<string, Finding> {
  const { findings, diagnostics } = matchInventory(inventory, snapshot);
  assert.deepEqual(diagnostics, []);
  return new Map(
    findings.map((finding) => {
      const found = inventory.packages[finding.package]?.package;
      return [`${found?.name} ${found?.version} ${finding.id}`, finding];
    }),
  );
}

/** A library's record lists every patched version; ours is the one that helps. */
function differences(
  finding: Finding,
  expected: ExpectedFinding,
): (readonly [field: string, ours: string, theirs: string])[] {
  const status = expected.status === 'fixed' ? 'fix_available' : expected.status;
  const fixes = (expected.fixed ?? '').split(',').map((text) => text.replace(/^[<>= ]+/, ''));
  const ours = finding.fixedIn ?? '';
  const severity = expected.severity.toLowerCase();
  return (
    [
      ['status', finding.status, status],
      ['fixed', ours, fixes.includes(ours) ? ours : fixes.join(', ')],
      ['severity', finding.severity, severity],
      ['vendorIds', finding.vendorIds.join(), expected.vendorIds?.join() ?? ''],
    ] as const
  ).filter(([, mine, theirs]) => mine !== theirs);
}
