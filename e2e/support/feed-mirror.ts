import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LocalFile } from '../../src/advisories/feeds/local-file.ts';
import { startLoopbackServer } from '../../src/base/loopback-server.contract.ts';
import { listZip, readZipEntry } from '../../src/advisories/zip.ts';
import type { ZipEntry } from '../../src/advisories/zip.ts';

export interface FeedMirror {
  readonly url: string;
  /** `200 osv/npm/all.zip`, in the order of the answers. */
  readonly log: string[];
  /** Serves another state of the feeds from now on. */
  serve(folder: string): void;
  stop(): void;
}

/**
 * Serves a folder of feeds over HTTP as their publishers do: with ETags, and OSV's single records out
 * of its archives. What is not in `folder` is served from below it.
 */
export async function startFeedMirror(folder: string, below?: string): Promise<FeedMirror> {
  let folders = below === undefined ? [folder] : [folder, below];
  const log: string[] = [];
  const server = await startLoopbackServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').slice(1);
    const found = folders.map((from) => contentOf(from, path)).find((one) => one !== undefined);
    const isSame = found !== undefined && request.headers['if-none-match'] === found.etag;
    const status = found === undefined ? 404 : isSame ? 304 : 200;
    log.push(`${status} ${path}`);
    response.writeHead(status, found && { etag: found.etag });
    response.end(status === 200 ? found?.read() : undefined);
  });
  return {
    url: `http://${server.host}`,
    log,
    serve: (next) => (folders = [next]),
    stop: () => server.stop(),
  };
}

interface Content {
  readonly etag: string;
  readonly read: () => Uint8Array;
}

function contentOf(folder: string, path: string): Content | undefined {
  const file = join(folder, path);
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isFile()) {
    return { etag: `"${stat.size}-${stat.mtimeMs}"`, read: () => readFileSync(file) };
  }
  const archive = join(dirname(file), 'all.zip');
  if (!existsSync(archive)) return undefined;
  const entry = entriesOf(archive).get(basename(file));
  return entry && { etag: `"${entry.size}-${entry.offset}"`, read: () => read(archive, entry) };
}

const listed = new Map<string, ReadonlyMap<string, ZipEntry>>();

function entriesOf(archive: string): ReadonlyMap<string, ZipEntry> {
  const known = listed.get(archive);
  if (known) return known;
  const entries = inFile(archive, (file) => {
    const list = listZip(file);
    if (!list.ok) throw new Error(list.error.message);
    return new Map(list.value.map((entry) => [entry.name, entry]));
  });
  listed.set(archive, entries);
  return entries;
}

function read(archive: string, entry: ZipEntry): Uint8Array {
  return inFile(archive, (file) => {
    const bytes = readZipEntry(file, entry);
    if (!bytes.ok) throw new Error(bytes.error.message);
    return bytes.value;
  });
}

function inFile<Value>(path: string, use: (file: LocalFile) => Value): Value {
  const file = new LocalFile(path);
  try {
    return use(file);
  } finally {
    file.close();
  }
}
