import type { Clock } from '../base/index.ts';
import { matchInventory } from '../match/index.ts';
import type { AdvisorySnapshot, Inventory } from '../model/index.ts';
import { fixSteps } from '../recommend/index.ts';
import { type Report, type ReportImage, makeReport } from '../report/index.ts';

/** What is known of an inventory by a snapshot. */
export function reportOf(
  inventory: Inventory,
  image: ReportImage,
  snapshot: AdvisorySnapshot,
  clock: Clock,
): Report {
  const { findings, coverage, diagnostics } = matchInventory(inventory, snapshot);
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
