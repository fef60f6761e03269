import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock, Failure, Result } from '../../base/index.ts';
import { err, failure, FailureError, failureOf, ok } from '../../base/index.ts';
import type { Digest } from '../../model/index.ts';
import type { BlobStore } from '../../registry/index.ts';
import { padding, tarEnd, tarHeader } from '../../sources/index.ts';
import type { Database, Dump } from '../../store/index.ts';
import { openDump } from '../../store/index.ts';
import type { Head, Tail } from './format.ts';
import { NAMES, PART_BYTES } from './format.ts';

export interface BackupOptions {
  readonly file: string;
  readonly database: Database;
  readonly blobs: BlobStore;
  /** Absent: it is kept elsewhere. */
  readonly secretKey?: string;
  readonly version: string;
  readonly clock: Clock;
}

export interface BackedUp {
  readonly tables: number;
  readonly blobs: number;
  readonly bytes: number;
}

/**
 * Writes everything that is to be kept into one file: the database as it is at one moment, then the
 * blobs that it knows, which nobody removes meanwhile. A server may run and be pushed to. The file has
 * its name only when it is whole.
 */
export async function writeBackup(options: BackupOptions): Promise<Result<BackedUp, Failure>> {
  const { file } = options;
  const partial = `${file}.partial`;
  try {
    // Holds password hashes and maybe the key: for nobody else's eyes.
    const handle = await open(partial, 'w', 0o600);
    let done: BackedUp;
    try {
      done = await writeAll(new TarFile(handle), options);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(partial, file);
    await syncFolder(dirname(file));
    return ok(done);
  } catch (error) {
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

class TarFile {
  readonly #handle: FileHandle;
  bytes = 0;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      at += (await this.#handle.write(bytes, at)).bytesWritten;
    }
    this.bytes += bytes.length;
  }

  begin(path: string, size: number): Promise<void> {
    return this.write(tarHeader({ path, kind: 'file', mode: 0o600, size, target: '' }));
  }

  async entry(path: string, content: Uint8Array): Promise<void> {
    await this.begin(path, content.length);
    await this.write(content);
    await this.write(padding(content.length));
  }
}

async function writeAll(tar: TarFile, options: BackupOptions): Promise<BackedUp> {
  const dump = await openDump(options.database);
  try {
    const { migrations, tables, blobs } = dump;
    const madeAt = new Date(options.clock.now()).toISOString();
    const head: Head = { format: 1, version: options.version, madeAt, migrations, tables };
    await tar.entry(NAMES.head, json(head));
    if (options.secretKey !== undefined) {
      await tar.entry(NAMES.key, Buffer.from(options.secretKey));
    }
    const databaseDigest = await writeTables(tar, dump);
    await tar.entry(NAMES.sequences, json(await dump.sequences()));
    let bytes = 0;
    for (const { digest, size } of blobs) {
      await writeBlob(tar, options.blobs, digest, size);
      bytes += size;
    }
    const tail: Tail = { blobs: blobs.length, bytes, databaseDigest };
    await tar.entry(NAMES.tail, json(tail));
    await tar.write(tarEnd());
    return { tables: tables.length, blobs: blobs.length, bytes: tar.bytes };
  } finally {
    await dump.close();
  }
}

async function writeTables(tar: TarFile, dump: Dump): Promise<string> {
  const hash = createHash('sha256');
  for (const table of dump.tables) {
    let waiting: Uint8Array[] = [];
    let size = 0;
    let part = 0;
    const flush = async (): Promise<void> => {
      part += 1;
      const path = `database/${table.name}/${String(part).padStart(6, '0')}`;
      await tar.entry(path, Buffer.concat(waiting));
      [waiting, size] = [[], 0];
    };
    for await (const chunk of dump.rows(table)) {
      hash.update(chunk);
      waiting.push(chunk);
      size += chunk.length;
      if (size >= PART_BYTES) await flush();
    }
    if (size > 0) await flush();
  }
  return `sha256:${hash.digest('hex')}`;
}

/** Hashed on the way: what is damaged here already is no backup. */
async function writeBlob(
  tar: TarFile,
  blobs: BlobStore,
  digest: Digest,
  size: number,
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
  await tar.write(padding(size));
}

function damaged(message: string): FailureError {
  return new FailureError(failure('backup.blob-damaged', `blob ${message}`));
}

function json(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, undefined, 1)}\n`);
}
