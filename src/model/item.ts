import type { Confidence } from './package.ts';

/** One name under which an advisory may speak of a package, and the version to compare. */
export interface MatchKey {
  readonly name: string;
  readonly version: string;
  /** Whether it is the package itself or the source package that it was built from. */
  readonly via: 'package' | 'source';
  /**
   * rpm does not record the epoch of a source package: where it cannot be known, `version` has
   * none and the advisory's is to be left out of the comparison too (`4:5.26.3-1` -> `5.26.3-1`).
   */
  readonly ignoresEpoch?: true;
}

/** A package or binary that is of a distribution's kernel but runs none: hidden from totals. */
export type ItemClass = 'package' | 'kernel-headers';

/**
 * All that matching needs to know of a package, complete with its context. Equal items always
 * match equally, in any image.
 */
export interface Item {
  /** The purl type: gives the version scheme. */
  readonly ecosystem: string;
  /** As OSV writes its ecosystems, normalized: `Debian:12`, `Ubuntu:22.04`, `npm`. */
  readonly namespace: string;
  /** Further advisory namespaces that apply: enabled channels, the distribution's module products. */
  readonly channels: readonly string[];
  /** Tried in order; of one `via` the first that the namespace knows wins. */
  readonly keys: readonly MatchKey[];
  readonly architecture?: string;
  /** rpm's `name:stream`. */
  readonly module?: string;
  readonly class: ItemClass;
  /** `derived` where the namespace is of the distribution's parent; absent: `exact`. */
  readonly confidence?: Confidence;
  /** The distribution package that owns it: whose feed may say that it is fixed there. */
  readonly ownedBy?: OwnerItem;
}

export interface OwnerItem {
  readonly namespace: string;
  readonly ecosystem: string;
  /** Enabled channels; absent: none. */
  readonly channels?: readonly string[];
  readonly keys: readonly MatchKey[];
  /** rpm's `name:stream`. */
  readonly module?: string;
}
