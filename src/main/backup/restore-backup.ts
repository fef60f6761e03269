import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Failure, Log, Result } from '../../base/index.ts';
import { err, failure, failureOf, ok } from '../../base/index.ts';
import { parseDigest } from '../../model/index.ts';
import type { Digest } from '../../model/index.ts';
import type { BlobStore } from '../../registry/index.ts';
import type { Database } from '../../store/index.ts';
import { loadDump } from '../../store/index.ts';
import type { DumpedTable } from '../../store/index.ts';
import type { Head, OnProgress, Tail } from './format.ts';
import { MAX_PART_BYTES, NAMES, partPath } from './format.ts';
import { BackupReader, damaged, parseHead, parseSequences, parseTail } from './read-backup.ts';

export interface RestoreOptions {
  readonly file: string;
  /** Without any row of ours. */
  readonly database: Database;
  readonly blobs: BlobStore;
  /** For blobs on their way; on the file system of a folder of blobs. */
  readonly spoolFolder: string;
  /** Takes the key that the backup brings, or looks whether the right one is there, before all else. */
  readonly keepKey: (key: BackedUpKey) => Result<KeyStory, Failure>;
  readonly onProgress: OnProgress;
  readonly log: Log;
}

export interface BackedUpKey {
  readonly text: string | undefined;
  readonly fingerprint: string | undefined;
}

/** Where the key is now: `wanted`, it is still to be brought. */
export type KeyStory = 'none' | 'restored' | 'there' | 'wanted';

export interface Restored {
  readonly madeAt: string;
  readonly version: string;
  readonly rows: number;
  readonly tables: number;
  readonly blobs: number;
  readonly key: KeyStory;
}

/**
 * Brings a backup back into an empty instance. Every blob is hashed before it is kept, and read back and
 * hashed again before the rows count: what this returns `ok` for is whole, and after any failure the
 * database is as empty as before.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Result<Restored, Failure>> {
  const reader = new BackupReader(options.file);
  try {
    return await restore(reader, options);
  } catch (error) {
    const { code, message } = failureOf(error, 'backup.not-restored');
    return err(failure(code, `${options.file} was not restored: ${message}`));
  } finally {
    await reader.close();
    await rm(options.spoolFolder, { recursive: true, force: true });
  }
}

async function restore(
  reader: BackupReader,
  options: RestoreOptions,
): Promise<Result<Restored, Failure>> {
  const head = parseHead(await reader.document(NAMES.head));
  const text =
    (await reader.peek())?.path === NAMES.key ? await reader.document(NAMES.key) : undefined;
  const key = options.keepKey({ text, fingerprint: head.keyFingerprint });
  if (!key.ok) return key;
  const loading = new Loading(reader, head, options);
  const { migrations, tables } = head;
  const loaded = await loadDump(
    options.database,
    {
      migrations,
      tables,
      rows: (table) => loading.rowsOf(table),
      sequences: async () => parseSequences(await reader.document(NAMES.sequences)),
      finish: (rows) => loading.finish(rows),
    },
    options.log,
  );
  if (!loaded.ok) return loaded;
  const { madeAt, version } = head;
  const { rows, blobs } = loading.counts;
  return ok({ madeAt, version, tables: tables.length, rows, blobs, key: key.value });
}

/** What was taken from a backup so far. */
class Loading {
  readonly #reader: BackupReader;
  readonly #head: Head;
  readonly #options: RestoreOptions;
  readonly #hash = createHash('sha256');
  #databaseBytes = 0;
  counts: { readonly rows: number; readonly blobs: number } = { rows: 0, blobs: 0 };

  constructor(reader: BackupReader, head: Head, options: RestoreOptions) {
    this.#reader = reader;
    this.#head = head;
    this.#options = options;
  }

  /** Only what is as it was written comes to the database. */
  async *rowsOf({ name }: DumpedTable): AsyncGenerator<Uint8Array, void, void> {
    for (let number = 1; ; number += 1) {
      const entry = await this.#reader.peek();
      if (!entry?.path.startsWith(`database/${name}/`)) return;
      const part = await this.#reader.content(MAX_PART_BYTES);
      if (entry.path !== partPath(name, number, part)) {
        throw damaged(`${entry.path} is not what was written`);
      }
      this.#hash.update(part);
      this.#databaseBytes += part.length;
      yield part;
      this.#options.onProgress({ what: 'database', bytes: this.#databaseBytes, total: 0 });
    }
  }

  /** All that the backup counted is there, and every blob reads back as what it should be. */
  async finish(rows: ReadonlyMap<string, number>): Promise<Result<void, Failure>> {
    const databaseDigest = `sha256:${this.#hash.digest('hex')}`;
    const kept = await this.#keepBlobs();
    const tail = parseTail(await this.#reader.document(NAMES.tail));
    if (tail.databaseDigest !== databaseDigest) throw damaged('it has not all rows');
    checkRows(rows, tail);
    const bytes = kept.reduce((sum, { size }) => sum + size, 0);
    if (tail.blobs !== kept.length || tail.bytes !== bytes) {
      throw damaged(`it has ${kept.length} of ${tail.blobs} blobs`);
    }
    await this.#readBack(kept);
    this.counts = { rows: [...rows.values()].reduce((a, b) => a + b, 0), blobs: kept.length };
    return ok(undefined);
  }

  async #keepBlobs(): Promise<KeptBlob[]> {
    const { blobs, spoolFolder, onProgress } = this.#options;
    await mkdir(spoolFolder, { recursive: true, mode: 0o700 });
    const kept: KeptBlob[] = [];
    let bytes = 0;
    for (;;) {
      const entry = await this.#reader.peek();
      if (!entry?.path.startsWith('blobs/')) return kept;
      const digest = digestOf(entry.path);
      const spool = join(spoolFolder, 'blob');
      await this.#spool(digest, spool);
      await blobs.keep(digest, spool, entry.size);
      await rm(spool, { force: true });
      kept.push({ digest, size: entry.size });
      bytes += entry.size;
      onProgress({ what: 'blobs', bytes, total: this.#head.totals.bytes });
    }
  }

  /** The next entry as a file of its own, whose bytes are those of its name. */
  async #spool(digest: Digest, file: string): Promise<void> {
    const [algorithm = '', hex = ''] = digest.split(':');
    const hash = createHash(algorithm);
    const reader = this.#reader;
    const hashed = async function* (): AsyncGenerator<Uint8Array, void, void> {
      for await (const bytes of reader.bytes()) {
        hash.update(bytes);
        yield Uint8Array.from(bytes);
      }
    };
    await pipeline(Readable.from(hashed()), createWriteStream(file, { mode: 0o600 }));
    if (hash.digest('hex') !== hex) throw damaged(`the bytes of ${digest} are others`);
  }

  /** As a pull would read them. */
  async #readBack(kept: readonly KeptBlob[]): Promise<void> {
    let bytes = 0;
    for (const { digest, size } of kept) {
      const [algorithm = '', hex = ''] = digest.split(':');
      const stream = await this.#options.blobs.open(digest);
      if (!stream) throw new Error(`${digest} is gone from the storage`);
      const hash = createHash(algorithm);
      await pipeline(stream, hash);
      if (hash.digest('hex') !== hex) {
        throw new Error(`the storage keeps other bytes for ${digest}`);
      }
      bytes += size;
      const { bytes: total } = this.#head.totals;
      this.#options.onProgress({ what: 'reading blobs back', bytes, total });
    }
  }
}

interface KeptBlob {
  readonly digest: Digest;
  readonly size: number;
}

function checkRows(rows: ReadonlyMap<string, number>, tail: Tail): void {
  for (const [name, count] of rows) {
    const expected = tail.rows[name];
    if (expected !== count) throw damaged(`${name} has ${count} of ${expected} rows`);
  }
}

function digestOf(path: string): Digest {
  const [, algorithm, hex] = path.split('/');
  const digest = parseDigest(`${algorithm}:${hex}`);
  if (digest === undefined) throw damaged(`${path} is no blob`);
  return digest;
}
