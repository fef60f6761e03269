import { formatPurl } from '../model/index.ts';
import type { Ecosystem } from './ecosystem.ts';
import type { VersionScheme } from './version-scheme.ts';

/** What one registry of libraries has of its own. */
export interface LibraryEcosystem<Version> {
  /** The purl type. */
  readonly id: string;
  readonly title: string;
  readonly versions: VersionScheme<Version>;
  /** As OSV names it: `NuGet`. */
  readonly namespace: string;
  /** As advisories are matched; identity where names are one spelling. */
  readonly normalizeName?: (name: string) => string;
  readonly normalizeVersion?: (text: string) => string;
  /** What stands in a version's place and has no advisories: `dev-main`. */
  readonly isBranch?: (version: string) => boolean;
}

/**
 * An ecosystem of which nothing is found in images yet: its packages come from SBOMs. A name with
 * slashes has its namespace before the last one.
 */
export function libraryEcosystem<Version>(library: LibraryEcosystem<Version>): Ecosystem<Version> {
  const { id, title, versions, namespace } = library;
  const normalizeName = library.normalizeName ?? identity;
  return {
    id,
    title,
    versions,
    catalogers: [],

    purlOf({ name, version }) {
      const slash = name.lastIndexOf('/');
      const own = { type: id, name: name.slice(slash + 1), version };
      return formatPurl(slash === -1 ? own : { ...own, namespace: name.slice(0, slash) });
    },

    matchTargetOf({ name, version }) {
      if (version === '' || library.isBranch?.(version)) return undefined;
      const key = { name: normalizeName(name), version, via: 'package' } as const;
      return { namespace, channels: [], keys: [key], isKernelHeaders: false };
    },

    normalizeName,
    normalizeVersion: library.normalizeVersion ?? identity,
    originOf: () => 'unknown',
  };
}

function identity(text: string): string {
  return text;
}
