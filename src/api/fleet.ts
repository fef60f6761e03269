import type { AnalysisState, PushChange, RequestCause } from '../analyses/index.ts';
import type { Digest, Severity } from '../model/index.ts';

/**
 * Port: what is in all images together. Every question is of the repositories that are given, which the
 * caller has asked accounts for: nothing of others is read, counted, or waited for.
 */
export interface Fleet {
  /** Current images first, then by repository. */
  imagesWith(query: AffectedImagesQuery): Promise<readonly AffectedImage[]>;
  countAffected(query: VulnerabilityInRepositories): Promise<AffectedCounts>;
  /** Every vulnerability that counts in one of their images. */
  vulnerabilitiesIn(repositoryIds: readonly number[]): Promise<readonly string[]>;
  /** By name, then type. */
  packages(query: FleetPackagesQuery): Promise<readonly FleetPackage[]>;
  /** The one in most images first. */
  versions(query: FleetPackageName): Promise<readonly FleetVersion[]>;
  /** Current images first, then by repository. */
  imagesOf(query: PackageImagesQuery): Promise<readonly PackageImage[]>;
  /** Analyses that ended after a moment; those that were asked for last come first. */
  changes(query: FleetChangesQuery): Promise<readonly FleetChange[]>;
  /** How many of them there are, of a thousand at most. */
  changeTotals(
    query: Pick<FleetChangesQuery, 'repositoryIds' | 'since'>,
  ): Promise<FleetChangeTotals>;
  /** Tags that begin with the text, by name. */
  tags(
    repositoryIds: readonly number[],
    start: string,
    limit: number,
  ): Promise<readonly FoundTag[]>;
}

export interface VulnerabilityInRepositories {
  readonly repositoryIds: readonly number[];
  /** Every id that findings may call it by. */
  readonly vulnerabilities: readonly string[];
}

/** Where a list of images goes on. */
export interface ImagePlace {
  readonly isCurrent: boolean;
  readonly repository: string;
  readonly analysisId: number;
}

interface ImagesPage {
  readonly limit: number;
  readonly after?: ImagePlace | undefined;
  /** Whole: `acme/shop`. */
  readonly repository?: string | undefined;
}

export interface AffectedImagesQuery extends VulnerabilityInRepositories, ImagesPage {
  readonly isFixable?: boolean | undefined;
}

export interface FleetImage {
  readonly place: ImagePlace;
  readonly repository: string;
  readonly digest: Digest;
  readonly platform: string;
  /** The first of those that lead to it, by name; a name of an SBOM too. */
  readonly tags: readonly string[];
}

export interface AffectedImage extends FleetImage {
  readonly severity: Severity;
  /** In the repository; absent while it is being written down. */
  readonly firstSeen: Date | undefined;
  readonly packages: readonly AffectedPackageIn[];
}

export interface AffectedPackageIn {
  readonly vulnerability: string;
  readonly type: string;
  readonly name: string;
  readonly version: string;
  /** That brought it; 0 is the lowest. */
  readonly layer: number;
  readonly severity: Severity;
  readonly fixedIn: string | undefined;
}

/** Of images with a report. */
export interface AffectedCounts {
  readonly checked: number;
  readonly affected: number;
  readonly currentChecked: number;
  readonly currentAffected: number;
  readonly repositoriesAffected: number;
}

export interface FleetPackageName {
  readonly repositoryIds: readonly number[];
  readonly type: string;
  readonly name: string;
}

export interface FleetPackagesQuery {
  readonly repositoryIds: readonly number[];
  /** In the name; `isStart`: at its start. */
  readonly search?: string | undefined;
  readonly isStart?: boolean | undefined;
  readonly type?: string | undefined;
  /** How a version begins. */
  readonly version?: string | undefined;
  readonly limit: number;
  readonly after?: { readonly name: string; readonly type: string } | undefined;
}

export interface FleetPackage {
  readonly type: string;
  readonly name: string;
  readonly versions: number;
  /** An image with two of its versions counts for each. */
  readonly images: number;
  readonly repositories: number;
  /** Of the findings of any of these versions. */
  readonly worst: Severity | undefined;
}

export interface FleetVersion {
  readonly version: string;
  readonly images: number;
  readonly repositories: number;
  readonly worst: Severity | undefined;
}

export interface PackageImagesQuery extends FleetPackageName, ImagesPage {
  /** Absent: every version. */
  readonly version?: string | undefined;
}

export interface PackageImage extends FleetImage {
  readonly places: readonly PackagePlace[];
}

export interface PackagePlace {
  readonly version: string;
  readonly layer: number;
  readonly path: string;
}

export interface FleetChangesQuery {
  readonly repositoryIds: readonly number[];
  readonly since: Date;
  readonly limit: number;
  /** The id of the last of the page before. */
  readonly after?: number | undefined;
}

/** An image of one platform that was analyzed for a repository. */
export interface FleetChange {
  readonly id: number;
  readonly repository: string;
  readonly digest: Digest;
  readonly platform: string;
  readonly tag: string | undefined;
  readonly cause: RequestCause;
  readonly at: Date;
  readonly state: AnalysisState;
  /** Where a push put it in the place of another image of the tag. */
  readonly change: Omit<PushChange, 'at'> | undefined;
}

export interface FleetChangeTotals {
  readonly analyses: number;
  readonly repositories: number;
}

export interface FoundTag {
  readonly repository: string;
  readonly tag: string;
}
