import {
  compareReports,
  comparisonJson,
  comparisonMarkdown,
  overThreshold,
} from '../../report/index.ts';
import { analyzeReference } from '../analysis.ts';
import { complain } from '../complain.ts';
import { deliver } from '../deliver.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import type { CompareOptions } from '../options/command-options.ts';
import { comparisonText } from '../text/comparison-text.ts';
import type { World } from '../world.ts';

/** `drydock compare A B`: what changed from one image to the other. */
export async function compare(
  before: string,
  after: string,
  options: CompareOptions,
  world: World,
): Promise<ExitCode> {
  const first = await analyzeReference(before, options, world);
  if (!first.ok) return complain(first.error, world);
  const second = await analyzeReference(after, options, world);
  if (!second.ok) return complain(second.error, world);
  const [a, b] = [first.value.report, second.value.report];
  const comparison = compareReports(a, b);
  const text = {
    text: () => comparisonText(a, b, comparison, world.out.painter),
    json: () => comparisonJson(a, b, comparison),
    markdown: () => comparisonMarkdown(a, b, comparison),
  }[options.format]();
  const delivered = await deliver(text, options.output, world);
  if (!delivered.ok) return complain(delivered.error, world);
  const opened = comparison.opened.map(({ finding }) => finding);
  const thresholds = options.failOnNew ? (['any'] as const) : (options.failOn ?? []);
  return overThreshold({ findings: opened }, thresholds).length > 0 ? EXIT.overThreshold : EXIT.ok;
}
