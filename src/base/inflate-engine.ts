import zlib from 'node:zlib';

/** Takes what was inflated; says whether it keeps a view, so that the memory is not used again. */
export type InflateSink = (bytes: Buffer) => boolean;

/**
 * Inflates in place: no thread, no promise and no copy for each chunk, and one output buffer for
 * all that nobody keeps. On a 121 MB layer 0.43 s of processor time, where a Gunzip stream with
 * its output in chunks of 256 KiB takes 0.56 s and with its own 16 KiB 0.67 s, hashing included.
 */
export class InflateEngine {
  readonly #stream: zlib.Gunzip | zlib.InflateRaw | zlib.ZstdDecompress;
  readonly #handle: ZlibHandle;
  readonly #state: Uint32Array;
  readonly #sink: InflateSink;
  readonly #flags: { readonly more: number; readonly end: number };
  #output: Buffer = Buffer.allocUnsafeSlow(OUTPUT_BYTES);
  #problem: string | undefined;
  /** Bytes of the input that were used. */
  used = 0;

  constructor(compression: 'gzip' | 'raw' | 'zstd', sink: InflateSink) {
    this.#sink = sink;
    const { Z_NO_FLUSH, Z_FINISH, ZSTD_e_continue, ZSTD_e_end } = zlib.constants;
    if (compression === 'zstd') {
      const params = { [zlib.constants.ZSTD_d_windowLogMax]: WINDOW_LOG };
      this.#stream = zlib.createZstdDecompress({ params });
      this.#flags = { more: ZSTD_e_continue, end: ZSTD_e_end };
    } else {
      this.#stream = compression === 'gzip' ? zlib.createGunzip() : zlib.createInflateRaw();
      this.#flags = { more: Z_NO_FLUSH, end: Z_FINISH };
    }
    // The streams' own way of one-shot inflating; there is no public one for a part of a stream.
    const handle: unknown = Reflect.get(this.#stream, '_handle');
    const state: unknown = Reflect.get(this.#stream, '_writeState');
    if (!isHandle(handle) || !(state instanceof Uint32Array)) {
      throw new Error('this version of Node inflates in another way: use the locked one');
    }
    this.#handle = handle;
    this.#state = state;
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the handle has one hook, no events
    handle.onerror = (message) => {
      this.#problem = message;
    };
  }

  /** Says what is wrong with the bytes, if anything is. Bytes after the end are not used. */
  push(chunk: Uint8Array): string | undefined {
    return this.#run(chunk, this.#flags.more);
  }

  /** Says what is wrong when the stream is not whole. Frees the memory in any case. */
  end(): string | undefined {
    const problem = this.#run(NOTHING, this.#flags.end);
    this.close();
    return problem;
  }

  close(): void {
    this.#stream.destroy();
  }

  #run(chunk: Uint8Array, flag: number): string | undefined {
    let at = 0;
    for (;;) {
      const output = this.#output;
      const left = chunk.length - at;
      this.#handle.writeSync(flag, chunk, at, left, output, 0, output.length);
      if (this.#problem !== undefined) return this.#problem;
      const room = this.#state[0] ?? 0;
      const used = left - (this.#state[1] ?? 0);
      at += used;
      this.used += used;
      if (room < output.length && this.#sink(output.subarray(0, output.length - room))) {
        this.#output = Buffer.allocUnsafeSlow(OUTPUT_BYTES);
      }
      // Room is left: the engine waits for input, or a zstd frame has ended before the next.
      if (room > 0 && (at === chunk.length || used === 0)) return undefined;
    }
  }
}

const OUTPUT_BYTES = 256 * 1024;
/** A zstd window of 128 MiB at most: as the zstd tool, and what Docker's and containerd's take. */
const WINDOW_LOG = 27;
const NOTHING = new Uint8Array(0);

interface ZlibHandle {
  onerror: (message: string) => void;
  writeSync(
    flag: number,
    input: Uint8Array,
    inputOffset: number,
    inputLength: number,
    output: Uint8Array,
    outputOffset: number,
    outputLength: number,
  ): void;
}

function isHandle(value: unknown): value is ZlibHandle {
  return (
    typeof value === 'object' &&
    value !== null &&
    'writeSync' in value &&
    typeof value.writeSync === 'function'
  );
}
