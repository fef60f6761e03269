import type { ReportView } from '../../analyses/index.ts';
import type { FixStep } from '../contract/operations.ts';
import { severityCounts } from './present.ts';

/** Of packages that one step changes; a distribution's step can change hundreds, and its command names all. */
const MOST_CHANGES = 20;

/** One thing to do, and what it removes. */
export function fixStepRow({
  ecosystem,
  changes,
  command,
  place,
  isBreaking,
  fixes,
  exploited,
}: ReportView['steps'][number]): FixStep {
  return {
    type: ecosystem,
    changes: changes.slice(0, MOST_CHANGES),
    changeCount: changes.length,
    ...(command !== undefined && { command }),
    ...(place !== undefined && { place }),
    isBreaking,
    counts: severityCounts(fixes),
    vulnerabilities: Object.values(fixes).reduce((sum, count) => sum + count, 0),
    exploited,
  };
}
