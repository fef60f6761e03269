import { toCyclonedx, toSpdx } from '../../report/index.ts';
import { analyzeReference } from '../analysis.ts';
import { complain } from '../complain.ts';
import { deliver } from '../deliver.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import type { SbomCommandOptions } from '../options/command-options.ts';
import type { World } from '../world.ts';

/** `drydock sbom`: the inventory as a bill of materials, without findings. */
export async function sbom(
  image: string,
  options: SbomCommandOptions,
  world: World,
): Promise<ExitCode> {
  const analyzed = await analyzeReference(image, { ...options, offline: true }, world);
  if (!analyzed.ok) return complain(analyzed.error, world);
  const { report } = analyzed.value;
  const text =
    options.format === 'spdx'
      ? toSpdx(report, world.version)
      : toCyclonedx(report, { withVulnerabilities: false, toolVersion: world.version });
  const delivered = await deliver(text, options.output, world);
  if (!delivered.ok) return complain(delivered.error, world);
  return EXIT.ok;
}
