import { randomUUID } from 'node:crypto';
import { openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { FailureError, failure } from '../base/index.ts';
import type { Scratch } from '../catalog/index.ts';

/**
 * Opens a file without a name, for one worker to write what is too large to hold: its room is free
 * again when the last process that has it open ends, however that ends. `undefined` where the
 * folder takes none.
 */
export function openScratchFile(folder: string): number | undefined {
  const path = join(folder, `drydock-${randomUUID()}`);
  try {
    const descriptor = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
    return descriptor;
  } catch {
    // What would lie there is held in memory then: the result is the same.
    return undefined;
  }
}

/** What a worker makes of the descriptor that it inherits. */
export function scratchFile(descriptor: number): Scratch {
  return {
    write(bytes, at) {
      try {
        for (let done = 0; done < bytes.length;) {
          done += writeSync(descriptor, bytes, done, bytes.length - done, at + done);
        }
      } catch (error) {
        throw new FailureError(failure('analyzer.scratch.full', noRoom(error)));
      }
    },
    read(at, into) {
      for (let done = 0; done < into.length;) {
        const read = readSync(descriptor, into, done, into.length - done, at + done);
        if (read === 0) throw new Error(`the scratch file ends before byte ${at + into.length}`);
        done += read;
      }
    },
  };
}

function noRoom(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `a large file of the layer could not be put aside (${reason}): there must be room for it in the folder of temporary files (TMPDIR names another), at most scratchBytes for each worker`;
}
