import { exportSnapshot, importSnapshot, pullSnapshot, rollBack } from '../../advisories/index.ts';
import type { StoredSnapshot } from '../../advisories/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import { DEFAULT_LIMITS } from '../../base/index.ts';
import { openArtifact, parseReference } from '../../sources/index.ts';
import { complain } from '../complain.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { progressLine } from '../progress.ts';
import { registryOptions } from '../source-options.ts';
import { printable } from '../text/printable.ts';
import type { World } from '../world.ts';

/** `drydock db pull REF`: a snapshot that somebody published, only the shards that are not here. */
export async function pull(text: string, world: World): Promise<ExitCode> {
  const reference = parseReference(text.replace(/^oci:\/\//, ''));
  if (!reference.ok) return complain(reference.error, world);
  const artifact = await openArtifact(reference.value, registryOptions(world), DEFAULT_LIMITS);
  const line = progressLine(world.err);
  try {
    const pulled = await pullSnapshot(world.config.dataFolder, text, artifact, (done, total) =>
      line.show(`${text}: ${done} of ${total} shards`),
    );
    await line.end();
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
export async function importFrom(folder: string, world: World): Promise<ExitCode> {
  return tell('active', await importSnapshot(world.config.dataFolder, folder), world);
}

/** `drydock db rollback NUMBER`: an older snapshot under a new number. */
export async function rollback(number: number, world: World): Promise<ExitCode> {
  return tell('active', await rollBack(world.config.dataFolder, number), world);
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
