import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';

/** One file of a feed. */
export interface FeedFile {
  /** Its path on a mirror, which mirrors the real URLs: `osv/npm/all.zip`. */
  readonly path: string;
  /** Where its publisher serves it. */
  readonly url: string;
  /** A larger one is refused. */
  readonly maxBytes: number;
}

/** What tells whether a file changed: an ETag or a date, or a size and a time of a local file. */
export type Fingerprint = string;

export type Obtained =
  | { readonly kind: 'unchanged' }
  /** The publisher or mirror has no such file. */
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'changed';
      /** A local file to read; `isAside`: it was downloaded, and is to be moved or removed. */
      readonly path: string;
      readonly isAside: boolean;
      readonly fingerprint: Fingerprint;
    };

/** Brings a feed's files to this machine. */
export interface FeedTransport {
  /** For people: a URL or a folder. */
  readonly origin: string;
  /** Whether asking for hundreds of single records is quicker than one archive. */
  readonly hasSingleRecords: boolean;
  /** `known`: the fingerprint of the copy that is here already. `aside`: where to put a download. */
  obtain(
    file: FeedFile,
    known: Fingerprint | undefined,
    aside: string,
  ): Promise<Result<Obtained, Failure>>;
}

/** Reads a mirror that is a folder, in place. */
export function folderTransport(folder: string): FeedTransport {
  return {
    origin: folder,
    hasSingleRecords: false,
    obtain: (file, known) => {
      const path = findFile(folder, file.path);
      const stat = statSync(path, { throwIfNoEntry: false });
      if (!stat?.isFile()) return Promise.resolve(ok({ kind: 'absent' }));
      const fingerprint = `${path}:${stat.size}:${stat.mtimeMs}`;
      return Promise.resolve(
        fingerprint === known
          ? ok({ kind: 'unchanged' })
          : ok({ kind: 'changed', path, isAside: false, fingerprint }),
      );
    },
  };
}

/** A mirror may put a date into an archive's name: the newest counts. */
function findFile(folder: string, path: string): string {
  const exact = join(folder, path);
  const suffix = '.jsonl.zst';
  if (existsSync(exact) || !path.endsWith(suffix) || !existsSync(dirname(exact))) return exact;
  const stem = basename(path, suffix);
  const dated = readdirSync(dirname(exact))
    .filter((name) => name.startsWith(stem) && name.endsWith(suffix))
    .toSorted()
    .at(-1);
  return dated === undefined ? exact : join(dirname(exact), dated);
}

/** Names of the feeds that a mirror folder holds. */
export function feedsIn(folder: string): readonly string[] {
  const names = ['osv', 'alpine-secdb'].flatMap((kind) =>
    foldersIn(join(folder, kind)).map((name) => `${kind}/${name}`),
  );
  const single: Readonly<Record<string, string>> = {
    'wolfi-secdb': 'wolfi',
    'debian-tracker': 'debian-security-tracker',
    kev: 'kev',
    epss: 'epss',
    cve: 'cve',
    endoflife: 'endoflife',
  };
  for (const [name, path] of Object.entries(single)) {
    if (existsSync(join(folder, path))) names.push(name);
  }
  return names;
}

function foldersIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}
