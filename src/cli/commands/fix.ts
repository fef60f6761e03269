import { readFile } from 'node:fs/promises';
import { upgradesOf } from '../../analyzer/index.ts';
import { type Failure, type Result, err, failure, ok } from '../../base/index.ts';
import { type PackageUpgrade, dockerfileLine } from '../../recommend/index.ts';
import type { Report } from '../../report/index.ts';
import { analyzeReference } from '../analysis.ts';
import { complain } from '../complain.ts';
import { deliver } from '../deliver.ts';
import {
  type DockerfileFix,
  type VersionFix,
  dockerfileEdits,
} from '../dockerfile/dockerfile-edits.ts';
import { applyEdits, unifiedDiff } from '../dockerfile/unified-diff.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { systemReasonOf } from '../failure-of-system.ts';
import type { FixOptions } from '../options/command-options.ts';
import { printable } from '../text/printable.ts';
import type { World } from '../world.ts';

/** A Dockerfile that people write has some hundred lines. */
const MOST_BYTES = 256 * 1024;

/** `drydock fix IMAGE --dockerfile FILE`: a patch of it; the file is not touched unasked. */
export async function fix(image: string, options: FixOptions, world: World): Promise<ExitCode> {
  const text = await readDockerfile(options.dockerfile);
  if (!text.ok) return complain(text.error, world);
  const base = baseOf(options.to);
  if (!base.ok) return complain(base.error, world);
  const analyzed = await analyzeReference(image, options, world);
  if (!analyzed.ok) return complain(analyzed.error, world);
  const { edits, notes } = dockerfileEdits(
    text.value,
    fixOf(analyzed.value.report, base.value, options),
  );
  for (const note of notes) await world.err.write(`${options.dockerfile}: ${printable(note)}\n`);
  if (edits.length === 0) {
    await world.err.write(`${options.dockerfile}: nothing to change there\n`);
    return EXIT.ok;
  }
  const delivered = options.write
    ? await deliver(applyEdits(text.value, edits), options.dockerfile, world)
    : await deliver(unifiedDiff(options.dockerfile, text.value, edits), options.output, world);
  return delivered.ok ? EXIT.ok : complain(delivered.error, world);
}

function fixOf(report: Report, base: string | undefined, { breaking }: FixOptions): DockerfileFix {
  const [system] = report.steps.flatMap((step) => dockerfileLine(step) ?? []);
  return {
    ...(base !== undefined && { base }),
    ...(system !== undefined && { system }),
    versions: upgradesOf(report).flatMap((upgrade) => versionOf(upgrade, breaking === true)),
  };
}

/** The careful version, where there is one and no other is asked for. */
function versionOf(
  { ecosystem, name, from, lowest, compatible }: PackageUpgrade,
  isBreaking: boolean,
): VersionFix[] {
  const target = isBreaking || !lowest.isBreaking ? lowest : compatible;
  return target ? [{ ecosystem, name, from, to: target.version }] : [];
}

/** As a Dockerfile may name it. */
function baseOf(to: string | undefined): Result<string | undefined, Failure> {
  const reference = to?.replace(/^registry:\/\//, '');
  if (reference === undefined || /^[a-z0-9][\w.:/@-]*$/.test(reference)) return ok(reference);
  const message = `${to} is no image of a registry: a Dockerfile can name no other`;
  return err(failure('cli.base.no-reference', message));
}

async function readDockerfile(path: string): Promise<Result<string, Failure>> {
  try {
    const bytes = await readFile(path);
    if (bytes.length <= MOST_BYTES) return ok(bytes.toString());
    return err(failure('cli.input', `${path} has over ${MOST_BYTES} bytes: it is no Dockerfile`));
  } catch (error) {
    const why = systemReasonOf(error) ?? String(error);
    return err(failure('cli.input', `cannot read ${path}: ${why}`));
  }
}
