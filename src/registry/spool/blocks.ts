/** Bytes of one write. */
export const BLOCK_BYTES: number = 512 * 1024;
/** What an upload may always have: one that is filled and one that is written. */
const SURE = 2;
/** What one may have while others leave room: fewer turns between the threads. */
const MOST = 16;
/** Of all uploads together, beyond what is sure: 64 MiB. */
const TOGETHER = 128;

/** Memory between the threads, used again and again: fresh memory costs more than the copying. */
export interface Blocks {
  /** A block for an upload that waits for `waiting` of them; `undefined` when it has enough. */
  take(waiting: number): SharedArrayBuffer | undefined;
  give(block: SharedArrayBuffer): void;
}

export function sharedBlocks(): Blocks {
  const free: SharedArrayBuffer[] = [];
  let taken = 0;
  return {
    take(waiting) {
      if (waiting >= SURE && (waiting >= MOST || taken >= TOGETHER)) return undefined;
      taken += 1;
      return free.pop() ?? new SharedArrayBuffer(BLOCK_BYTES);
    },
    give(block) {
      taken -= 1;
      if (free.length < TOGETHER) free.push(block);
    },
  };
}
