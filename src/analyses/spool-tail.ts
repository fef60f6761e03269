import { read } from 'node:fs';
import { promisify } from 'node:util';
import { FailureError, failure } from '../base/index.ts';

const readFile = promisify(read);

const CHUNK = 256 * 1024;

/**
 * The bytes of a file that grows, as they come. It is open already, so that it can be read on after it
 * was renamed or removed; whoever opened it closes it once this is closed. The writer notices nothing.
 */
export class SpoolTail {
  readonly #file: number;
  #isClosed = false;
  #reading: Promise<unknown> = Promise.resolve();
  #written = 0;
  #state: 'growing' | 'whole' | 'broken' = 'growing';
  #grown = Promise.withResolvers<void>();

  constructor(file: number) {
    this.#file = file;
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
    const buffer = new Uint8Array(bytes);
    return buffer.subarray(0, await this.#read(buffer, 0));
  }

  /** From the start, each time; what is given is good until the next is asked for. */
  async *bytes(): AsyncGenerator<Uint8Array> {
    const buffer = Buffer.allocUnsafeSlow(CHUNK);
    for (let at = 0; ;) {
      while (at >= this.#written && this.#state === 'growing') await this.#grown.promise;
      if (this.#state === 'broken') throw new FailureError(GIVEN_UP);
      if (at >= this.#written) return;
      const wanted = buffer.subarray(0, Math.min(CHUNK, this.#written - at));
      const length = await this.#read(wanted, at);
      if (length === 0) throw new FailureError(SHORT);
      at += length;
      yield buffer.subarray(0, length);
    }
  }

  /** Nothing reads the file any more when this resolves. */
  async close(): Promise<void> {
    this.end('broken');
    this.#isClosed = true;
    await this.#reading;
  }

  /** Closing waits for it: the number of the file may be another's right after. */
  async #read(buffer: Uint8Array, position: number): Promise<number> {
    if (this.#isClosed) throw new FailureError(GIVEN_UP);
    const reading = readFile(this.#file, buffer, 0, buffer.length, position);
    this.#reading = reading.catch(() => undefined);
    const { bytesRead } = await reading;
    return bytesRead;
  }

  #wake(): void {
    const { resolve } = this.#grown;
    this.#grown = Promise.withResolvers();
    resolve();
  }
}

const GIVEN_UP = failure('spool.abandoned', 'the upload was given up');
const SHORT = failure('spool.short', 'the spool file is shorter than what was written to it');
