import { writeFile } from 'node:fs/promises';
import type { World } from './world.ts';

/** Writes a result to where the person wants it: a file, or standard output. */
export async function deliver(text: string, file: string | undefined, world: World): Promise<void> {
  if (file === undefined) return world.out.write(text);
  await writeFile(file, text);
  await world.err.write(`wrote ${file}\n`);
}
