/** A bill of materials that somebody else made of an image, held against what was found in it. */
export interface SbomComparison {
  /** `opt/app/app.spdx.json`, `attestation sha256:...`, or a file's name. */
  readonly place: string;
  /** Index of the layer that it lies in; absent of what is attached to the image or given. */
  readonly layer?: number;
  /** `spdx`, `cyclonedx`, `syft`. */
  readonly format: string;
  /** Packages that it names with a purl, of types that are looked for. */
  readonly packages: number;
  /** Those that were found in the same version. */
  readonly agreed: number;
  /** Those that were not found; named up to a limit. */
  readonly missing: readonly string[];
  readonly missingCount: number;
  /** Those that were found in other versions only; named up to a limit. */
  readonly otherVersions: readonly OtherVersion[];
  readonly otherVersionCount: number;
  /** What was found and it does not name: of a document of the whole image only. */
  readonly unlisted?: readonly string[];
  readonly unlistedCount?: number;
}

export interface OtherVersion {
  readonly purl: string;
  /** As found. */
  readonly found: readonly string[];
}
