import { hash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Clock } from '../base/index.ts';
import type { LayerInventory } from '../model/index.ts';
import type { LayerCache } from './layers.ts';
import { isLayerInventory } from './messages.ts';

/** Files that are not ours, and those of another layout, do not begin so. */
const MAGIC = Buffer.from('drydock layer 1\n');
const DIGEST_BYTES = 32;
/** Of one layer: larger ones are so rare that reading them again is cheaper than room for them. */
const MAX_FILE = 32 * 1024 * 1024;
/** The same, before it is written out, which takes the memory of all of them twice. */
const MAX_PACKAGES = 20_000;
const MAX_INVENTORY = 256 * 1024 * 1024;
/** Of all: some thousand layers. Looked at once a run, so that a run's own may come on top. */
const MAX_FOLDER = 512 * 1024 * 1024;

/**
 * Keeps what layers hold in a folder, one file each, the least recently used let go first. Safe
 * where several processes use the folder: a file appears whole, and one that is damaged counts as
 * absent. What the folder refuses is read again the next time, and is no failure.
 */
export function layerCacheIn(
  folder: string,
  clock: Clock,
  maxBytes: number = MAX_FOLDER,
): LayerCache {
  let pruned: Promise<void> | undefined;
  return {
    async get(key) {
      const path = pathOf(folder, key);
      const content = await readBounded(path);
      const layer = content && decode(content, key);
      if (layer) await touch(path, clock);
      return layer;
    },
    async put(key, layer) {
      if (packagesOf(layer) > MAX_PACKAGES) return;
      const content = encode(key, layer);
      if (content.length > MAX_FILE) return;
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        pruned ??= prune(folder, maxBytes);
        await pruned;
        await replace(pathOf(folder, key), content);
      } catch {
        // Read again the next time.
      }
    },
  };
}

function packagesOf({ units }: LayerInventory): number {
  return units.reduce((sum, { packages }) => sum + packages.length, 0);
}

function pathOf(folder: string, key: string): string {
  return join(folder, hash('sha256', key, 'hex'));
}

/** The digest tells damage, the key a file of another layer. */
function encode(key: string, layer: LayerInventory): Buffer {
  const body = zstdCompressSync(serialize({ key, layer }));
  return Buffer.concat([MAGIC, hash('sha256', body, 'buffer'), body]);
}

function decode(content: Buffer, key: string): LayerInventory | undefined {
  const start = MAGIC.length + DIGEST_BYTES;
  const body = content.subarray(start);
  const isWhole =
    content.subarray(0, MAGIC.length).equals(MAGIC) &&
    content.subarray(MAGIC.length, start).equals(hash('sha256', body, 'buffer'));
  if (!isWhole) return undefined;
  try {
    const kept: unknown = deserialize(zstdDecompressSync(body, { maxOutputLength: MAX_INVENTORY }));
    const isKept = typeof kept === 'object' && kept !== null && 'key' in kept && 'layer' in kept;
    return isKept && kept.key === key && isLayerInventory(kept.layer) ? kept.layer : undefined;
  } catch {
    // Written by a version that wrote otherwise.
    return undefined;
  }
}

async function readBounded(path: string): Promise<Buffer | undefined> {
  try {
    await using file = await open(path, 'r');
    const { size } = await file.stat();
    return size > MAX_FILE ? undefined : await file.readFile();
  } catch {
    return undefined;
  }
}

async function replace(path: string, content: Uint8Array): Promise<void> {
  const unfinished = `${path}.${randomUUID()}`;
  try {
    await writeFile(unfinished, content, { mode: 0o600, flag: 'wx' });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** What was used lately stays longest. */
async function touch(path: string, clock: Clock): Promise<void> {
  const now = clock.now() / 1000;
  await utimes(path, now, now).catch(() => undefined);
}

async function prune(folder: string, maxBytes: number): Promise<void> {
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const path = join(folder, name);
      const found = await stat(path).catch(() => undefined);
      return { path, size: found?.size ?? 0, used: found?.mtimeMs ?? 0 };
    }),
  );
  let left = files.reduce((sum, { size }) => sum + size, 0);
  for (const { path, size } of files.toSorted((a, b) => a.used - b.used)) {
    if (left <= maxBytes) return;
    await rm(path, { force: true });
    left -= size;
  }
}
