import type { Evidence, Package, Scope } from '../../model/index.ts';
import { isWord } from '../lockfile.ts';

export interface NpmEntry {
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly path: string;
  readonly evidence: Evidence;
  readonly scope?: Scope;
  readonly licenses?: readonly string[];
  /** Where a lockfile says it comes from; absent: a registry, or not said. */
  readonly source?: NpmSource | undefined;
}

/** Not from a registry: a repository, an archive somewhere, a folder beside the project. */
export type NpmSource = 'git' | 'url' | 'file';

/** Says `undefined` of what has no name or no version that could be a package's. */
export function npmPackage(entry: NpmEntry): Package | undefined {
  const name = entry.name?.trim();
  const version = entry.version?.trim();
  if (!isWord(name) || !isWord(version)) return undefined;
  return {
    ecosystem: 'npm',
    name,
    version,
    licenses: entry.licenses ?? [],
    locations: [entry.path],
    evidence: entry.evidence,
    confidence: 'exact',
    scope: entry.scope ?? 'runtime',
    ...(entry.source && { facts: { source: entry.source } }),
  };
}

/** `string-width@4.2.0` -> name and version; the `@` of a scope does not part them. */
export function splitNameVersion(text: string): readonly [name: string, version: string] {
  const at = text.indexOf('@', 1);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** By what npm, yarn, pnpm and bun write before a location; `https:` may be any registry's. */
export function sourceOf(resolved: string): NpmSource | undefined {
  if (/^(?:git[+:@]|github:|gitlab:|bitbucket:|gist:|ssh:)/.test(resolved)) return 'git';
  if (/^(?:file|link|portal|workspace|root|exec):/.test(resolved)) return 'file';
  return undefined;
}

/** A lockfile inside an installed package is its authors' own, or a test's: nobody installed by it. */
export function isProjectLockfile(path: string): boolean {
  return !/(?:^|\/)node_modules\//.test(path) && !/^usr\/(?:share|lib)\/nodejs\//.test(path);
}
