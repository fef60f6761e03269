import { compareReports, comparisonJson } from '../../report/index.ts';
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
  const text =
    options.format === 'json'
      ? comparisonJson(a, b, comparison)
      : comparisonText(a, b, comparison, world.out.painter);
  const delivered = await deliver(text, options.output, world);
  if (!delivered.ok) return complain(delivered.error, world);
  const isNew = options.failOnNew === true && comparison.opened.length > 0;
  return isNew ? EXIT.overThreshold : EXIT.ok;
}
