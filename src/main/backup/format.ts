import { createHash } from 'node:crypto';
import type { DumpedTable } from '../../store/index.ts';

/**
 * A backup is a tar in zstd, so that anyone can look into it without us:
 *
 *     backup.json                       what it is, and the tables in the order to load them
 *     secret.key                        where it was asked for
 *     database/TABLE/000001.HEX ...     rows in the text format of PostgreSQL's COPY, cut anywhere,
 *                                       and the first half of the SHA-256 of this part
 *     sequences.json
 *     blobs/ALGORITHM/HEX ...
 *     complete.json                     last: a backup without it was broken off
 */
export interface Head {
  readonly format: number;
  readonly version: string;
  readonly madeAt: string;
  readonly migrations: readonly string[];
  readonly tables: readonly DumpedTable[];
  /** Tells one key from another and nothing else of it; absent where there was none. */
  readonly keyFingerprint?: string;
  readonly totals: { readonly blobs: number; readonly bytes: number };
}

/** Counted again, and hashed again, by who reads it. */
export interface Tail {
  readonly rows: Readonly<Record<string, number>>;
  readonly blobs: number;
  readonly bytes: number;
  /** Of all parts of the database, one after the other. */
  readonly databaseDigest: string;
}

/** Another number where an older version would misread what this one writes. */
export const FORMAT = 1;

export const NAMES = {
  head: 'backup.json',
  key: 'secret.key',
  sequences: 'sequences.json',
  tail: 'complete.json',
} as const;

/** A part of a table ends once it is as long: it is held in memory when it is read. */
export const PART_BYTES: number = 4 * 2 ** 20;
/** The longest part: one more read of the database, with its longest row, came on top. */
export const MAX_PART_BYTES: number = 2 ** 30;

/** Path of a part of a table, by which its bytes are known. */
export function partPath(table: string, number: number, bytes: Uint8Array): string {
  const hex = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  return `database/${table}/${String(number).padStart(6, '0')}.${hex}`;
}
/** Of the documents in JSON: a table has a line there, and there are some dozens. */
export const DOCUMENT_BYTES: number = 2 ** 20;

/** How far it is; `total` is 0 while nobody knows. */
export interface Progress {
  readonly what: 'database' | 'blobs' | 'reading blobs back';
  readonly bytes: number;
  readonly total: number;
}

export type OnProgress = (progress: Progress) => void;
