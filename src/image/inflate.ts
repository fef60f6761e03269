import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { FailureError, InflateEngine, err, failure, ok } from '../base/index.ts';
import type { Failure, InflateSink, Limits, Result } from '../base/index.ts';
import { algorithmOf, asDiffId, parseDigest } from '../model/index.ts';
import type { DiffId, Digest } from '../model/index.ts';

export type Compression = 'gzip' | 'zstd' | 'none';

export type InflateLimits = Pick<
  Limits,
  'compressedBytes' | 'uncompressedBytes' | 'inflateRatio' | 'ratioFloorBytes'
>;

/** What a stream was, once all of it has passed. */
export interface Inflated {
  readonly compression: Compression;
  /** Of the bytes as stored. */
  readonly digest: Digest;
  /** Of the bytes once inflated. */
  readonly diffId: DiffId;
  readonly compressedSize: number;
  readonly size: number;
}

export interface InflateOptions {
  readonly limits: InflateLimits;
  /** The algorithms to digest with are theirs; SHA-256 where there is none. Nothing is compared. */
  readonly digest?: Digest | undefined;
  readonly diffId?: DiffId | undefined;
}

/**
 * Inflates a stream to a sink, digesting both sides on the way: gzip of any number of members,
 * zstd of any number of frames, or bytes that are neither, as they are. The first bytes decide,
 * whatever a media type says. The sink says whether it keeps a view of the bytes: if not, their
 * memory is used again. Failures that the sink or the chunks throw are returned.
 */
export async function inflate(
  chunks: AsyncIterable<Uint8Array>,
  { limits, digest, diffId }: InflateOptions,
  sink: InflateSink,
): Promise<Result<Inflated, Failure>> {
  const stored = new Digester(digest);
  const inflated = new Digester(diffId);
  const stream = new InflateStream(limits, (bytes) => {
    inflated.update(bytes);
    return sink(bytes);
  });
  try {
    for await (const chunk of chunks) {
      stored.update(chunk);
      stream.push(chunk);
    }
    const { compression, compressedSize, size } = stream.end();
    const diffId = asDiffId(inflated.digest());
    return ok({ compression, digest: stored.digest(), diffId, compressedSize, size });
  } catch (error) {
    if (error instanceof FailureError) return err(error.failure);
    throw error;
  } finally {
    stream.close();
  }
}

/** Inflated bytes that wait for their reader, at most: a thousand times what goes in at once. */
const PIECE = 16 * 1024;

/**
 * The same for readers that must wait between pieces, without digests: the next bytes are inflated
 * when the last are used up. Throws FailureError.
 */
export async function* inflated(
  chunks: AsyncIterable<Uint8Array>,
  limits: InflateLimits,
): AsyncGenerator<Uint8Array, void, void> {
  let waiting: Buffer[] = [];
  const stream = new InflateStream(limits, (bytes) => {
    waiting.push(bytes);
    return true;
  });
  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += PIECE) {
        stream.push(chunk.subarray(at, at + PIECE));
        const passed = waiting;
        waiting = [];
        yield* passed;
      }
    }
    stream.end();
    yield* waiting;
  } finally {
    stream.close();
  }
}

/** By the algorithm of the digest that is expected; SHA-256 where none is. */
class Digester {
  readonly #algorithm: string;
  readonly #hash: Hash;

  constructor(expected: Digest | undefined) {
    this.#algorithm = expected ? algorithmOf(expected) : 'sha256';
    this.#hash = createHash(this.#algorithm);
  }

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  digest(): Digest {
    const digest = parseDigest(`${this.#algorithm}:${this.#hash.digest('hex')}`);
    if (!digest) throw new Error(`a digest by ${this.#algorithm}, which no digest can be`);
    return digest;
  }
}

/** Longest magic: that of xz. */
const MAGIC_BYTES = 6;

/**
 * What the first bytes say; a text names a compression that layers may not have.
 *
 * https://www.rfc-editor.org/rfc/rfc1952, https://www.rfc-editor.org/rfc/rfc8878#section-3.1
 */
export function compressionOf(start: Uint8Array): Compression | 'bzip2' | 'xz' {
  const magic = Buffer.from(start.subarray(0, MAGIC_BYTES)).toString('hex');
  if (magic.startsWith('1f8b')) return 'gzip';
  // A zstd stream may begin with a skippable frame.
  if (magic.startsWith('28b52ffd') || /^5[0-9a-f]2a4d18/.test(magic)) return 'zstd';
  if (magic.startsWith('425a68')) return 'bzip2';
  return magic === 'fd377a585a00' ? 'xz' : 'none';
}

class InflateStream {
  readonly #limits: InflateLimits;
  readonly #sink: InflateSink;
  #start: Buffer | undefined = Buffer.alloc(0);
  #compression: Compression = 'none';
  #engine: InflateEngine | undefined;
  #compressedSize = 0;
  #size = 0;

  constructor(limits: InflateLimits, sink: InflateSink) {
    this.#limits = limits;
    this.#sink = sink;
  }

  push(chunk: Uint8Array): void {
    this.#compressedSize += chunk.length;
    if (this.#compressedSize > this.#limits.compressedBytes) {
      throw tooLarge('compressed-too-large', 'stored', 'compressedBytes', this.#limits);
    }
    if (!this.#start) {
      this.#pass(chunk);
      return;
    }
    const start = Buffer.concat([this.#start, chunk]);
    if (start.length < MAGIC_BYTES) this.#start = start;
    else this.#open(start);
  }

  end(): Pick<Inflated, 'compression' | 'compressedSize' | 'size'> {
    if (this.#start) this.#open(this.#start);
    const problem = this.#engine?.end();
    if (problem !== undefined) throw this.#broken(problem);
    const [compression, compressedSize, size] = [
      this.#compression,
      this.#compressedSize,
      this.#size,
    ];
    return { compression, compressedSize, size };
  }

  close(): void {
    this.#engine?.close();
  }

  #open(start: Buffer): void {
    this.#start = undefined;
    const compression = compressionOf(start);
    if (compression === 'bzip2' || compression === 'xz') {
      const message = `compressed with ${compression}: layers are gzip, zstd or plain tar`;
      throw new FailureError(failure('image.layer.unsupported-compression', message));
    }
    this.#compression = compression;
    if (compression !== 'none') {
      this.#engine = new InflateEngine(compression, (bytes) => this.#take(bytes));
    }
    this.#pass(start);
  }

  #pass(chunk: Uint8Array): void {
    if (!this.#engine) {
      this.#take(
        Buffer.isBuffer(chunk)
          ? chunk
          : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength),
      );
      return;
    }
    const before = this.#engine.used;
    const problem = this.#engine.push(chunk);
    if (problem !== undefined) throw this.#broken(problem);
    if (this.#engine.used - before < chunk.length) throw this.#broken('bytes follow its end');
  }

  #take(bytes: Buffer): boolean {
    this.#size += bytes.length;
    const { uncompressedBytes, ratioFloorBytes, inflateRatio } = this.#limits;
    if (this.#size > uncompressedBytes) {
      throw tooLarge('too-large', 'inflated', 'uncompressedBytes', this.#limits);
    }
    if (this.#size > ratioFloorBytes && this.#size > inflateRatio * this.#compressedSize) {
      const message = `${this.#size} bytes inflated from ${this.#compressedSize}: more than the ${inflateRatio} times allowed (limit inflateRatio)`;
      throw new FailureError(failure('image.layer.ratio', message));
    }
    return this.#sink(bytes);
  }

  #broken(problem: string): FailureError {
    const used = this.#engine?.used ?? 0;
    const isCut = problem === 'unexpected end of file';
    return new FailureError(
      isCut
        ? failure(
            'image.layer.truncated',
            `the ${this.#compression} stream ends in the middle, after ${this.#compressedSize} bytes (${this.#size} inflated)`,
          )
        : failure(
            'image.layer.corrupt',
            `the ${this.#compression} stream is broken near byte ${used} (${this.#size} inflated): ${problem}`,
          ),
    );
  }
}

function tooLarge(
  code: string,
  what: string,
  limit: 'compressedBytes' | 'uncompressedBytes',
  limits: InflateLimits,
): FailureError {
  const message = `more than the ${limits[limit]} ${what} bytes allowed (limit ${limit})`;
  return new FailureError(failure(`image.layer.${code}`, message));
}
