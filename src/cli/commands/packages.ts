import type { Report } from '../../report/index.ts';
import { isWantedPackage, packagesToCsv, toJson } from '../../report/index.ts';
import { analyzeReference } from '../analysis.ts';
import { complain } from '../complain.ts';
import { deliver } from '../deliver.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { filterOf } from '../options/filter-options.ts';
import type { PackagesOptions } from '../options/command-options.ts';
import { leftoverLines, unknownLines } from '../text/contents-lines.ts';
import { packagesText } from '../text/packages-text.ts';
import type { Painter } from '../text/painter.ts';
import { type HeadTimes, imageLines } from '../text/report-head.ts';
import { sbomLines } from '../text/sbom-lines.ts';
import { secretLines } from '../text/secret-lines.ts';
import type { World } from '../world.ts';

/** `drydock packages`: what is inside, whether anything is known of it or not. */
export async function packages(
  image: string,
  options: PackagesOptions,
  world: World,
): Promise<ExitCode> {
  const analyzed = await analyzeReference(image, options, world);
  if (!analyzed.ok) return complain(analyzed.error, world);
  const { report, elapsed } = analyzed.value;
  const filter = filterOf(options);
  const wanted = report.packages.filter((found) => isWantedPackage(found, filter));
  const times = { now: world.clock.now(), elapsed };
  const shown: Report = { ...report, findings: [], packages: wanted };
  const text = {
    text: () => textOf(report, wanted, options, times, world.out.painter),
    json: () => toJson(shown),
    csv: () => packagesToCsv(shown),
  }[options.format]();
  const delivered = await deliver(text, options.output, world);
  if (!delivered.ok) return complain(delivered.error, world);
  return EXIT.ok;
}

function textOf(
  report: Report,
  wanted: Report['packages'],
  { unknown, leftovers, secrets, sboms, sbom }: PackagesOptions,
  times: HeadTimes,
  painter: Painter,
): string {
  const comparesSboms = sboms === true || sbom !== undefined;
  if (!unknown && !leftovers && !secrets && !comparesSboms)
    return packagesText(report, wanted, times, painter);
  const sections = [
    imageLines(report, times, painter),
    ...(unknown ? [unknownLines(report, painter)] : []),
    ...(leftovers ? [leftoverLines(report, painter)] : []),
    ...(secrets ? [secretLines(report, painter)] : []),
    ...(comparesSboms ? [sbomLines(report, painter)] : []),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
