import type { Confidence, Distro, MatchKey, Origin, Package, Purl } from '../model/index.ts';
import type { PackageCataloger } from './cataloger.ts';
import type { VersionScheme } from './version-scheme.ts';

/**
 * Everything the product knows of one family of packages, in one folder.
 *
 * The id is the folder's name, and the purl type where one is registered. To add an ecosystem, make the
 * folder, export an `Ecosystem` from its index.ts, and add it to ecosystems/index.ts.
 */
export interface Ecosystem<Version = unknown> {
  readonly id: string;
  /** For people: `Debian packages`. */
  readonly title: string;
  readonly versions: VersionScheme<Version>;
  readonly catalogers: readonly PackageCataloger[];
  readonly advisedBy: AdvisedBy;
  /** Says `undefined` of a package that no purl can be made of. */
  purlOf(pkg: Package, distro: Distro | undefined): Purl | undefined;
  /**
   * Which advisories may speak of a package; `undefined`: none can (a virtual package, a
   * distribution without a feed, a branch instead of a version).
   */
  matchTargetOf(pkg: Package, context: MatchContext): MatchTarget | undefined;
  /** Advisories write a package's name in several ways; this is the one we match by. */
  normalizeName(name: string): string;
  /** A text equal to another of the same version in an advisory's `versions[]`. Identity for most. */
  normalizeVersion(text: string): string;
  /** What several licences of one package mean: one may choose; absent: each applies. */
  readonly licensesMean?: 'any';
  /** Who made a package, for those that a distribution can have made. */
  originOf(pkg: Package, distro: Distro | undefined): Origin;
}

/** Who writes advisories for a family of packages: each distribution, one for all of them, nobody. */
export type AdvisedBy = 'distribution' | 'everywhere' | 'nobody';

/** What of the image bears on which advisories apply. */
export interface MatchContext {
  readonly distro: Distro | undefined;
  /** Facts of every unit of the image, by cataloger id: enabled channels, content sets. */
  readonly facts: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

export interface MatchTarget {
  /** Normalized: `Debian:12`, `Ubuntu:22.04`, `npm`. */
  readonly namespace: string;
  readonly channels: readonly string[];
  /** Tried in order; of one `via` the first that the namespace knows wins. */
  readonly keys: readonly MatchKey[];
  readonly isKernelHeaders: boolean;
  /** `derived` where the namespace is of the distribution's parent or rolling; absent: `exact`. */
  readonly confidence?: Confidence;
}
