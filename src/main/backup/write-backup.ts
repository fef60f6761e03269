import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock, Failure, Result } from '../../base/index.ts';
import { err, failure, FailureError, failureOf, ok } from '../../base/index.ts';
import type { BlobStore } from '../../registry/index.ts';
import type { Database, Dump, DumpedBlob, DumpedTable } from '../../store/index.ts';
import { openDump } from '../../store/index.ts';
import type { Head, OnProgress, Tail } from './format.ts';
import { FORMAT, NAMES, PART_BYTES, partPath } from './format.ts';
import { TarFile } from './tar-file.ts';

export interface BackupOptions {
  readonly file: string;
  readonly database: Database;
  readonly blobs: BlobStore;
  /** Of the key file; absent: there is none, or it is kept apart. */
  readonly secretKey?: string;
  readonly keyFingerprint?: string;
  readonly version: string;
  readonly clock: Clock;
  readonly onProgress: OnProgress;
}

export interface BackedUp {
  readonly tables: number;
  readonly rows: number;
  readonly blobs: number;
  /** Of the file. */
  readonly bytes: number;
}

/**
 * Writes everything that is to be kept into one file: the database as it is at one moment, then the
 * blobs that it knows, which nobody removes meanwhile. A server may run and be pushed to. The file has
 * its name only when it is whole.
 */
export async function writeBackup(options: BackupOptions): Promise<Result<BackedUp, Failure>> {
  const { file } = options;
  if (existsSync(file)) {
    return err(failure('backup.failed', `${file} is there already: name another file`));
  }
  const partial = `${file}.partial`;
  let tar: TarFile | undefined;
  try {
    await rm(partial, { force: true });
    tar = new TarFile(partial);
    const tail = await writeAll(tar, options);
    await tar.end();
    await rename(partial, file);
    await syncFolder(dirname(file));
    const counts = Object.values(tail.rows);
    return ok({
      tables: counts.length,
      rows: counts.reduce((sum, count) => sum + count, 0),
      blobs: tail.blobs,
      bytes: statSync(file).size,
    });
  } catch (error) {
    await tar?.abandon();
    await rm(partial, { force: true });
    const { code, message } = failureOf(error, 'backup.failed');
    return err(failure(code, `${file} was not written: ${message}`));
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}

async function writeAll(tar: TarFile, options: BackupOptions): Promise<Tail> {
  const dump = await openDump(options.database);
  try {
    await tar.entry(NAMES.head, json(headOf(dump, options)));
    if (options.secretKey !== undefined) {
      await tar.entry(NAMES.key, Buffer.from(options.secretKey));
    }
    const { rows, databaseDigest } = await writeTables(tar, dump, options.onProgress);
    await tar.entry(NAMES.sequences, json(await dump.sequences()));
    const total = dump.totals.bytes;
    let [count, bytes] = [0, 0];
    for await (const blob of dump.blobs()) {
      options.onProgress({ what: 'blobs', bytes, total });
      await writeBlob(tar, options.blobs, blob);
      count += 1;
      bytes += blob.size;
    }
    options.onProgress({ what: 'blobs', bytes, total });
    const tail: Tail = { rows, blobs: count, bytes, databaseDigest };
    await tar.entry(NAMES.tail, json(tail));
    return tail;
  } finally {
    await dump.close();
  }
}

function headOf(dump: Dump, { version, clock, keyFingerprint }: BackupOptions): Head {
  const { migrations, tables, totals } = dump;
  const madeAt = new Date(clock.now()).toISOString();
  const key = keyFingerprint === undefined ? {} : { keyFingerprint };
  return { format: FORMAT, version, madeAt, migrations, tables, ...key, totals };
}

async function writeTables(
  tar: TarFile,
  dump: Dump,
  onProgress: OnProgress,
): Promise<Pick<Tail, 'rows' | 'databaseDigest'>> {
  const hash = createHash('sha256');
  const rows: Record<string, number> = {};
  let written = 0;
  const keep = async (path: string, part: Uint8Array): Promise<void> => {
    hash.update(part);
    written += part.length;
    await tar.entry(path, part);
    onProgress({ what: 'database', bytes: written, total: 0 });
  };
  for (const table of dump.tables) rows[table.name] = await writeTable(dump, table, keep);
  return { rows, databaseDigest: `sha256:${hash.digest('hex')}` };
}

/** In parts, as a tar wants the size of an entry before its bytes. */
async function writeTable(
  dump: Dump,
  table: DumpedTable,
  keep: (path: string, part: Uint8Array) => Promise<void>,
): Promise<number> {
  const rows = dump.rows(table);
  let waiting: Uint8Array[] = [];
  let [size, part] = [0, 0];
  const flush = async (): Promise<void> => {
    part += 1;
    const content = Buffer.concat(waiting);
    [waiting, size] = [[], 0];
    await keep(partPath(table.name, part, content), content);
  };
  for (;;) {
    const next = await rows.next();
    if (next.done) {
      if (size > 0) await flush();
      return next.value;
    }
    waiting.push(next.value);
    size += next.value.length;
    if (size >= PART_BYTES) await flush();
  }
}

/** Hashed on the way: what is damaged here already is no backup. */
async function writeBlob(
  tar: TarFile,
  blobs: BlobStore,
  { digest, size }: DumpedBlob,
): Promise<void> {
  const [algorithm = '', hex = ''] = digest.split(':');
  const stream = await blobs.open(digest);
  if (!stream) throw damaged(`${digest} is not in the storage`);
  await tar.begin(`blobs/${algorithm}/${hex}`, size);
  const hash = createHash(algorithm);
  let seen = 0;
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('the storage gave no bytes');
    seen += chunk.length;
    if (seen > size) throw damaged(`${digest} is longer than its ${size} bytes`);
    hash.update(chunk);
    await tar.write(chunk);
  }
  if (seen < size) throw damaged(`${digest} has ${seen} bytes and should have ${size}`);
  if (hash.digest('hex') !== hex) throw damaged(`the bytes of ${digest} are others`);
  await tar.pad(size);
}

function damaged(message: string): FailureError {
  return new FailureError(failure('backup.blob-damaged', `blob ${message}`));
}

function json(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, undefined, 1)}\n`);
}
