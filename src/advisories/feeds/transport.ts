import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import { digestOf } from '../snapshot/memory-snapshot.ts';
import { byCodeUnits } from '../snapshot/order.ts';

/** One file of a feed. */
export interface FeedFile {
  /** Its path on a mirror, which mirrors the real URLs: `osv/npm/all.zip`. */
  readonly path: string;
  /** Where its publisher serves it; absent: only mirrors have it in this form. */
  readonly url?: string;
  /** A larger one is refused. */
  readonly maxBytes: number;
  /** A folder of files, which only a mirror that is a folder has. */
  readonly isFolder?: boolean;
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
      const fingerprint = fingerprintOf(path, file.isFolder ?? false);
      if (fingerprint === undefined) return Promise.resolve(ok({ kind: 'absent' }));
      return Promise.resolve(
        fingerprint === known
          ? ok({ kind: 'unchanged' })
          : ok({ kind: 'changed', path, isAside: false, fingerprint }),
      );
    },
  };
}

/** `undefined`: there is no such file or folder, or the folder is empty. */
function fingerprintOf(path: string, isFolder: boolean): Fingerprint | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!isFolder) return stat?.isFile() ? `${path}:${stat.size}:${stat.mtimeMs}` : undefined;
  const files = stat?.isDirectory() ? filesBelow(path) : [];
  if (files.length === 0) return undefined;
  const listed = files.map((file) => `${file.path}:${file.size}:${file.mtimeMs}`);
  return `${path}:${digestOf(listed.join('\n'))}`;
}

interface FileBelow {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** Files of a folder and its folders but hidden ones, links not followed, in the order of their paths. */
export function filesBelow(folder: string): readonly FileBelow[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith('.'))
    .map((path) => {
      const { size, mtimeMs } = statSync(join(folder, path));
      return { path, size, mtimeMs };
    })
    .toSorted((a, b) => byCodeUnits(a.path, b.path));
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
    'chainguard-secdb': 'chainguard',
    'debian-tracker': 'debian-security-tracker',
    'redhat-vex': 'redhat-vex',
    'oracle-elsa': 'oracle',
    'amazon-alas/1': 'amazon/2018.03',
    'amazon-alas/2': 'amazon/2',
    'amazon-alas/2022': 'amazon/al2022',
    'amazon-alas/2023': 'amazon/al2023',
    kev: 'kev',
    epss: 'epss',
    cve: 'cve',
    nvd: 'nvd',
    'nodejs-core': 'nodejs-core',
    endoflife: 'endoflife',
  };
  for (const [name, path] of Object.entries(single)) {
    if (existsSync(join(folder, path))) names.push(name);
  }
  return [...names, ...releasesIn(folder)];
}

/** Where a feed's releases are files, and which part of a file's name is the release. */
const RELEASE_FILES: readonly (readonly [kind: string, folder: string, name: RegExp])[] = [
  ['photon', 'photon/photon_cve_metadata', /^cve_data_photon(\d{1,3}\.\d{1,3})\.json$/],
  ['azurelinux-oval', 'azurelinux', /^(?:azurelinux|cbl-mariner)-(\d{1,3})\.0-oval\.xml$/],
];

function releasesIn(mirror: string): readonly string[] {
  return RELEASE_FILES.flatMap(([kind, folder, name]) => {
    const path = join(mirror, folder);
    const files = existsSync(path) ? readdirSync(path).toSorted() : [];
    return files.flatMap((file) => {
      const release = name.exec(file)?.[1];
      return release === undefined ? [] : [`${kind}/${release}`];
    });
  });
}

function foldersIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}
