import { constants } from 'node:fs';
import type { Dirent } from 'node:fs';
import { open, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageConfig, OpenedImage } from '../image/index.ts';
import { parsePlatform } from '../image/index.ts';
import type { Diagnostic } from '../model/index.ts';
import type { SourceOptions } from './options.ts';
import { padding, tarEnd, tarHeader } from './tar-writer.ts';

const EMPTY_CONFIG: ImageConfig = {
  entrypoint: [],
  command: [],
  environment: [],
  exposedPorts: [],
  labels: {},
  diffIds: [],
  history: [],
};
/** After these, one more diagnostic says that there are more. */
const MAX_DIAGNOSTICS = 100;
const CHUNK = 1 << 18;

/**
 * A folder as an image of one layer, which is written as a tar while it is read: nothing is
 * copied, links are not followed. Its `diagnostics` are complete once the layer has been read.
 */
export function openFolder(
  folder: string,
  reference: string,
  { platform, defaultPlatform }: Pick<SourceOptions, 'platform' | 'defaultPlatform'>,
): OpenedImage {
  const diagnostics: Diagnostic[] = [];
  const stated = parsePlatform(platform ?? defaultPlatform);
  return {
    reference,
    kind: 'folder',
    platform: stated.ok ? stated.value : { os: 'linux', architecture: 'amd64' },
    config: EMPTY_CONFIG,
    layers: [
      {
        mediaType: 'application/vnd.oci.image.layer.v1.tar',
        bytes: {
          kind: 'stream',
          open: () => {
            diagnostics.length = 0;
            return Promise.resolve(tarOf(folder, reporter(diagnostics)));
          },
        },
      },
    ],
    diagnostics,
    close: () => Promise.resolve(),
  };
}

type Report = (code: string, path: string, problem: string) => void;

function reporter(diagnostics: Diagnostic[]): Report {
  return (code, path, problem) => {
    if (diagnostics.length > MAX_DIAGNOSTICS) return;
    const isLast = diagnostics.length === MAX_DIAGNOSTICS;
    const message = isLast ? 'more of the folder could not be read' : `${path} ${problem}`;
    const severity = code === 'special' ? 'info' : 'warning';
    diagnostics.push({ code: `sources.folder.${code}`, severity, message, path });
  };
}

/** Depth first, names in code unit order. Not recursive: a folder may be as deep as it likes. */
async function* tarOf(root: string, report: Report): AsyncGenerator<Uint8Array> {
  const waiting = (await entriesOf(root, '', report)).toReversed();
  for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
    const path = entry.parentPath === root ? entry.name : entryPath(root, entry);
    if (entry.isDirectory()) {
      yield tarHeader({ path, kind: 'directory', mode: 0o755, size: 0, target: '' });
      waiting.push(...(await entriesOf(root, path, report)).toReversed());
    } else if (entry.isSymbolicLink()) {
      const target = await attempt(() => readlink(join(root, path)), path, report);
      if (target !== undefined) {
        yield tarHeader({ path, kind: 'symlink', mode: 0o777, size: 0, target });
      }
    } else if (entry.isFile()) yield* fileOf(root, path, report);
    else report('special', path, 'was left out: a device, socket or pipe');
  }
  yield tarEnd();
}

function entryPath(root: string, entry: Dirent): string {
  return join(entry.parentPath, entry.name).slice(join(root, '/').length);
}

async function entriesOf(root: string, path: string, report: Report): Promise<Dirent[]> {
  const list = (): Promise<Dirent[]> => readdir(join(root, path), { withFileTypes: true });
  const entries = await attempt(list, path || '.', report);
  return (entries ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** As many bytes as the header promised: a file that shrinks meanwhile is filled with zeros. */
async function* fileOf(root: string, path: string, report: Report): AsyncGenerator<Uint8Array> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await attempt(() => open(join(root, path), flags), path, report);
  if (file === undefined) return;
  try {
    const { size, mode } = await file.stat();
    yield tarHeader({ path, kind: 'file', mode, size, target: '' });
    let left = size;
    while (left > 0) {
      const buffer = new Uint8Array(Math.min(left, CHUNK));
      const read = await attempt(() => file.read(buffer, 0, buffer.length), path, report);
      if (read === undefined || read.bytesRead === 0) break;
      left -= read.bytesRead;
      yield buffer.subarray(0, read.bytesRead);
    }
    if (left > 0) report('changed', path, 'became shorter while it was read');
    for (; left > 0; left -= Math.min(left, CHUNK)) yield new Uint8Array(Math.min(left, CHUNK));
    yield padding(size);
  } finally {
    await file.close();
  }
}

/** `undefined`, and said, when the filesystem refuses: the rest of the folder still counts. */
async function attempt<Value>(
  what: () => Promise<Value>,
  path: string,
  report: Report,
): Promise<Value | undefined> {
  try {
    return await what();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    report('unreadable', path, `could not be read: ${reason}`);
    return undefined;
  }
}
