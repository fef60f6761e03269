import { matchInventory } from '../../src/match/index.ts';
import { recordedSnapshot } from '../../src/match/recorded-advisories.contract.ts';
import {
  CLOSED,
  inventoryOf,
  readScan,
  recordedScans,
} from '../../src/match/recorded-scans.contract.ts';
import type { AdvisorySnapshot } from '../../src/model/index.ts';
import { type Score, scoreOf } from './scores.ts';

const SET = 'recorded scans';

/** Findings of 20 recorded scans: of the closed ones all that is said is known, of the others what must be. */
export function recordedScansScores(): readonly Score[] {
  const snapshot = recordedSnapshot();
  return recordedScans().map((name) => scanScore(name, snapshot));
}

function scanScore(name: string, snapshot: AdvisorySnapshot): Score {
  const scan = readScan(name);
  const inventory = inventoryOf(scan);
  const expected = scan.results.flatMap((result) =>
    result.expected.map((one) => `${name}: ${one.package} ${one.installed} ${one.id}`),
  );
  const wanted = new Set(expected);
  const found = matchInventory(inventory, snapshot)
    .findings.map(({ id, package: at }) => {
      const { name: own, version } = inventory.packages[at]?.package ?? {};
      return `${name}: ${own} ${version} ${id}`;
    })
    .filter((one) => CLOSED.has(name) || wanted.has(one));
  const { os, results } = scan;
  const group = os
    ? `${os.Family} ${os.Name.split(' ')[0] ?? ''}`.trim()
    : (results[0]?.type ?? name);
  return scoreOf(SET, group, expected, found);
}
