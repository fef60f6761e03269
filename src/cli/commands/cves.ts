import type { Report } from '../../report/index.ts';
import { writeReport } from '../../report/index.ts';
import type { Analyzed } from '../analysis.ts';
import { analyzeReference } from '../analysis.ts';
import { complain } from '../complain.ts';
import { deliver } from '../deliver.ts';
import type { ExitCode } from '../exit.ts';
import { failureOfCall } from '../server/connect.ts';
import type { NamedThere } from '../server/server-of.ts';
import { serverOf } from '../server/server-of.ts';
import { withSnapshotOf } from '../server/server-snapshot.ts';
import type { ServedReport } from './served-report.ts';
import { servedReport } from './served-report.ts';
import { failure } from '../../base/index.ts';
import { filteredReport } from '../filtered-report.ts';
import { filterOf } from '../options/filter-options.ts';
import type { CvesOptions } from '../options/command-options.ts';
import { createPainter } from '../text/painter.ts';
import { printable } from '../text/printable.ts';
import { reportText } from '../text/report-text.ts';
import { verdictOf } from '../verdict.ts';
import { withVex } from '../with-vex.ts';
import type { World } from '../world.ts';

/**
 * `drydock cves`: every finding, in the form asked for; the exit code is of the same findings. Of an image on
 * a server that one is signed in to, the server's report is shown, or with `--local` one that is made here
 * by the server's advisories. As of another day: here, by what is kept here.
 */
export async function cves(image: string, options: CvesOptions, world: World): Promise<ExitCode> {
  const isAlone = options.asOf !== undefined || (options.local && options.offline);
  const served = isAlone ? undefined : await serverOf(image, world);
  if (served && !served.ok) return complain(served.error, world);
  if (served && !options.local && !options.secrets) return showServed(served.value, options, world);
  const matching = served && withSnapshotOf(served.value.connection, world);
  const analyzed = await analyzeReference(image, options, world, matching);
  return analyzed.ok ? show(analyzed.value, options, world) : complain(analyzed.error, world);
}

async function showServed(
  { at, connection }: NamedThere,
  options: CvesOptions,
  world: World,
): Promise<ExitCode> {
  const started = world.clock.now();
  try {
    const read = await servedReport(connection, at, options, world);
    if (!read.ok) return await complain(read.error, world);
    const { text } = read.value;
    const report = await withVex(read.value.report, options);
    if (!report.ok) return await complain(report.error, world);
    const elapsed = world.clock.now() - started;
    return await show(
      { report: report.value, elapsed, ...(text !== undefined && { text }) },
      options,
      world,
    );
  } catch (error) {
    return complain(failureOfCall(error, connection.login), world);
  }
}

/** Of an analysis here, or of a server, which has written it in the form that was asked for. */
type Shown = Pick<Analyzed, 'report' | 'elapsed'> & Partial<ServedReport>;

async function show(shown: Shown, options: CvesOptions, world: World): Promise<ExitCode> {
  const filter = filterOf(options);
  const isFiltered = Object.keys(filter).length > 0 || options.vex !== undefined;
  if (isFiltered && shown.text !== undefined && UNFILTERED.has(options.format)) {
    const message = `the server writes ${options.format} of the whole report: leave filters and --vex out, or use --local`;
    return complain(failure('cli.filter.unserved', message), world);
  }
  const report = filteredReport(shown.report, filter);
  const served = isFiltered ? undefined : shown.text;
  const text =
    options.format === 'text'
      ? asText(report, shown, options, world)
      : (served ?? writeReport(report, options.format, world.version));
  const delivered = await deliver(text, options.output, world);
  if (!delivered.ok) return complain(delivered.error, world);
  if (options.format !== 'text') await warnBeside(report, world);
  return verdictOf(report, options);
}

/** Documents of what is inside need more than a report that was read. */
const UNFILTERED: ReadonlySet<string> = new Set(['cyclonedx', 'spdx']);

function asText(
  report: Report,
  { elapsed }: Shown,
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
