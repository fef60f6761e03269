import { analyzeReference } from '../analysis.ts';
import { complain } from '../complain.ts';
import type { ExitCode } from '../exit.ts';
import type { QuickviewOptions } from '../options/command-options.ts';
import { quickText } from '../text/report-text.ts';
import { verdictOf } from '../verdict.ts';
import type { World } from '../world.ts';

/** `drydock quickview`: the counts and what to do first. */
export async function quickview(
  image: string,
  options: QuickviewOptions,
  world: World,
): Promise<ExitCode> {
  const analyzed = await analyzeReference(image, options, world);
  if (!analyzed.ok) return complain(analyzed.error, world);
  const { report, elapsed } = analyzed.value;
  const times = { now: world.clock.now(), elapsed };
  await world.out.write(quickText(report, times, world.out.painter));
  return verdictOf(report, options);
}
