/** A program or library that tells its own version in its bytes, and who writes advisories for it. */
export interface Product {
  readonly name: string;
  /** Of the purl, where it is not `generic/NAME`: `golang/helm.sh/helm`. */
  readonly purl?: string;
  /**
   * `vendor:product` as its CPE names and its CVE records write them, none of them guessed; the first is
   * its main one. Empty where it is in no record that we know: then no advisories are read for it.
   */
  readonly cpes: readonly string[];
  /** Its name in Bitnami's advisories, which are on upstream's releases; they come before CVE records. */
  readonly bitnami?: string;
  /** Advisory namespace of its own project, where it is by this product's name; asked besides. */
  readonly ownAdvisories?: string;
  /** The Go module of its program: what Go's linker recorded of the same file counts more. */
  readonly module?: string;
  readonly programs: readonly Program[];
  /** The version as advisories write it, where that differs: `8.0.352` of `1.8.0_352-b08`. */
  readonly advisoryVersion?: (version: string) => string;
}

/** Files that one product is known by, and how the version stands in them. */
export interface Program {
  readonly files: readonly FileName[];
  /** Tried in order; the first that finds a version counts. */
  readonly versions: readonly VersionPattern[];
  /** A file with this text is another product's of the same name. */
  readonly unless?: string;
}

/** A whole name; or names that begin with `prefix`, and what follows it. */
export type FileName = string | { readonly prefix: string; readonly rest: RegExp };

/**
 * Where a version stands. Every expression has the version as its group `version` and no repetition
 * within a repetition; it sees a window of a few hundred bytes, read as Latin-1.
 */
export type VersionPattern =
  /**
   * About a literal text. `{series}` in it stands for the group `series` of the file's name; without
   * that there is nothing to look for.
   */
  | {
      readonly anchor: string;
      readonly version: RegExp;
      /** Bytes of the window before the anchor; 0 by default. */
      readonly before?: number;
      /** Bytes of the window from the anchor's start. */
      readonly after?: number;
    }
  /** Anywhere: for programs of a few names that have no text beside the version. Needs the flag `g`. */
  | { readonly anywhere: RegExp };
