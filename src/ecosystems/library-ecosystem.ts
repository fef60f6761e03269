import type { Package } from '../model/index.ts';
import { formatPurl } from '../model/index.ts';
import type { PackageCataloger } from './cataloger.ts';
import type { Ecosystem } from './ecosystem.ts';
import type { VersionScheme } from './version-scheme.ts';

/** What one registry of libraries has of its own. */
export interface LibraryEcosystem<Version> {
  /** The purl type. */
  readonly id: string;
  readonly title: string;
  readonly versions: VersionScheme<Version>;
  /** Of files in images; absent: its packages come from SBOMs only. */
  readonly catalogers?: readonly PackageCataloger[];
  /** As OSV names it: `NuGet`; `undefined` where nobody writes advisories. */
  readonly namespace: string | undefined | ((pkg: Package) => string | undefined);
  /** Of a type that is not registered: its purls are generic ones, in a namespace of its name. */
  readonly isUnregistered?: boolean;
  readonly licensesMean?: 'any';
  /** As advisories are matched; identity where names are one spelling. */
  readonly normalizeName?: (name: string) => string;
  readonly normalizeVersion?: (text: string) => string;
  /** The version that advisories speak of, where it is not all of the one displayed. */
  readonly matchVersion?: (version: string) => string;
  /** What stands in a version's place and has no advisories: `dev-main`. */
  readonly isBranch?: (version: string) => boolean;
  /** Qualifiers of the purl; those of no value are left out. */
  readonly qualifiers?: (pkg: Package) => Readonly<Record<string, string>>;
}

/**
 * An ecosystem that needs no more than its names. A name with slashes has its namespace before the
 * last one. A package whose fact `source` is `path` is the project's own: it has no advisories.
 */
export function libraryEcosystem<Version>(library: LibraryEcosystem<Version>): Ecosystem<Version> {
  const { id, title, versions, namespace } = library;
  const normalizeName = library.normalizeName ?? identity;
  const matchVersion = library.matchVersion ?? identity;
  return {
    id,
    title,
    versions,
    catalogers: library.catalogers ?? [],
    advisedBy: namespace === undefined ? 'nobody' : 'everywhere',
    ...(library.licensesMean && { licensesMean: library.licensesMean }),

    purlOf(pkg) {
      const segments = [...(library.isUnregistered ? [id] : []), ...pkg.name.split('/')];
      const qualifiers = library.qualifiers?.(pkg);
      return formatPurl({
        type: library.isUnregistered ? 'generic' : id,
        namespace: segments.slice(0, -1).join('/'),
        name: segments.at(-1) ?? '',
        version: pkg.version,
        ...(qualifiers && { qualifiers }),
      });
    },

    matchTargetOf(pkg) {
      const { name, version } = pkg;
      if (version === '' || library.isBranch?.(version)) return undefined;
      if (pkg.facts?.['source'] === 'path') return undefined;
      const feed = typeof namespace === 'function' ? namespace(pkg) : namespace;
      if (feed === undefined) return undefined;
      const key = {
        name: normalizeName(name),
        version: matchVersion(version),
        via: 'package',
      } as const;
      return { namespace: feed, channels: [], keys: [key], isKernelHeaders: false };
    },

    normalizeName,
    normalizeVersion: library.normalizeVersion ?? identity,
    originOf: () => 'unknown',
  };
}

function identity(text: string): string {
  return text;
}
