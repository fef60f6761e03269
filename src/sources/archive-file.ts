import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { Limits } from '../base/index.ts';
import { failure, FailureError } from '../base/index.ts';
import type { TarEntry } from '../image/index.ts';
import { TarWalker } from '../image/index.ts';
import { archiveFailure, archiveLimits, ArchiveMembers } from './archive-members.ts';
import type { Blobs } from './blobs.ts';
import { tooLarge } from './content.ts';

interface Stored {
  readonly size: number;
  readonly offset: number;
  /** Its bytes do not lie in one piece. */
  readonly isSparse: boolean;
}

/** An uncompressed archive on disk: workers read its layers where they lie. */
export async function openArchiveFile(path: string, limits: Limits): Promise<Blobs> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    const members = await membersOf(handle, size, limits);
    return archiveFile(path, handle, members);
  } catch (error) {
    await handle.close();
    throw archiveFailure(error, path);
  }
}

function archiveFile(path: string, handle: FileHandle, members: ArchiveMembers<Stored>): Blobs {
  const find = (name: string): Stored | undefined => {
    const found = members.find(name);
    if (found?.isSparse !== true) return found;
    const message = `${name} of ${path} is stored as a sparse file; pack the archive without --sparse`;
    throw new FailureError(failure('sources.archive.sparse', message));
  };
  return {
    has: (name) => Promise.resolve(members.find(name) !== undefined),
    async read(name, limitName, limit) {
      const found = find(name);
      if (found === undefined) return undefined;
      const { size, offset } = found;
      if (size > limit) throw tooLarge(`${name} of ${path}`, size, limitName, limit);
      const bytes = new Uint8Array(size);
      const { bytesRead } = await handle.read(bytes, 0, size, offset);
      return bytes.subarray(0, bytesRead);
    },
    async layer(name) {
      const found = find(name);
      if (found === undefined) return undefined;
      const { size, offset } = found;
      return { size, bytes: { kind: 'file', path, offset, length: size } };
    },
    close: () => handle.close(),
  };
}

const BLOCK = 512;
const WINDOW = 128 * BLOCK;

/** Reads the headers and what stands between them, and skips all content. */
async function membersOf(
  handle: FileHandle,
  size: number,
  limits: Limits,
): Promise<ArchiveMembers<Stored>> {
  const members = new ArchiveMembers<Stored>(limits);
  let announced: TarEntry | undefined;
  const walker = new TarWalker(
    {
      entry(entry) {
        announced = entry;
        return 'skip';
      },
      data: () => 'skip',
      end: () => undefined,
    },
    archiveLimits(limits),
  );
  const window = Buffer.alloc(WINDOW);
  let start = 0;
  let end = 0;
  while (!walker.isDone && walker.offset < size) {
    walker.skip(Math.min(walker.unwanted, size - walker.offset));
    const at = walker.offset;
    if (walker.unwanted > 0 || at >= size) continue;
    if (at < start || at >= end) {
      const { bytesRead } = await handle.read(window, 0, WINDOW, at);
      if (bytesRead === 0) break;
      start = at;
      end = at + bytesRead;
    }
    announced = undefined;
    // Never more than a block: the content that a header announces begins where it ends.
    walker.push(window.subarray(at - start, Math.min(at - start + BLOCK, end - start)));
    if (announced) members.add(announced, storedOf(announced, walker));
  }
  walker.end();
  return members;
}

function storedOf({ kind, size }: TarEntry, { offset, unwanted }: TarWalker): Stored | undefined {
  return kind === 'file' ? { size, offset, isSparse: unwanted !== size } : undefined;
}
