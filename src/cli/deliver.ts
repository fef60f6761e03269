import { writeFile } from 'node:fs/promises';
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
  try {
    await writeFile(file, text);
  } catch (error) {
    const why = systemReasonOf(error) ?? String(error);
    return err(failure('cli.output.unwritable', `cannot write ${file}: ${why}`));
  }
  await world.err.write(`wrote ${file}\n`);
  return ok(undefined);
}
