import type { Confidence, Evidence, Package, Scope } from '../model/index.ts';
import { isWord } from './lockfile.ts';

/** What a file tells of one package of a library registry. */
export interface LibraryEntry {
  /** The purl type. */
  readonly ecosystem: string;
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly path: string;
  readonly evidence: Evidence;
  /** Absent: `exact`. */
  readonly confidence?: Confidence;
  readonly scope?: Scope;
  readonly licenses?: readonly string[];
  /** Those of no value are left out. */
  readonly facts?: Readonly<Record<string, string | undefined>>;
}

/** Says `undefined` of what has no name or no version that could be a package's. */
export function libraryPackage(entry: LibraryEntry): Package | undefined {
  const name = entry.name?.trim();
  const version = entry.version?.trim();
  if (!isWord(name) || !isWord(version)) return undefined;
  const facts = Object.fromEntries(
    Object.entries(entry.facts ?? {}).flatMap(([fact, value]) => (value ? [[fact, value]] : [])),
  );
  return {
    ecosystem: entry.ecosystem,
    name,
    version,
    licenses: entry.licenses ?? [],
    locations: [entry.path],
    evidence: entry.evidence,
    confidence: entry.confidence ?? 'exact',
    scope: entry.scope ?? 'runtime',
    ...(Object.keys(facts).length > 0 && { facts }),
  };
}

/** Folders that package managers unpack each package into, with all that its authors left in it. */
const UNPACKED =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|vendor\/bundle|gems\/[^/]+-\d[^/]*|\.cargo\/registry|pkg\/mod|\.nuget\/packages|\.pub-cache|\.stack|\.cabal\/packages|\.julia\/(?:packages|dev)|\.conan2?\/(?:p|data))\//;

/** A lockfile inside an unpacked package is its authors' own: nobody installed by it. */
export function isProjectLockfile(path: string): boolean {
  return !UNPACKED.test(path);
}
