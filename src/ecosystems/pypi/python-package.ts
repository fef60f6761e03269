import type { Evidence, Package, Scope } from '../../model/index.ts';
import { isWord } from '../lockfile.ts';

export interface PythonEntry {
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly path: string;
  readonly evidence: Evidence;
  readonly scope?: Scope;
  readonly licenses?: readonly string[];
  /** The distribution that carries a copy of it. */
  readonly inside?: string | undefined;
  /** Where a lockfile says it comes from; absent: an index, or not said. */
  readonly source?: PythonSource | undefined;
}

/** Not from an index of packages: a repository, an archive somewhere, a folder beside the project. */
export type PythonSource = 'git' | 'url' | 'file';

/** Says `undefined` of what has no name or no version that could be a distribution's. */
export function pythonPackage(entry: PythonEntry): Package | undefined {
  const name = entry.name?.trim();
  const version = entry.version?.trim();
  if (!isWord(name) || !isWord(version) || version === 'UNKNOWN') return undefined;
  return {
    ecosystem: 'pypi',
    name,
    version,
    licenses: entry.licenses ?? [],
    locations: [entry.path],
    evidence: entry.evidence,
    confidence: entry.inside === undefined ? 'exact' : 'derived',
    scope: entry.scope ?? 'runtime',
    ...(entry.inside && { inside: entry.inside }),
    ...(entry.source && { facts: { source: entry.source } }),
  };
}

/** The distribution whose `_vendor` folder a path lies in: `pip/_vendor/vendor.txt` -> `pip`. */
export function vendorOf(path: string): string | undefined {
  const folders = path.split('/');
  const vendored = folders.lastIndexOf('_vendor');
  const carrier = vendored > 0 ? folders[vendored - 1] : undefined;
  return carrier === 'pkg_resources' ? 'setuptools' : carrier;
}

/**
 * One spelling of the many that an index takes for the same name.
 *
 * https://packaging.python.org/en/latest/specifications/name-normalization/
 */
export function normalizePythonName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}
