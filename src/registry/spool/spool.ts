import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { Algorithm } from './messages.ts';
import { BLOCK_BYTES } from './blocks.ts';
import type { SpoolThread, ThreadedSpool } from './spool-thread.ts';

/** A local file that an upload grows in, with its digest made on the way. */
export interface Spool {
  readonly path: string;
  /** Bytes taken in, written or about to be. */
  readonly size: number;
  /** Takes bytes in. Of a promise, await it before the next: then memory stays bounded. */
  append(bytes: Uint8Array): Promise<void> | undefined;
  /** All that was taken in can be read from the file. */
  flush(): Promise<void>;
  /** Digest of all bytes, in hex. */
  digest(algorithm: Algorithm): Promise<string>;
  close(): Promise<void>;
}

/** Up to here an upload stays on the main thread: configs, small layers. 0.1 ms of hashing. */
const SMALL_BYTES = 128 * 1024;

/**
 * Opens the spool of an upload; what the file holds already counts. Small uploads are written here, large
 * ones by the thread.
 *
 * @param grew is told how many bytes are in the file.
 */
export async function openSpool(
  path: string,
  algorithm: Algorithm,
  thread: SpoolThread,
  grew: (bytes: number) => void,
): Promise<Spool> {
  const small = await SmallFile.open(path, algorithm);
  if (small.size <= SMALL_BYTES) return new GrowingSpool(small, thread, grew);
  const { size } = small;
  await small.close();
  return new GrowingSpool({ path, algorithm, size }, thread, grew);
}

/** A file of few bytes, and their digest so far. */
class SmallFile {
  readonly path: string;
  readonly algorithm: Algorithm;
  readonly #handle: FileHandle;
  readonly #hash: Hash;
  size: number;

  private constructor(path: string, algorithm: Algorithm, handle: FileHandle, size: number) {
    this.path = path;
    this.algorithm = algorithm;
    this.#handle = handle;
    this.#hash = createHash(algorithm);
    this.size = size;
  }

  static async open(path: string, algorithm: Algorithm): Promise<SmallFile> {
    const handle = await open(path, 'a+', 0o600);
    const { size } = await handle.stat();
    const file = new SmallFile(path, algorithm, handle, size);
    if (size > 0 && size <= SMALL_BYTES) {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(size), 0, size, 0);
      file.#hash.update(buffer.subarray(0, bytesRead));
    }
    return file;
  }

  async append(chunks: readonly Uint8Array[]): Promise<void> {
    for (const chunk of chunks) {
      this.#hash.update(chunk);
      this.size += chunk.length;
    }
    await this.#handle.appendFile(Buffer.concat(chunks));
  }

  async digest(algorithm: Algorithm): Promise<string> {
    if (algorithm === this.algorithm) return this.#hash.copy().digest('hex');
    const { buffer } = await this.#handle.read(Buffer.alloc(this.size), 0, this.size, 0);
    return createHash(algorithm).update(buffer).digest('hex');
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

interface LargeFile {
  readonly path: string;
  readonly algorithm: Algorithm;
  readonly size: number;
}

class GrowingSpool implements Spool {
  readonly path: string;
  size: number;
  readonly #algorithm: Algorithm;
  readonly #thread: SpoolThread;
  readonly #grew: (bytes: number) => void;
  #small: SmallFile | undefined;
  /** Taken in on the main thread and not written. */
  #chunks: Uint8Array[] = [];
  #threaded: Promise<ThreadedSpool> | undefined;
  /** The block that is filled, how far, and those that can be. */
  #block: SharedArrayBuffer | undefined;
  #filled = 0;
  readonly #writes: Promise<void>[] = [];
  /** The first write that failed: what comes after it is of no use. */
  #failure: Error | undefined;

  constructor(file: SmallFile | LargeFile, thread: SpoolThread, grew: (bytes: number) => void) {
    this.path = file.path;
    this.size = file.size;
    this.#algorithm = file.algorithm;
    this.#thread = thread;
    this.#grew = grew;
    this.#small = file instanceof SmallFile ? file : undefined;
  }

  append(bytes: Uint8Array): Promise<void> | undefined {
    this.size += bytes.length;
    if (this.#small) {
      this.#chunks.push(bytes);
      return this.size > SMALL_BYTES ? this.#grow() : undefined;
    }
    return this.#fill(bytes, 0);
  }

  async flush(): Promise<void> {
    if (this.#small) {
      const chunks = this.#chunks;
      this.#chunks = [];
      if (chunks.length === 0) return;
      await this.#small.append(chunks);
      this.#grew(this.#small.size);
      return;
    }
    this.#send();
    await Promise.all(this.#writes);
    if (this.#failure !== undefined) throw this.#failure;
  }

  async digest(algorithm: Algorithm): Promise<string> {
    await this.flush();
    if (this.#small) return await this.#small.digest(algorithm);
    return await (await this.#opened()).digest(algorithm);
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#writes);
    if (this.#block) this.#thread.blocks.give(this.#block);
    this.#block = undefined;
    if (this.#small) await this.#small.close();
    else await (await this.#threaded?.catch(() => undefined))?.close();
  }

  /** Over to the thread, which reads the few bytes that are there. */
  async #grow(): Promise<void> {
    const small = this.#small;
    const chunks = this.#chunks;
    this.#small = undefined;
    this.#chunks = [];
    await small?.close();
    for (const chunk of chunks) await this.#fill(chunk, 0);
  }

  #opened(): Promise<ThreadedSpool> {
    this.#threaded ??= this.#thread.open(this.path, this.#algorithm);
    return this.#threaded;
  }

  /** Copies into blocks; waits only when all of them are on their way. */
  #fill(bytes: Uint8Array, from: number): Promise<void> | undefined {
    let at = from;
    while (at < bytes.length) {
      // One that waits for the thread already gets more only while there are many.
      const block = this.#block ?? this.#thread.blocks.take(this.#writes.length);
      if (!block) {
        const [oldest] = this.#writes;
        return oldest?.then(() => this.#fill(bytes, at));
      }
      this.#block = block;
      const room = Math.min(BLOCK_BYTES - this.#filled, bytes.length - at);
      new Uint8Array(block).set(bytes.subarray(at, at + room), this.#filled);
      this.#filled += room;
      at += room;
      if (this.#filled === BLOCK_BYTES) this.#send();
    }
    return undefined;
  }

  #send(): void {
    const block = this.#block;
    if (!block || this.#filled === 0) return;
    const length = this.#filled;
    this.#block = undefined;
    this.#filled = 0;
    const write = this.#write(block, length);
    this.#writes.push(write);
    // A failure is told by the next append or flush that awaits it.
    void write.catch(() => undefined);
  }

  async #write(block: SharedArrayBuffer, length: number): Promise<void> {
    try {
      const threaded = await this.#opened();
      this.#grew(await threaded.write(block, length));
    } catch (error) {
      this.#failure ??= error instanceof Error ? error : new Error(String(error));
      throw error;
    } finally {
      this.#thread.blocks.give(block);
      void this.#writes.shift();
    }
  }
}
