import { writeOpenVex } from '../../vex/index.ts';
import { analyzeReference } from '../analysis.ts';
import { complain } from '../complain.ts';
import { deliver } from '../deliver.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import type { VexCommandOptions } from '../options/command-options.ts';
import { vexTargetOf } from '../with-vex.ts';
import type { World } from '../world.ts';

/** `drydock vex IMAGE`: what was found, as a document in which a person says what of it counts. */
export async function vex(
  image: string,
  options: VexCommandOptions,
  world: World,
): Promise<ExitCode> {
  const analyzed = await analyzeReference(image, options, world);
  if (!analyzed.ok) return complain(analyzed.error, world);
  const { report } = analyzed.value;
  const { author } = options;
  const text = writeOpenVex(report, vexTargetOf(report), { author, toolVersion: world.version });
  const delivered = await deliver(text, options.output, world);
  return delivered.ok ? EXIT.ok : complain(delivered.error, world);
}
