import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { copyFile, mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { algorithmOf, parseDigest } from '../../model/index.ts';
import type { Digest } from '../../model/index.ts';
import type { BlobStore, ByteRange, DirectAccess, StoredBlob } from '../../registry/index.ts';

export interface BlobFolderOptions {
  /** Absolute path of the folder that holds all blobs; made when missing. */
  readonly folder: string;
  /** Where nginx serves the folder to internal requests only: `/drydock-blobs`. */
  readonly internalPath?: string;
}

/** Bytes of one read: half the processor time of Node's usual 64 KiB. */
const READ_BYTES = 256 * 1024;

/**
 * Blobs as files: `sha256/ab/<hex>`, 256 folders for each algorithm, so that none grows beyond what
 * file systems list quickly. A file appears under its name whole and synced, or not at all: it is
 * synced, renamed, and then its folder is synced.
 */
export function blobFolder(options: BlobFolderOptions): BlobStore {
  const { folder, internalPath } = options;
  const made = new Map<string, Promise<void>>();
  const pathOf = (digest: Digest): string => join(folder, relativePath(digest));
  return {
    async keep(digest, file, size) {
      const path = pathOf(digest);
      await madeShard(dirname(path), folder, made);
      await arrive(file, path, size);
      await syncFolder(dirname(path));
    },
    async sizeOf(digest) {
      return (await present(stat(pathOf(digest))))?.size;
    },
    open: (digest, range) => openFile(pathOf(digest), range),
    async remove(digest) {
      await rm(pathOf(digest), { force: true });
    },
    list: () => listBlobs(folder),
    async direct(digest): Promise<DirectAccess | undefined> {
      if (internalPath === undefined) return { kind: 'file', path: pathOf(digest) };
      return { kind: 'internal', path: `${internalPath}/${relativePath(digest)}` };
    },
  };
}

function relativePath(digest: Digest): string {
  const hex = digest.slice(digest.indexOf(':') + 1);
  return `${algorithmOf(digest)}/${hex.slice(0, 2)}/${hex}`;
}

/** Of those who come at once the first makes it, and all wait until it lasts. */
async function madeShard(
  shard: string,
  folder: string,
  made: Map<string, Promise<void>>,
): Promise<void> {
  const making = made.get(shard) ?? makeShard(shard, folder);
  made.set(shard, making);
  try {
    await making;
  } catch (error) {
    made.delete(shard);
    throw error;
  }
}

/** Makes the folder of a shard last across a power cut: each folder that is new is synced in its parent. */
async function makeShard(shard: string, folder: string): Promise<void> {
  const first = await mkdir(shard, { recursive: true });
  if (first !== undefined) {
    for (let path = shard; path !== dirname(folder); path = dirname(path)) {
      await syncFolder(dirname(path));
      if (path === first) break;
    }
  }
}

/** Synced, then under its name; whoever moved it and failed after, as its record did, may ask again. */
async function arrive(file: string, path: string, size: number): Promise<void> {
  try {
    await syncFile(file);
    await moveInto(file, path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT') || (await present(stat(path)))?.size !== size) throw error;
  }
}

/** Renames; from another file system it copies under a name of its own first. */
async function moveInto(file: string, path: string): Promise<void> {
  try {
    await rename(file, path);
  } catch (error) {
    if (!hasCode(error, 'EXDEV')) throw error;
    const beside = `${path}.arriving`;
    await copyFile(file, beside, constants.COPYFILE_FICLONE);
    await syncFile(beside);
    await rename(beside, path);
    await rm(file, { force: true });
  }
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function openFile(path: string, range?: ByteRange): Promise<Readable | undefined> {
  const handle: FileHandle | undefined = await present(open(path, 'r'));
  return handle?.createReadStream({
    highWaterMark: READ_BYTES,
    ...(range && { start: range.first, end: range.last }),
  });
}

async function* listBlobs(folder: string): AsyncGenerator<StoredBlob> {
  for (const algorithm of ['sha256', 'sha512']) {
    for (const shard of await names(join(folder, algorithm))) {
      for (const name of await names(join(folder, algorithm, shard))) {
        const digest = parseDigest(`${algorithm}:${name}`);
        const found = digest && (await present(stat(join(folder, algorithm, shard, name))));
        if (digest && found) yield { digest, size: found.size, storedAt: found.mtimeMs };
      }
    }
  }
}

/** What a folder holds; nothing where there is none. */
async function names(folder: string): Promise<string[]> {
  const opened = await present(opendir(folder));
  return opened ? await Array.fromAsync(opened, ({ name }) => name) : [];
}

/** `undefined` only when the thing is surely not there; any other trouble is thrown. */
async function present<Thing>(thing: Promise<Thing>): Promise<Thing | undefined> {
  try {
    return await thing;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
