import { explain as explainId, explanationJson } from '../../analyzer/index.ts';
import { analyzeReference } from '../analysis.ts';
import { complain } from '../complain.ts';
import { deliver } from '../deliver.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import type { ExplainOptions } from '../options/command-options.ts';
import { explanationText } from '../text/explanation-text.ts';
import type { World } from '../world.ts';

/** `drydock explain IMAGE ID`: why it is reported, or exactly why it is not. */
export async function explain(
  image: string,
  id: string,
  options: ExplainOptions,
  world: World,
): Promise<ExitCode> {
  const analyzed = await analyzeReference(image, options, world);
  if (!analyzed.ok) return complain(analyzed.error, world);
  const { report, inventory, snapshot } = analyzed.value;
  const explanation = explainId(id, inventory, report.findings, snapshot);
  const text =
    options.format === 'json'
      ? explanationJson(explanation, report)
      : explanationText(explanation, { report, snapshot }, world.out.painter);
  const delivered = await deliver(text, options.output, world);
  if (!delivered.ok) return complain(delivered.error, world);
  return EXIT.ok;
}
