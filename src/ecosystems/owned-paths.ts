import type { OwnedPath } from '../model/index.ts';

/** Linux's PATH_MAX: a longer path can be in no image. */
const LONGEST_PATH = 4096;

/**
 * Characters of all paths of one database. Some ten times what the largest image has; databases
 * write a folder once for many files, so that a few bytes of a hostile one could become gigabytes.
 */
const MOST_CHARACTERS = 128 * 1024 * 1024;

/** A third of a distribution's files, none of which ever tells of a package. */
const NEVER_EVIDENCE = [
  'usr/share/man/',
  'usr/share/locale/',
  'usr/share/zoneinfo/',
  'usr/share/i18n/',
  'usr/include/',
];

/** Whether a file can be evidence of a package, so that it matters which package brought it. */
export function canBeEvidence(path: string): boolean {
  return !NEVER_EVIDENCE.some((folder) => path.startsWith(folder));
}

/** The paths that the packages of one database own, joined from folder and name within limits. */
export class PathJoiner {
  #characters = 0;

  /** Whether paths were left out because there are too many characters of them. */
  get isFull(): boolean {
    return this.#characters > MOST_CHARACTERS;
  }

  /** The path relative to the root; `undefined` of one that is too long or never matters. */
  join(folder: string, name: string): string | undefined {
    const length = folder.length + name.length + 1;
    if (name === '' || length > LONGEST_PATH || this.isFull) return undefined;
    const parent = folder.startsWith('/') ? folder.slice(1) : folder;
    const path = parent === '' || parent.endsWith('/') ? parent + name : `${parent}/${name}`;
    if (!canBeEvidence(path)) return undefined;
    this.#characters += length;
    return path;
  }
}

/** With the digest that the database records, if any. */
export function ownedPath(path: string, digest: string | undefined): OwnedPath {
  return digest === undefined ? { path } : { path, digest };
}
