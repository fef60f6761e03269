import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Bytes of paths in one block: what is held uncompressed at a time. */
const BLOCK = 1 << 20;
/** What one block may inflate to: its last line, a link with its target, may reach over its end. */
const MAX_BLOCK = 2 * BLOCK;
const FIRST_BLOCK = 16 * 1024;
/** A UTF-16 unit takes that much of UTF-8. */
const MAX_UNIT = 3;
const LEVEL = 1;

/**
 * Millions of paths in little memory: UTF-8, each ended by NUL, in blocks of
 * `{bytes of deflated block: uint32 LE, deflated block}`.
 */
export class PathListWriter {
  #block: Buffer = Buffer.allocUnsafe(FIRST_BLOCK);
  #used = 0;
  readonly #done: Uint8Array[] = [];

  /** A path longer than a tar may write it, or with a NUL, is a bug of the caller. */
  add(path: string): void {
    const needed = this.#used + path.length * MAX_UNIT + 1;
    if (needed > this.#block.length) this.#grow(needed);
    this.#used += this.#block.write(path, this.#used);
    this.#block[this.#used++] = 0;
    if (this.#used >= BLOCK) this.#flush();
  }

  finish(): Uint8Array {
    this.#flush();
    return Buffer.concat(this.#done);
  }

  #grow(needed: number): void {
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#block.length));
    this.#block.copy(larger, 0, 0, this.#used);
    this.#block = larger;
  }

  #flush(): void {
    if (this.#used === 0) return;
    const deflated = deflateRawSync(this.#block.subarray(0, this.#used), { level: LEVEL });
    const length = Buffer.alloc(4);
    length.writeUInt32LE(deflated.length);
    this.#done.push(length, deflated);
    this.#used = 0;
  }
}

/** The paths of a list, one block in memory at a time. */
export function* readPathList(list: Uint8Array): Generator<string> {
  const view = new DataView(list.buffer, list.byteOffset, list.length);
  for (let offset = 0; offset < list.length;) {
    const length = view.getUint32(offset, true);
    const deflated = list.subarray(offset + 4, offset + 4 + length);
    const block = inflateRawSync(deflated, { maxOutputLength: MAX_BLOCK });
    yield* block.toString().split('\0').slice(0, -1);
    offset += 4 + length;
  }
}
