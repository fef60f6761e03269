import type { SnapshotName } from '../analyzer/index.ts';
import type { Failure, Result } from '../base/index.ts';
import type { ImageConfig } from '../image/index.ts';
import type {
  ConfigCheck,
  DiffId,
  Digest,
  FixStep,
  Inventory,
  InventoryLayer,
  InventoryPackage,
  Severity,
} from '../model/index.ts';
import type { PackageUpgrade } from '../recommend/index.ts';
import type { ExportFormat, LocatedFinding, Report, Summary } from '../report/index.ts';
import type { BaseInUse, BaseRecords } from './base-ports.ts';
import type { BasesAsked, ImageHierarchy, ImportedBase, OtherBases } from './base-views.ts';
import type { AnalysisEvent } from './events.ts';
import type { QueueAdministration, QueueView } from './queue.ts';
import type { Requester } from './requester.ts';
import type { AnalysisState, TerminalState } from './state.ts';

/** What happens to images after a push. The caller has asked accounts whether the actor may do it. */
export interface Analyses extends QueueAdministration {
  // Activation: accounts keeps whether a repository is active; these follow its change.
  /** Queues what the back-fill asks for; how many manifests that were. */
  activated(
    repositoryIds: readonly number[],
    backFill: BackFill,
    by: Requester,
  ): Promise<{ readonly queued: number }>;
  /** Results stay; what waits for these repositories alone is cancelled. */
  deactivated(
    repositoryIds: readonly number[],
    by: Requester,
  ): Promise<{ readonly cancelled: number }>;

  // Reading; `undefined`: the repository has no such tag or manifest.
  stateOf(repositoryId: number, reference: ImageReference): Promise<ReferenceAnalysis | undefined>;
  /** Tags with their states and summaries, in code-unit order of the tag. */
  list(repositoryId: number, page: TagPage): Promise<readonly TagAnalysis[]>;
  /** Failure `analyses.no-report` with what there is instead. */
  report(
    repositoryId: number,
    reference: ImageReference,
    options?: ReportOptions,
  ): Promise<Result<ReadReport, Failure>>;
  /** The same, as pages show it: without what only whole documents need. */
  view(
    repositoryId: number,
    reference: ImageReference,
    options?: ReportOptions,
  ): Promise<Result<ReportView, Failure>>;
  /** What the image says of itself, analyzed or not; an SBOM says nothing. */
  contents(
    repositoryId: number,
    reference: ImageReference,
    options?: ReportOptions,
  ): Promise<Result<ImageContents, Failure>>;
  /** What the push that put this image under the tag changed; `undefined`: it was the tag's first. */
  lastChange(repositoryId: number, tag: string, digest: Digest): Promise<LastChange | undefined>;
  /** Of manifests and indexes of a repository, all at once; those that it has not are left out. */
  statesOf(
    repositoryId: number,
    digests: readonly Digest[],
  ): Promise<ReadonlyMap<Digest, ReferenceAnalysis>>;
  /** What the image is built on, and what is built on it. */
  hierarchy(
    repositoryId: number,
    reference: ImageReference,
    asked: BasesAsked,
  ): Promise<Result<ImageHierarchy, Failure>>;
  /** What it could be built on instead, predicted without building; what came of the last change. */
  basesFor(
    repositoryId: number,
    reference: ImageReference,
    asked: BasesAsked,
  ): Promise<Result<OtherBases, Failure>>;
  /** Of each package that has a fix, the versions to go to. */
  upgrades(
    repositoryId: number,
    reference: ImageReference,
    options?: ReportOptions,
  ): Promise<Result<readonly PackageUpgrade[], Failure>>;
  /** Remembers an image of elsewhere that others are built on. */
  importBase(base: ImportedBase): Promise<void>;
  basesInUse(repositoryIds: readonly number[]): Promise<readonly BaseInUse[]>;
  publicBases: BaseRecords['listPublicBases'];
  removeBase: BaseRecords['removeBase'];
  /** When a repository's findings were seen first, in their order; `undefined`: not noted. */
  firstSeen(
    repositoryId: number,
    findings: readonly FindingName[],
  ): Promise<readonly (Date | undefined)[]>;
  packages(
    repositoryId: number,
    reference: ImageReference,
    options?: ReportOptions,
  ): Promise<Result<readonly InventoryPackage[], Failure>>;
  /** The same bytes that `drydock cves --format` writes for the same reference and snapshot. */
  exportReport(
    repositoryId: number,
    reference: ImageReference,
    format: ExportFormat,
    options?: ReportOptions,
  ): Promise<Result<ExportedReport, Failure>>;
  /**
   * Why an id is reported for the image, or exactly why not, as `drydock explain --format json` writes it:
   * by the active snapshot.
   */
  explain(
    repositoryId: number,
    reference: ImageReference,
    id: string,
    options?: ReportOptions,
  ): Promise<Result<string, Failure>>;
  /** Every analysis of a manifest in this repository, the newest first. */
  history(repositoryId: number, digest: Digest): Promise<readonly HistoryEntry[]>;

  // Acting
  rerun(
    repositoryId: number,
    reference: ImageReference,
    by: Requester,
  ): Promise<Result<ReferenceAnalysis, Failure>>;
  cancel(
    repositoryId: number,
    reference: ImageReference,
    by: Requester,
  ): Promise<Result<ReferenceAnalysis, Failure>>;
  /**
   * A report from an SBOM made elsewhere, for a reference that is not here. It is kept under the
   * digest of its bytes, and found by `reference`, a tag-like name in the repository.
   */
  pushSbom(
    repositoryId: number,
    sbom: PushedSbom,
    by: Requester,
  ): Promise<Result<ReferenceAnalysis, Failure>>;

  // Administration
  queue(page: { readonly limit: number }): Promise<QueueView>;
  snapshot(): SnapshotStatus;
  /** A part of the active snapshot as stored: its manifest, or a shard. */
  snapshotPart(digest: Digest): Uint8Array | undefined;

  /** Changes as they happen, in this and other processes, until the signal. Never replays. */
  events(filter: EventFilter, signal: AbortSignal): AsyncIterable<AnalysisEvent>;
}

/** What to do with tags that are there when analysis is activated. */
export type BackFill =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'newest'; readonly count: number }
  | { readonly kind: 'all' };

export type ImageReference =
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'digest'; readonly digest: Digest };

/** One image manifest: one platform. */
export interface ManifestAnalysis {
  readonly digest: Digest;
  /** `linux/arm64`. */
  readonly platform: string;
  readonly state: AnalysisState;
  /** The last terminal result, also while a new one is made. Absent: none yet. */
  readonly result?: AnalysisResult;
}

export interface AnalysisResult {
  /** Goes up with every result of this manifest: two equal ones are one result. */
  readonly generation: number;
  readonly state: TerminalState;
  readonly analyzedAt: string;
  /** Absent where there is no report. */
  readonly summary?: Summary;
  readonly snapshot?: SnapshotName;
  readonly analyzerRevision: string;
  /** The present advisories were looked at since, and say the same. */
  readonly newerAgree?: true;
  /** False where another analyzer would find more or less today. */
  readonly isPresentRevision: boolean;
}

/** What a tag or digest leads to: one platform, or those of an index. */
export interface ReferenceAnalysis {
  readonly digest: Digest;
  /** Of all platforms: what is still to be done before what is done, the worst of ends. */
  readonly state: AnalysisState;
  /** Of linux/amd64, else of the first platform that has one. */
  readonly summary?: Summary;
  readonly platforms: readonly ManifestAnalysis[];
}

export interface TagAnalysis extends ReferenceAnalysis {
  readonly tag: string;
  readonly pushedAt: string;
  readonly pushedBy: string;
}

export interface TagPage {
  /** Tags after this one. */
  readonly after?: string;
  readonly limit: number;
  /** Tags that contain this text. */
  readonly search?: string;
}

export interface ReportOptions {
  /** `linux/arm64`; without it as the command line chooses: linux/amd64, else the first. */
  readonly platform?: string;
}

export interface ReadReport {
  readonly report: Report;
  readonly inventory: Inventory;
  /** Of the image manifest. */
  readonly digest: Digest;
  readonly generation: number;
  /** Changes exactly when the bytes may. */
  readonly etag: string;
}

export interface ImageContents {
  /** Of the image manifest. */
  readonly digest: Digest;
  readonly platform: string;
  readonly config: Omit<ImageConfig, 'diffIds' | 'history'>;
  readonly checks: readonly ConfigCheck[];
  /** History and layers in their order, the lowest first. */
  readonly lines: readonly ImageLine[];
}

/** A line of the history, and its layer where it made one. */
export interface ImageLine {
  /** As findings name the layer; absent: no file was changed. */
  readonly index?: number;
  readonly createdBy?: string;
  readonly created?: string;
  readonly comment?: string;
  readonly digest?: Digest;
  readonly diffId?: DiffId;
  readonly mediaType?: string;
  /** Bytes as stored. */
  readonly compressedSize?: number;
}

/** What of a report pages are made of. Shared: never to be changed. */
export interface ReportView {
  /** Of the image manifest. */
  readonly digest: Digest;
  readonly platform: string;
  readonly generation: number;
  readonly snapshot: { readonly number: number; readonly digest: Digest };
  readonly packages: readonly InventoryPackage[];
  readonly layers: readonly InventoryLayer[];
  /** In the report's order, worst first. */
  readonly findings: readonly LocatedFinding[];
  /** What to change, most urgent first. */
  readonly steps: readonly FixStep[];
  /** As of the inventory; absent where no layers were read. */
  readonly executables?: Inventory['executables'];
  readonly leftovers?: Inventory['leftovers'];
  readonly secrets?: Inventory['secrets'];
  readonly sboms?: Inventory['sboms'];
  /** Of affected packages, by index: what removes all that can be. */
  readonly bestFixes: ReadonlyMap<number, BestFix>;
  /** Of affected packages, by index: what their rows are called. */
  readonly packageKeys: ReadonlyMap<number, string>;
  readonly packagesByKey: ReadonlyMap<string, number>;
}

export interface BestFix {
  readonly version: string;
  /** To paste into a shell; absent where no one command does it. */
  readonly command?: string;
}

/** What came and went when an image took the place of another under a tag. */
export interface PushChange {
  /** Of the image manifest that was there. */
  readonly before: Digest;
  readonly at: string;
  /** Distinct vulnerabilities, each at its worst; hidden ones left out. */
  readonly opened: Readonly<Record<Severity, number>>;
  readonly closed: Readonly<Record<Severity, number>>;
}

export interface LastChange extends PushChange {
  /** Those that were not in the image before. */
  readonly findings: () => Promise<readonly FindingName[]>;
}

/** A finding of a repository, whatever images have it. */
export interface FindingName {
  readonly vulnerability: string;
  readonly packageType: string;
  readonly packageName: string;
}

export interface ExportedReport {
  readonly mediaType: string;
  readonly fileName: string;
  readonly text: string;
  readonly etag: string;
}

export interface HistoryEntry {
  readonly at: string;
  readonly cause: RequestCause;
  readonly by: string;
  readonly state: AnalysisState;
  readonly requestId: string;
  /** By which it was asked for. */
  readonly tag?: string;
  /** Where a push put it in the place of another image of the tag. */
  readonly change?: Omit<PushChange, 'at'>;
}

export type RequestCause = 'push' | 'rerun' | 'back_fill' | 'sbom' | 'advisories' | 'revision';

export interface PushedSbom {
  /** How people call what it describes: `ghcr.io/acme/app:1.2`. */
  readonly reference: string;
  readonly bytes: Uint8Array;
}

export interface SnapshotStatus {
  readonly number: number;
  readonly digest: Digest;
  readonly createdAt: string;
  readonly isStarter: boolean;
  readonly namespaces: number;
  /** Of each feed, when its publisher was last asked and had nothing newer. */
  readonly checked: Readonly<Record<string, string>>;
  /** What is being fetched or built now. */
  readonly progress?: {
    readonly feed: string;
    readonly stage: string;
    readonly records: number;
  };
  /** The last attempt that failed, if it was the last. */
  readonly failure?: Failure & { readonly at: string };
}

export interface EventFilter {
  /** Absent: all; only for administrators. */
  readonly repositoryIds?: readonly number[];
}
