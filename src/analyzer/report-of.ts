import type { Clock } from '../base/index.ts';
import type { InventoryMatches } from '../match/index.ts';
import type { AdvisorySnapshot, Inventory } from '../model/index.ts';
import { fixSteps } from '../recommend/index.ts';
import { type Report, type ReportImage, makeReport } from '../report/index.ts';

/** What of a snapshot a report names, once its matches are known. */
export type SnapshotName = Pick<AdvisorySnapshot, 'number' | 'digest' | 'createdAt' | 'isStarter'>;

/** What is known of an inventory by a snapshot. */
export function reportOf(
  inventory: Inventory,
  image: ReportImage,
  snapshot: SnapshotName,
  matches: InventoryMatches,
  clock: Clock,
): Report {
  const { findings, coverage, diagnostics } = matches;
  return makeReport({
    image,
    inventory,
    findings,
    coverage,
    steps: fixSteps(inventory.packages, findings),
    diagnostics: [...inventory.diagnostics, ...diagnostics],
    snapshot,
    now: clock.now(),
  });
}
