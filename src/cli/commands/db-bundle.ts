import { exportSnapshot, importSnapshot, pullSnapshot, rollBack } from '../../advisories/index.ts';
import type { StoredSnapshot } from '../../advisories/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import { DEFAULT_LIMITS } from '../../base/index.ts';
import { openArtifact, parseReference } from '../../sources/index.ts';
import { complain } from '../complain.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { progressLine } from '../progress.ts';
import type { PullOptions } from '../options/command-options.ts';
import { registryOptions } from '../source-options.ts';
import { ageText } from '../text/amounts.ts';
import { printable } from '../text/printable.ts';
import type { World } from '../world.ts';

const OLD_MS = 2 * 86_400_000;

/** `drydock db pull REF`: a snapshot that somebody published, only the shards that are not here. */
export async function pull(text: string, options: PullOptions, world: World): Promise<ExitCode> {
  const reference = parseReference(text.replace(/^oci:\/\//, ''));
  if (!reference.ok) return complain(reference.error, world);
  const opened = await openArtifact(reference.value, registryOptions(world), DEFAULT_LIMITS);
  if (!opened.ok) return complain(opened.error, world);
  const artifact = opened.value;
  const line = progressLine(world.err);
  try {
    const pulled = await pullSnapshot(world.config.dataFolder, text, artifact, {
      clock: world.clock,
      digest: reference.value.digest,
      allowsOlder: options.allowOlder ?? false,
      onProgress: (done, total) => line.show(`${text}: ${done} of ${total} shards`),
    });
    await line.end();
    await warnOfAge(pulled, world);
    return await tell('active', pulled, world);
  } finally {
    artifact.close();
  }
}

/** `drydock db export FOLDER`: the active snapshot as an OCI layout, to publish or carry. */
export function exportTo(folder: string, world: World): Promise<ExitCode> {
  return tell(`written to ${folder}`, exportSnapshot(world.config.dataFolder, folder), world);
}

/** `drydock db import FOLDER`: takes over what `db export` wrote. */
export async function importFrom(
  folder: string,
  options: PullOptions,
  world: World,
): Promise<ExitCode> {
  const imported = await importSnapshot(world.config.dataFolder, folder, {
    clock: world.clock,
    allowsOlder: options.allowOlder ?? false,
  });
  await warnOfAge(imported, world);
  return tell('active', imported, world);
}

/** `drydock db rollback NUMBER`: an older snapshot under a new number. */
export async function rollback(number: number, world: World): Promise<ExitCode> {
  return tell('active', await rollBack(world.config.dataFolder, number), world);
}

/** What is published nightly, and is older than two nights, may be held back. */
async function warnOfAge(stored: Result<StoredSnapshot, Failure>, world: World): Promise<void> {
  if (!stored.ok) return;
  const { createdAt } = stored.value.manifest;
  const age = world.clock.now() - Date.parse(createdAt);
  if (age <= OLD_MS) return;
  await world.err.write(
    `warning: that snapshot is of ${printable(createdAt)}, ${ageText(age)} ago: ` +
      'what was published since is not in it\n',
  );
}

async function tell(
  what: string,
  stored: Result<StoredSnapshot, Failure>,
  world: World,
): Promise<ExitCode> {
  if (!stored.ok) return complain(stored.error, world);
  const { number, digest } = stored.value;
  await world.out.write(`snapshot #${number} ${digest} ${printable(what)}\n`);
  return EXIT.ok;
}
