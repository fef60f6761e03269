import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import { padding, tarEnd, tarHeader } from '../../sources/index.ts';

/** Layers are compressed already: the fastest level passes them on as they are, and shrinks the rows. */
const ZSTD = {
  params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 },
};

/** A tar in zstd that is written entry by entry, with as much in memory as one write. */
export class TarFile {
  readonly #tar: Writable;
  readonly #stored: Promise<void>;
  #error: Error | undefined;

  /** Makes the file anew; only its owner may read it. */
  constructor(path: string) {
    const file = createWriteStream(path, { mode: 0o600, flush: true });
    const zstd = createZstdCompress(ZSTD);
    zstd.pipe(file);
    this.#tar = zstd;
    this.#stored = finished(file);
    for (const stream of [zstd, file]) {
      stream.on('error', (error: Error) => {
        this.#error ??= error;
        zstd.destroy();
        file.destroy();
      });
    }
    // Told by `end`, or by the write that fails.
    this.#stored.catch(() => undefined);
  }

  async entry(path: string, content: Uint8Array): Promise<void> {
    await this.begin(path, content.length);
    await this.write(content);
    await this.pad(content.length);
  }

  /** Announces an entry whose bytes come by `write`, and then `pad`. */
  begin(path: string, size: number): Promise<void> {
    return this.write(tarHeader({ path, kind: 'file', mode: 0o600, size, target: '' }));
  }

  pad(size: number): Promise<void> {
    return this.write(padding(size));
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#check();
    if (bytes.length === 0 || this.#tar.write(bytes)) return;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        for (const event of ['drain', 'close']) this.#tar.off(event, go);
        resolve();
      };
      for (const event of ['drain', 'close']) this.#tar.once(event, go);
    });
    this.#check();
  }

  #check(): void {
    if (this.#error) throw new Error(this.#error.message, { cause: this.#error });
  }

  /** Durable when done. */
  async end(): Promise<void> {
    await this.write(tarEnd());
    this.#tar.end();
    await this.#stored;
  }

  /** Lets go of a file that is not wanted. */
  async abandon(): Promise<void> {
    this.#tar.destroy(new Error('abandoned'));
    await this.#stored.catch(() => undefined);
  }
}
