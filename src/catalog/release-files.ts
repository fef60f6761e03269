import { RELEASE_FILES, detectDistro } from '../image/index.ts';
import type { Distro } from '../model/index.ts';

const MAX_BYTES = 64 * 1024;
const BASENAMES: ReadonlySet<string> = new Set(
  RELEASE_FILES.map((path) => path.slice(path.lastIndexOf('/') + 1)),
);
/** Where Fedora keeps those of its variants. */
const VARIANTS = 'usr/lib/os.release.d/';

/** Whether a file's text may tell the distribution, be it through a link. */
export function isReleaseFile(path: string, size: number): boolean {
  if (size > MAX_BYTES) return false;
  return BASENAMES.has(path.slice(path.lastIndexOf('/') + 1)) || path.startsWith(VARIANTS);
}

/**
 * The distribution of the merged filesystem.
 *
 * @param files texts by path, of all layers together.
 * @param resolve follows the merged filesystem's links.
 */
export function distroOf(
  files: ReadonlyMap<string, string>,
  resolve: (path: string) => string | undefined,
): Distro | undefined {
  const followed = RELEASE_FILES.flatMap((path): [string, string][] => {
    const text = files.get(resolve(path) ?? '');
    return text === undefined ? [] : [[path, text]];
  });
  return detectDistro(Object.fromEntries(followed));
}
