import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

/** The built pages, in memory: two megabytes at most, and no path of a request ever reaches the disk. */
export interface WebFiles {
  /** By path with the slash: `/assets/main-1a2b.js`. */
  readonly assets: ReadonlyMap<string, WebFile>;
  /** What every page begins with. */
  readonly index: WebFile;
}

export interface WebFile {
  readonly mediaType: string;
  /** Of the content, for `ETag`. */
  readonly tag: string;
  readonly identity: Buffer;
  readonly br?: Buffer;
  readonly gzip?: Buffer;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** What `npm run build:web` left in a folder; undefined where it has not been run. */
export function readWebFiles(folder: string): WebFiles | undefined {
  const record = join(folder, 'files.json');
  if (!existsSync(record)) return undefined;
  const names = namesIn(JSON.parse(readFileSync(record, 'utf8')));
  const assets = new Map(
    names
      .filter((name) => name !== 'index.html')
      .map((name) => [`/${name}`, readWebFile(folder, name)]),
  );
  return { assets, index: readWebFile(folder, 'index.html') };
}

function namesIn(record: unknown): string[] {
  const files =
    typeof record === 'object' && record !== null && 'files' in record ? record.files : undefined;
  if (!Array.isArray(files)) throw new Error('files.json of the web pages lists no files');
  return files.map(String);
}

function readWebFile(folder: string, name: string): WebFile {
  const path = join(folder, name);
  const mediaType = MEDIA_TYPES[extname(name)];
  if (mediaType === undefined) throw new Error(`${path}: a web page has no such file`);
  const identity = readFileSync(path);
  return {
    mediaType,
    tag: createHash('sha256').update(identity).digest('base64url').slice(0, 22),
    identity,
    ...(existsSync(`${path}.br`) && { br: readFileSync(`${path}.br`) }),
    ...(existsSync(`${path}.gz`) && { gzip: readFileSync(`${path}.gz`) }),
  };
}
