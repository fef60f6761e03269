import { posix } from 'node:path';
import type { Limits } from '../base/index.ts';
import { failure, FailureError } from '../base/index.ts';
import type { LinkTree, TarEntry } from '../image/index.ts';
import { linkTree, resolvePath } from '../image/index.ts';

/** More members than any image has blobs. */
const MAX_MEMBERS = 1_000_000;

/** An archive's members are few and are kept by name. */
export function archiveLimits(limits: Limits): Limits {
  return { ...limits, entries: Math.min(limits.entries, MAX_MEMBERS) };
}

/**
 * What is known of an archive's files, by name and through links: old archives store a layer once
 * and link to it (`ID/layer.tar -> ../OTHER/layer.tar`). The last of a name counts.
 */
export class ArchiveMembers<File> {
  readonly #limits: Pick<Limits, 'symlinks'>;
  readonly #files = new Map<string, File>();
  readonly #links = new Map<string, string>();
  #tree: LinkTree | undefined;

  constructor(limits: Pick<Limits, 'symlinks'>) {
    this.#limits = limits;
  }

  /** Takes in an entry; `file` is what to find of one that is a file. */
  add({ path, kind, linkName }: TarEntry, file: File | undefined): void {
    this.#tree = undefined;
    this.#links.delete(path);
    this.#files.delete(path);
    if (file !== undefined) this.#files.set(path, file);
    if (kind === 'symlink') this.#links.set(path, linkName);
    // A hard link names its file from the archive's root.
    if (kind === 'hardlink') this.#links.set(path, posix.join('/', linkName));
  }

  find(name: string): File | undefined {
    this.#tree ??= linkTree(this.#links);
    const path = resolvePath(name, this.#tree, this.#limits.symlinks);
    return path === undefined ? undefined : this.#files.get(path);
  }
}

/** The same failure in the words of archives: `name` is what messages call this one. */
export function archiveFailure(error: unknown, name: string): Error {
  if (!(error instanceof Error)) return new Error(String(error), { cause: error });
  if (!(error instanceof FailureError)) return error;
  const { code, message } = error.failure;
  const own = code.replace(/^image\.(?:tar|layer)\./, 'sources.archive.');
  if (own === code) return error;
  const advice = code.endsWith('.truncated') ? '; it was cut off, copy or save it again' : '';
  return new FailureError(failure(own, `${name}: ${message}${advice}`), { cause: error });
}
