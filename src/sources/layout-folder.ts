import { realpath, stat } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { join, sep } from 'node:path';
import type { Blobs } from './blobs.ts';
import { tooLarge } from './content.ts';

/** The files of an OCI layout folder. Links that lead out of it are not followed. */
export async function openLayoutFolder(folder: string): Promise<Blobs> {
  const root = await realpath(folder);
  const find = async (name: string): Promise<{ path: string; size: number } | undefined> => {
    try {
      const path = await realpath(join(root, name));
      const { size } = await stat(path);
      return path.startsWith(root + sep) ? { path, size } : undefined;
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  };
  return {
    has: async (name) => (await find(name)) !== undefined,
    async read(name, limitName, limit) {
      const file = await find(name);
      if (file === undefined) return undefined;
      if (file.size > limit) throw tooLarge(file.path, file.size, limitName, limit);
      const chunks: Uint8Array[] = [];
      // `end` bounds a file that grows meanwhile, or a device that has no end.
      for await (const chunk of createReadStream(file.path, { end: Math.max(0, limit - 1) })) {
        if (chunk instanceof Uint8Array) chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    },
    async layer(name) {
      const file = await find(name);
      if (file === undefined) return undefined;
      const { path, size } = file;
      return { size, bytes: { kind: 'file', path, offset: 0, length: size } };
    },
    close: () => Promise.resolve(),
  };
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
