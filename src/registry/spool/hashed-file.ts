import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import type { Algorithm } from './messages.ts';

const BLOCK = 1024 * 1024;

/** A file that grows at its end while its digest is made. Blocks: for a thread of its own. */
export class HashedFile {
  readonly #fd: number;
  readonly #algorithm: Algorithm;
  readonly #hash: Hash;
  #size = 0;

  /** What is in the file already is read and counts. */
  constructor(path: string, algorithm: Algorithm) {
    this.#fd = openSync(path, 'a+', 0o600);
    this.#algorithm = algorithm;
    this.#hash = createHash(algorithm);
    this.#size = this.#readInto(this.#hash, fstatSync(this.#fd).size);
  }

  get size(): number {
    return this.#size;
  }

  append(bytes: Uint8Array): void {
    for (let written = 0; written < bytes.length;) {
      written += writeSync(this.#fd, bytes, written, bytes.length - written);
    }
    this.#hash.update(bytes);
    this.#size += bytes.length;
  }

  /** Of all bytes so far, in hex. Another algorithm than the file was opened with reads it again. */
  digest(algorithm: Algorithm): string {
    if (algorithm === this.#algorithm) return this.#hash.copy().digest('hex');
    const hash = createHash(algorithm);
    this.#readInto(hash, this.#size);
    return hash.digest('hex');
  }

  close(): void {
    closeSync(this.#fd);
  }

  #readInto(hash: Hash, size: number): number {
    const block = Buffer.allocUnsafe(Math.min(BLOCK, Math.max(size, 1)));
    for (let at = 0; at < size;) {
      const read = readSync(this.#fd, block, 0, Math.min(block.length, size - at), at);
      if (read === 0) throw new Error(`the spool ended at ${at} of ${size} bytes`);
      hash.update(block.subarray(0, read));
      at += read;
    }
    return size;
  }
}
