import type { DumpedTable } from '../../store/index.ts';

/**
 * A backup is a tar, so that anyone can look into it without us:
 *
 *     backup.json                       what it is, and the tables in the order to load them
 *     secret.key                        unless the key is kept elsewhere
 *     database/TABLE/000001 ...         rows in the text format of PostgreSQL's COPY, cut anywhere
 *     sequences.json
 *     blobs/ALGORITHM/HEX ...
 *     complete.json                     last: a backup without it was broken off
 */
export interface Head {
  readonly format: 1;
  readonly version: string;
  readonly madeAt: string;
  readonly migrations: readonly string[];
  readonly tables: readonly DumpedTable[];
}

/** Counted again, and hashed again, by who reads it. */
export interface Tail {
  readonly blobs: number;
  readonly bytes: number;
  /** Of all parts of the database, one after the other. */
  readonly databaseDigest: string;
}

export const NAMES = {
  head: 'backup.json',
  key: 'secret.key',
  sequences: 'sequences.json',
  tail: 'complete.json',
} as const;

/** A part of a table: held in memory once. */
export const PART_BYTES: number = 4 * 2 ** 20;
/** Of the documents in JSON: a table has a line there, and there are some dozens. */
export const DOCUMENT_BYTES: number = 2 ** 20;
