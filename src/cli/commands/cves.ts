import type { Report } from '../../report/index.ts';
import { writeReport } from '../../report/index.ts';
import type { Analyzed } from '../analysis.ts';
import { analyzeReference } from '../analysis.ts';
import { complain } from '../complain.ts';
import { deliver } from '../deliver.ts';
import type { ExitCode } from '../exit.ts';
import { filteredReport } from '../filtered-report.ts';
import { filterOf } from '../options/filter-options.ts';
import type { CvesOptions } from '../options/command-options.ts';
import { createPainter } from '../text/painter.ts';
import { printable } from '../text/printable.ts';
import { reportText } from '../text/report-text.ts';
import { verdictOf } from '../verdict.ts';
import type { World } from '../world.ts';

/** `drydock cves`: every finding, in the form asked for; the exit code is of the same findings. */
export async function cves(image: string, options: CvesOptions, world: World): Promise<ExitCode> {
  const analyzed = await analyzeReference(image, options, world);
  if (!analyzed.ok) return complain(analyzed.error, world);
  const report = filteredReport(analyzed.value.report, filterOf(options));
  const text =
    options.format === 'text'
      ? asText(report, analyzed.value, options, world)
      : writeReport(report, options.format, world.version);
  const delivered = await deliver(text, options.output, world);
  if (!delivered.ok) return complain(delivered.error, world);
  if (options.format !== 'text') await warnBeside(report, world);
  return verdictOf(report, options);
}

function asText(
  report: Report,
  { elapsed }: Analyzed,
  { all, showHidden, output }: CvesOptions,
  { clock, out }: World,
): string {
  const isWhole = all ?? (!out.isTerminal || output !== undefined);
  const painter =
    output === undefined
      ? out.painter
      : createPainter({ hasColour: false, hasLinks: false, columns: Infinity });
  const options = {
    now: clock.now(),
    elapsed,
    isWhole,
    showsHidden: showHidden ?? false,
    rows: out.rows,
  };
  return reportText(report, options, painter);
}

/** Formats for programs have no first line for it; a person who looks on is told all the same. */
async function warnBeside({ warnings }: Report, { err }: World): Promise<void> {
  for (const { message } of warnings) await err.write(`warning: ${printable(message)}\n`);
}
