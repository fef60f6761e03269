import type { Readable } from 'node:stream';
import type { Digest } from '../model/index.ts';

/** First and last byte, both included, inside the blob. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

export interface StoredBlob {
  readonly digest: Digest;
  readonly size: number;
  /** When it was stored last, in milliseconds since 1970. */
  readonly storedAt: number;
}

/** How the bytes are had without a stream through the store. */
export type DirectAccess =
  /** A file of this machine. */
  | { readonly kind: 'file'; readonly path: string }
  /** For nginx: the value of X-Accel-Redirect. */
  | { readonly kind: 'internal'; readonly path: string }
  /** A presigned address: answered with 307. */
  | { readonly kind: 'redirect'; readonly url: string };

/**
 * Port: bytes by digest. Implementations: a folder, S3. The same contract holds for all:
 * blob-store.contract.ts. What the storage cannot tell is thrown, never answered as missing: the
 * garbage collector takes only `undefined` for an absence.
 */
export interface BlobStore {
  /**
   * Takes the bytes of a local file, whose size and digest were verified, and returns when they
   * are durable. The file is gone or free to be removed after. Storing what is stored is no error,
   * also when the file went with it the first time.
   */
  keep(digest: Digest, file: string, size: number): Promise<void>;
  /** Size of a blob that is stored, `undefined` when surely none is. */
  sizeOf(digest: Digest): Promise<number | undefined>;
  /** The bytes, or a part of them; `undefined` when there is surely no such blob. */
  open(digest: Digest, range?: ByteRange): Promise<Readable | undefined>;
  /** Removes a blob for good. Of one that is not there: no error. */
  remove(digest: Digest): Promise<void>;
  /** All that is stored, in no order, for finding what no record knows. */
  list(): AsyncIterable<StoredBlob>;
  /** `undefined` where they come by `open` only. */
  direct(digest: Digest): Promise<DirectAccess | undefined>;
}

/**
 * Port: where a process that leaves puts unfinished uploads, for another to go on with. Not needed where
 * the folder of uploads is on the storage that all share.
 */
export interface UploadShelf {
  put(id: string, file: string, size: number): Promise<void>;
  /** Writes it into a new file; false where there is surely none. */
  fetch(id: string, file: string): Promise<boolean>;
  /** Of one that is not there: no error. */
  remove(id: string): Promise<void>;
}
