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
import { NAMES } from './format.ts';
import { BackupReader, damaged, parseHead, parseSequences, parseTail } from './read-backup.ts';

export interface RestoreOptions {
  readonly file: string;
  /** Without any table. */
  readonly database: Database;
  readonly blobs: BlobStore;
  /** For blobs on their way; on the file system of a folder of blobs. */
  readonly spoolFolder: string;
  /** Takes the key that the backup brings. */
  readonly keepKey: (text: string) => Result<unknown, Failure>;
  readonly log: Log;
}

export interface Restored {
  readonly madeAt: string;
  readonly tables: number;
  readonly blobs: number;
}

/**
 * Brings a backup back into an empty instance. Every blob is hashed before it is kept, and read back and
 * hashed again before the records count: what this returns `ok` for is whole.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Result<Restored, Failure>> {
  const reader = new BackupReader(options.file);
  try {
    return await restore(reader, options);
  } catch (error) {
    const { code, message } = failureOf(error, 'backup.damaged');
    return err(failure(code, `${options.file} was not restored: ${message}`));
  } finally {
    await reader.close();
    await rm(options.spoolFolder, { recursive: true, force: true });
  }
}

async function restore(
  reader: BackupReader,
  { database, blobs, spoolFolder, keepKey, log }: RestoreOptions,
): Promise<Result<Restored, Failure>> {
  const head = parseHead(await reader.document(NAMES.head));
  if ((await reader.peek())?.path === NAMES.key) {
    const kept = keepKey(await reader.document(NAMES.key));
    if (!kept.ok) return kept;
  }
  await mkdir(spoolFolder, { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  let count = 0;
  const loaded = await loadDump(
    database,
    {
      migrations: head.migrations,
      tables: head.tables,
      rows: (table) => rowsOf(reader, table, hash),
      sequences: async () => parseSequences(await reader.document(NAMES.sequences)),
      finish: async () => {
        const digests = await keepBlobs(reader, blobs, spoolFolder);
        const tail = parseTail(await reader.document(NAMES.tail));
        count = digests.length;
        if (tail.databaseDigest !== `sha256:${hash.digest('hex')}`)
          throw damaged('rows are others');
        if (tail.blobs !== count) throw damaged(`it has ${count} of ${tail.blobs} blobs`);
        for (const digest of digests) await check(blobs, digest);
        return ok(undefined);
      },
    },
    log,
  );
  if (!loaded.ok) return loaded;
  return ok({ madeAt: head.madeAt, tables: head.tables.length, blobs: count });
}

async function* rowsOf(
  reader: BackupReader,
  { name }: DumpedTable,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array, void, void> {
  const folder = `database/${name}/`;
  for (;;) {
    const entry = await reader.peek();
    if (!entry?.path.startsWith(folder)) return;
    for await (const bytes of reader.bytes()) {
      hash.update(bytes);
      yield Uint8Array.from(bytes);
    }
  }
}

async function keepBlobs(
  reader: BackupReader,
  blobs: BlobStore,
  spoolFolder: string,
): Promise<Digest[]> {
  const kept: Digest[] = [];
  for (;;) {
    const entry = await reader.peek();
    const [, algorithm, hex] =
      /^blobs\/(sha256|sha512)\/([0-9a-f]+)$/.exec(entry?.path ?? '') ?? [];
    if (!entry || algorithm === undefined) return kept;
    const digest = parseDigest(`${algorithm}:${hex}`);
    if (digest === undefined) throw damaged(`${entry.path} is no digest`);
    const spool = join(spoolFolder, 'blob');
    const hash = createHash(algorithm);
    const hashed = async function* (): AsyncGenerator<Uint8Array, void, void> {
      for await (const bytes of reader.bytes()) {
        hash.update(bytes);
        yield Uint8Array.from(bytes);
      }
    };
    await pipeline(Readable.from(hashed()), createWriteStream(spool, { mode: 0o600 }));
    if (hash.digest('hex') !== hex) throw damaged(`the bytes of ${digest} are others`);
    await blobs.keep(digest, spool, entry.size);
    await rm(spool, { force: true });
    kept.push(digest);
  }
}

/** As a pull would read it. */
async function check(blobs: BlobStore, digest: Digest): Promise<void> {
  const [algorithm = '', hex = ''] = digest.split(':');
  const stream = await blobs.open(digest);
  if (!stream) throw damaged(`${digest} is gone from the storage`);
  const hash = createHash(algorithm);
  await pipeline(stream, hash);
  if (hash.digest('hex') !== hex) throw damaged(`the storage keeps other bytes for ${digest}`);
}
