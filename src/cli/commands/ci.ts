import type { Failure, Result } from '../../base/index.ts';
import { failure, ok } from '../../base/index.ts';
import type { Finding } from '../../model/index.ts';
import type { Comparison, Report } from '../../report/index.ts';
import {
  compareReports,
  comparisonMarkdown,
  overThreshold,
  visibleFindings,
  writeReport,
} from '../../report/index.ts';
import type { Analyzed } from '../analysis.ts';
import { analyzeReference } from '../analysis.ts';
import { complain } from '../complain.ts';
import { appendTo, deliver } from '../deliver.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import type { CiOptions } from '../options/command-options.ts';
import { githubAnnotations } from '../pipeline/annotations.ts';
import { placeOf } from '../pipeline/place.ts';
import { comparisonText } from '../text/comparison-text.ts';
import { quickText } from '../text/report-text.ts';
import { verdictOf } from '../verdict.ts';
import type { World } from '../world.ts';

/** What GitLab's documentation calls the file. */
const GITLAB_FILE = 'gl-container-scanning-report.json';

/** GitHub takes 1 MiB of a step. */
const SUMMARY_CHARACTERS = 250_000;

/**
 * `drydock ci IMAGE`: what a pipeline wants in one command. The text goes to the log; annotations, a summary and
 * report files to where GitHub or GitLab look for them; the exit code is of the thresholds.
 */
export async function ci(image: string, options: CiOptions, world: World): Promise<ExitCode> {
  const { always, fresh } = thresholdsOf(options);
  if (fresh.length > 0 && options.base === undefined) {
    const message = `--fail-on new-${fresh[0] ?? ''} needs --base: the image to compare with`;
    return complain(failure('cli.ci.no-base', message), world);
  }
  const read = await readBoth(image, options, world);
  if (!read.ok) return complain(read.error, world);
  const { report } = read.value.after;
  const opened = read.value.comparison?.opened ?? [];
  const failing = new Set<Finding>([
    ...overThreshold(report, always),
    ...overThreshold({ findings: opened.map(({ finding }) => finding) }, fresh),
  ]);
  await world.out.write(textOf(read.value, world));
  const told = await tell(read.value, failing, options, world);
  if (!told.ok) return complain(told.error, world);
  const isStrict = options.strict ?? false;
  return failing.size > 0 ? EXIT.overThreshold : verdictOf(report, { strict: isStrict });
}

function thresholdsOf({ failOn, base }: CiOptions): Required<CiOptions>['failOn'] {
  if (failOn) return failOn;
  const usual = ['critical', 'kev', 'malware'] as const;
  return base === undefined ? { always: usual, fresh: [] } : { always: [], fresh: usual };
}

interface Both {
  readonly after: Analyzed;
  readonly before?: Report;
  readonly comparison?: Comparison;
}

async function readBoth(
  image: string,
  options: CiOptions,
  world: World,
): Promise<Result<Both, Failure>> {
  const after = await analyzeReference(image, options, world);
  if (!after.ok || options.base === undefined) return after.ok ? ok({ after: after.value }) : after;
  const base = await analyzeReference(options.base, options, world);
  if (!base.ok) return base;
  const before = base.value.report;
  const comparison = compareReports(before, after.value.report);
  return ok({ after: after.value, before, comparison });
}

function textOf({ after, before, comparison }: Both, { clock, out }: World): string {
  const { report, elapsed } = after;
  return before && comparison
    ? comparisonText(before, report, comparison, out.painter)
    : quickText(report, { now: clock.now(), elapsed }, out.painter);
}

/** To where the pipeline looks for it. */
async function tell(
  both: Both,
  failing: ReadonlySet<Finding>,
  options: CiOptions,
  world: World,
): Promise<Result<undefined, Failure>> {
  const { report } = both.after;
  const place = placeOf(world);
  const files = {
    sarif: options.sarif,
    gitlab: options.gitlab ?? (place.kind === 'gitlab' ? GITLAB_FILE : undefined),
  };
  for (const format of ['sarif', 'gitlab'] as const) {
    const file = files[format];
    if (file === undefined) continue;
    const written = await deliver(writeReport(report, format, world.version), file, world);
    if (!written.ok) return written;
  }
  if (place.kind !== 'github') return ok(undefined);
  const findings = both.comparison?.opened ?? visibleFindings(report);
  for (const line of githubAnnotations(findings, failing)) await world.out.write(`${line}\n`);
  return place.summaryFile === undefined
    ? ok(undefined)
    : appendTo(place.summaryFile, clipped(summaryOf(both, world)));
}

function summaryOf({ after, before, comparison }: Both, { version }: World): string {
  return before && comparison
    ? comparisonMarkdown(before, after.report, comparison)
    : writeReport(after.report, 'markdown', version);
}

function clipped(markdown: string): string {
  if (markdown.length <= SUMMARY_CHARACTERS) return markdown;
  const end = markdown.lastIndexOf('\n', SUMMARY_CHARACTERS);
  return `${markdown.slice(0, end)}\n\nCut here: the log of the step has all.\n`;
}
