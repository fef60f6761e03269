import { appendFile, writeFile } from 'node:fs/promises';
import type { Failure, Result } from '../base/index.ts';
import { err, failure, ok } from '../base/index.ts';
import { systemReasonOf } from './failure-of-system.ts';
import type { World } from './world.ts';

/** Writes a result to where the person wants it: a file, or standard output. */
export async function deliver(
  text: string,
  file: string | undefined,
  world: World,
): Promise<Result<undefined, Failure>> {
  if (file === undefined) {
    await world.out.write(text);
    return ok(undefined);
  }
  const written = await attempt(file, () => writeFile(file, text));
  if (written.ok) await world.err.write(`wrote ${file}\n`);
  return written;
}

/** Adds to a file that others write to as well. */
export function appendTo(file: string, text: string): Promise<Result<undefined, Failure>> {
  return attempt(file, () => appendFile(file, text));
}

async function attempt(
  file: string,
  write: () => Promise<void>,
): Promise<Result<undefined, Failure>> {
  try {
    await write();
    return ok(undefined);
  } catch (error) {
    const why = systemReasonOf(error) ?? String(error);
    return err(failure('cli.output.unwritable', `cannot write ${file}: ${why}`));
  }
}
