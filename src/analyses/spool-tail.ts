import { type FileHandle, open } from 'node:fs/promises';
import { FailureError, failure } from '../base/index.ts';

const CHUNK = 256 * 1024;

/**
 * The bytes of a file that grows, as they come. It was opened at the beginning, so that it can be
 * read on after it was renamed or removed. Neither the writer nor its file notices.
 */
export class SpoolTail {
  readonly #path: string;
  #handle: Promise<FileHandle> | undefined;
  #written = 0;
  #state: 'growing' | 'whole' | 'broken' = 'growing';
  #grown = Promise.withResolvers<void>();

  constructor(path: string) {
    this.#path = path;
  }

  /** So many bytes are there. */
  grew(bytes: number): void {
    this.#written = Math.max(this.#written, bytes);
    this.#wake();
  }

  /** No more come: what is there is all, or is given up. */
  end(state: 'whole' | 'broken'): void {
    this.#state = state;
    this.#wake();
  }

  get written(): number {
    return this.#written;
  }

  /** The first bytes, once so many are there. */
  async head(bytes: number): Promise<Uint8Array> {
    while (this.#written < bytes && this.#state === 'growing') await this.#grown.promise;
    const handle = await this.#open();
    const { buffer, bytesRead } = await handle.read(new Uint8Array(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  }

  /** From the start, each time. */
  async *bytes(): AsyncGenerator<Uint8Array> {
    const handle = await this.#open();
    for (let at = 0; ;) {
      while (at >= this.#written && this.#state === 'growing') await this.#grown.promise;
      if (this.#state === 'broken') throw new FailureError(GIVEN_UP);
      if (at >= this.#written) return;
      const length = Math.min(CHUNK, this.#written - at);
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, at);
      if (bytesRead === 0) throw new FailureError(SHORT);
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  async close(): Promise<void> {
    this.end('broken');
    const handle = await this.#handle?.catch(() => undefined);
    await handle?.close();
  }

  #open(): Promise<FileHandle> {
    this.#handle ??= open(this.#path, 'r');
    return this.#handle;
  }

  #wake(): void {
    const { resolve } = this.#grown;
    this.#grown = Promise.withResolvers();
    resolve();
  }
}

const GIVEN_UP = failure('spool.abandoned', 'the upload was given up');
const SHORT = failure('spool.short', 'the spool file is shorter than what was written to it');
