import type { ByteView } from './byte-view.ts';
import { byteViewOf } from './byte-view.ts';
import { storedView } from './stored-view.ts';

/** A file of one's own to write to and read from, wherever it lies. */
export interface Scratch {
  write(bytes: Uint8Array, at: number): void;
  /** Fills all of `into` with bytes that were written. */
  read(at: number, into: Uint8Array): void;
}

/** Takes bytes in their order, which are copied or written before `push` returns. */
export interface SpoolWriter {
  push(bytes: Uint8Array): void;
  /** All that came. */
  finish(): ByteView;
  /** Nobody looks at what was written any more: its room is used again. */
  release(): void;
}

interface Region {
  readonly start: number;
  /** Infinite while its writer does not know how much will come. */
  end: number;
}

/**
 * Room for files and archives that are too large to hold in memory while they are read: places in
 * a scratch file, each the lowest that is free. Without a scratch file they are held.
 */
export class Spool {
  readonly #scratch: Scratch | undefined;
  /** In the order of their places. */
  #regions: readonly Region[] = [];

  constructor(scratch?: Scratch) {
    this.#scratch = scratch;
  }

  /** @param size of what will come, if that is known; more is refused. */
  open(size: number = Infinity): SpoolWriter {
    return this.#scratch ? this.#write(this.#scratch, this.#take(size)) : held();
  }

  #write(scratch: Scratch, region: Region): SpoolWriter {
    const { start } = region;
    let at = start;
    return {
      push: (bytes) => {
        if (at + bytes.length > region.end) throw new Error('more was spooled than was announced');
        scratch.write(bytes, at);
        at += bytes.length;
      },
      finish: () => {
        region.end = at;
        const read = (offset: number, into: Uint8Array) => scratch.read(start + offset, into);
        return storedView({ length: at - start, read });
      },
      release: () => {
        this.#regions = this.#regions.filter((one) => one !== region);
      },
    };
  }

  #take(size: number): Region {
    let start = 0;
    let index = 0;
    for (const next of this.#regions) {
      if (next.start - start >= size) break;
      start = next.end;
      index += 1;
    }
    if (start === Infinity) throw new Error('two of unknown size at a time');
    const region = { start, end: start + size };
    this.#regions = this.#regions.toSpliced(index, 0, region);
    return region;
  }
}

function held(): SpoolWriter {
  const chunks: Uint8Array[] = [];
  return {
    push: (bytes) => chunks.push(new Uint8Array(bytes)),
    finish: () => byteViewOf(chunks),
    release: () => undefined,
  };
}
