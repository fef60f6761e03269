/** What told of a package. */
export type Evidence =
  /** A package manager's database of what is installed. */
  | 'database'
  /** Metadata that an installed package carries: METADATA, package.json, pom.properties. */
  | 'metadata'
  /** A lockfile: resolved, maybe not installed. */
  | 'lockfile'
  /** What a compiler or linker wrote into a binary. */
  | 'build-info'
  /** A manifest that was not written for identification, such as MANIFEST.MF. */
  | 'manifest'
  | 'file-name'
  | 'strings'
  /** An SBOM that somebody else made. */
  | 'sbom';

/** How sure name and version are: as written for this, computed from it, or guessed by a rule. */
export type Confidence = 'exact' | 'derived' | 'heuristic';

export type Scope = 'runtime' | 'dev';

/** One package as its evidence names it. The purl is made later: it may name the distribution. */
export interface Package {
  /** The purl type where one is registered; also the folder name under `src/ecosystems`. */
  readonly ecosystem: string;
  /** As displayed; matching goes by `Ecosystem.matchKeysOf`. */
  readonly name: string;
  /** As displayed: with epoch and release where there are any (`1:2.3-4`). */
  readonly version: string;
  readonly architecture?: string;
  /** The package its advisories are written against, when that is not itself. */
  readonly source?: { readonly name: string; readonly version: string };
  /** Who built it, as the database says: rpm's VENDOR, deb's Maintainer. Tells its origin. */
  readonly vendor?: string;
  /** rpm's module label: `nodejs:12:8030020201124152102:229f0a1c`. */
  readonly module?: string;
  /** As written: SPDX expressions or names. */
  readonly licenses: readonly string[];
  /** Where it was found, most telling path first; a path in a nested archive is `a.war!/b.jar`. */
  readonly locations: readonly string[];
  readonly evidence: Evidence;
  readonly confidence: Confidence;
  readonly scope: Scope;
  /** The package that carries this one: `pip` of a vendored copy, the jar of a shaded one. */
  readonly inside?: string;
  /**
   * Facts that only its own ecosystem reads: `main: 'true'` of a Go main module. Of any ecosystem:
   * `owner: 'guessed'`, its owner is known by name and place only.
   */
  readonly facts?: Readonly<Record<string, string>>;
}
