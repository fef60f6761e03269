import type { Report } from '../report/index.ts';
import { overThreshold } from '../report/index.ts';
import type { ExitCode } from './exit.ts';
import { EXIT } from './exit.ts';
import type { VerdictOptions } from './options/filter-options.ts';

/** The exit code that a report calls for. What is over the threshold weighs more than what is missing. */
export function verdictOf(report: Report, { failOn = [], strict }: VerdictOptions): ExitCode {
  if (overThreshold(report, failOn).length > 0) return EXIT.overThreshold;
  const isIncomplete =
    report.state === 'complete_with_gaps' || report.state === 'no_advisory_coverage';
  return strict && isIncomplete ? EXIT.incomplete : EXIT.ok;
}
