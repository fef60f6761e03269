import type { Plan } from '../accounts/index.ts';
import type { SnapshotName } from '../analyzer/index.ts';
import type { Digest, Severity } from '../model/index.ts';
import type { Summary } from '../report/index.ts';
import type { FindingName, PushChange, RequestCause } from './analyses.ts';
import type { QueuePosition, QueueQuery } from './queue.ts';
import type { Requester } from './requester.ts';
import type { MatchesKeyOf } from './result-ports.ts';
import type { TerminalState } from './state.ts';

export type * from './result-ports.ts';

/** Bytes of manifests, wherever they are in the registry. `undefined`: there is none such. */
export interface ManifestStore {
  read(digest: Digest): Promise<StoredManifestBytes | undefined>;
}

export interface StoredManifestBytes {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** Bytes of layers and configs. What the storage cannot tell is thrown; `undefined`: surely none. */
export interface BlobSource {
  open(digest: Digest): Promise<AsyncIterable<Uint8Array> | undefined>;
}

/** What waits to be done, one at a time for a key; `jobs` runs it. */
export interface WorkQueue {
  add(work: Work): Promise<void>;
}

export interface Work {
  readonly task: 'analyze';
  readonly payload: unknown;
  readonly key: string;
  readonly afterMs?: number;
  readonly priority?: number;
}

/** Who is in line, and who has what; the truth of every analysis. Times come from the database. */
export interface AnalysisRecords extends PushRecords, RunRecords, ReadRecords {}

export interface PushRecords {
  /** The oldest after a number; other processes may see them too. */
  pendingPushes(after: number, limit: number): Promise<readonly PendingPush[]>;
  /**
   * Takes a push off the list and asks for its images, in one transaction; false where another
   * process did before: then nothing was asked for.
   */
  takePush(
    push: PendingPush,
    wanted: readonly WantedImage[],
    present: PresentRevisions,
  ): Promise<readonly Queued[] | undefined>;
  /** Asks for images without a push. */
  request(request: ImageRequest): Promise<readonly Queued[]>;
  /** Tags of a repository, the newest move first. */
  tagsOf(repositoryId: number, limit: number | undefined): Promise<readonly TaggedManifest[]>;
  repository(repositoryId: number): Promise<RepositoryFacts | undefined>;
  /** By its whole name. */
  repositoryNamed(name: string): Promise<RepositoryFacts | undefined>;
  /** Closes what waits for these repositories, and ends the analyses that nobody else waits for. */
  cancel(cancellation: Cancellation): Promise<readonly Digest[]>;
  keepSbom(sbom: KeptSbom): Promise<void>;
  sbomBody(digest: Digest): Promise<Uint8Array | undefined>;
}

export interface PendingPush {
  readonly id: number;
  readonly repositoryId: number;
  readonly digest: Digest;
  readonly tag: string | undefined;
  readonly actor: string;
  /** Made of its number: to be found in the log. */
  readonly requestId: string;
}

/** One image that is to be analyzed, or that needs not be: then `ending` says why. */
export interface WantedImage {
  readonly digest: Digest;
  readonly platform: string;
  readonly kind: 'image' | 'sbom';
  readonly ending?: TerminalState;
}

export interface ImageRequest {
  readonly repositoryId: number;
  readonly tag: string | undefined;
  readonly wanted: readonly WantedImage[];
  readonly cause: RequestCause;
  readonly by: Requester;
  readonly isInteractive: boolean;
  /** Where a result of these exists the request is answered with it; absent: analyzed anyway. */
  readonly present?: PresentRevisions;
}

/** What a result must be made by and with to be the present one. */
export interface PresentRevisions {
  readonly analyzer: string;
  readonly match: string;
  readonly snapshot: Digest;
}

/** An analysis that a request led to. */
export interface Queued {
  readonly digest: Digest;
  /** False: answered at once by what was there. */
  readonly isWaiting: boolean;
  readonly priority: number;
}

export interface TaggedManifest {
  readonly tag: string;
  readonly digest: Digest;
  readonly movedAt: Date;
  readonly movedBy: string;
}

export interface RepositoryFacts {
  readonly id: number;
  readonly name: string;
  readonly namespaceId: number;
  readonly namespace: string;
  readonly isActive: boolean;
  readonly plan: Plan;
}

export interface Cancellation {
  /** Absent: whoever waits for it. */
  readonly repositoryIds?: readonly number[];
  /** Absent: all that wait. */
  readonly digests?: readonly Digest[];
  readonly by: Requester;
}

export interface KeptSbom {
  readonly repositoryId: number;
  readonly reference: string;
  readonly digest: Digest;
  readonly body: Uint8Array;
  readonly by: string;
}

/** What a run of an analysis does to it. A call with a lease that was lost changes nothing. */
export interface RunRecords {
  claim(digest: Digest, lease: string, leaseMs: number): Promise<Claim>;
  /** False: the lease is another's by now, or was taken away by a cancel. */
  keepLease(lease: Lease, progress: RunProgress): Promise<boolean>;
  /** The run is over and its result is there, for all readers at once; false: the lease was lost. */
  finish(lease: Lease, outcome: RunOutcome): Promise<boolean>;
  /** Waits for another try. `counts`: the trouble is of a kind that comes again. */
  postpone(lease: Lease, delay: Postponement): Promise<boolean>;
  /** Runs that nobody has a job for: due, or left by a process that is gone. */
  overdue(limit: number): Promise<readonly Queued[]>;
  /** Makes those that failed under another analyzer wait again, where somebody wants them still. */
  requeueFailed(analyzerRevision: string): Promise<readonly Queued[]>;
  /** The same of those that failed, or of these digests; and at once what waits for its next try. */
  retry(digests: readonly Digest[] | undefined, by: Requester): Promise<readonly Queued[]>;
  /**
   * Writes the snapshot down, and makes what was matched with the starter feed wait again, or `all`
   * that was matched with another.
   */
  snapshotActivated(snapshot: SnapshotName, which: 'starter' | 'all'): Promise<readonly Queued[]>;
  /** Removes results that nothing leads to any more. */
  removeUnused(analyzerRevision: string): Promise<void>;
}

export interface Lease {
  readonly digest: Digest;
  readonly id: string;
  readonly forMs: number;
}

export type Claim =
  | {
      readonly kind: 'claimed';
      readonly platform: string;
      readonly imageKind: 'image' | 'sbom';
      readonly attempt: number;
      readonly losses: number;
      readonly requestId: string;
      readonly queuedMs: number;
    }
  /** Another run has it, or it is not due; look again then. */
  | { readonly kind: 'later'; readonly afterMs: number }
  /** Nothing is to be done. */
  | { readonly kind: 'none' };

export type RunProgress =
  | {
      readonly phase: 'analyzing';
      readonly layersDone: number;
      readonly layers: number;
      readonly bytes: number;
      readonly totalBytes: number;
    }
  | { readonly phase: 'matching' };

export interface RunOutcome {
  readonly state: TerminalState;
  /** Of the analyzer: what failed may not fail under another. */
  readonly revision: string;
  /** Where there is a report. */
  readonly made?: MadeResult;
  readonly tookMs: number;
}

export interface MadeResult {
  readonly analyzerRevision: string;
  readonly matchRevision: string;
  readonly itemSet: string;
  readonly snapshot: SnapshotName;
  /** A later one that was found to say the same of it. */
  readonly agreesWith?: Digest;
  readonly summary: Summary;
}

export interface Postponement {
  readonly afterMs: number;
  /** Absent: it passes, and does not count. */
  readonly trouble?: { readonly code: string; readonly message: string };
}

export interface ReadRecords {
  /** What a repository may see of these manifests. */
  states(repositoryId: number, digests: readonly Digest[]): Promise<readonly AnalysisRow[]>;
  /** Of these, what was pushed by a tag and is not asked for yet: the place in line that it is going to have. */
  placesToCome(
    repositoryId: number,
    digests: readonly Digest[],
  ): Promise<ReadonlyMap<Digest, number>>;
  /** Of each index the manifests that it lists. */
  childrenOf(digests: readonly Digest[]): Promise<ReadonlyMap<Digest, readonly Digest[]>>;
  /** One analysis as it is, and who may see it. */
  changed(digest: Digest): Promise<ChangedAnalysis | undefined>;
  /** Where to read what its last result is made of. */
  madeOf(digest: Digest): Promise<MatchesKeyOf | undefined>;
  tagged(repositoryId: number, tag: string): Promise<TaggedManifest | undefined>;
  holds(repositoryId: number, digest: Digest): Promise<boolean>;
  tagPage(query: TagQuery): Promise<readonly TaggedManifest[]>;
  sbomNamed(repositoryId: number, reference: string): Promise<Digest | undefined>;
  history(repositoryId: number, digest: Digest): Promise<readonly RequestRow[]>;
  queue(limit: number): Promise<QueueRows>;
  /** Those that are as the query says, of all repositories. */
  troubled(query: QueueQuery): Promise<readonly TroubledRow[]>;
}

export interface ChangedAnalysis {
  readonly row: AnalysisRow;
  readonly repositoryIds: readonly number[];
}

export interface TagQuery {
  readonly repositoryId: number;
  readonly after: string;
  readonly search: string;
  readonly limit: number;
}

export interface AnalysisRow {
  readonly digest: Digest;
  readonly platform: string;
  readonly kind: 'image' | 'sbom';
  readonly phase: 'queued' | 'analyzing' | 'matching' | 'resting';
  readonly progress: RunProgress | undefined;
  /** In the line, 1 is next; of one that waits. */
  readonly position: number;
  readonly dueInMs: number;
  readonly attempt: number;
  readonly trouble: { readonly code: string; readonly message: string } | undefined;
  readonly requestId: string;
  readonly ending: TerminalState | undefined;
  readonly generation: number;
  readonly result: TerminalState | undefined;
  readonly analyzedAt: Date | undefined;
  readonly made: MadeResult | undefined;
  /** What the repository's last request ended in, where that was its own affair: a cancel. */
  readonly cancelled: TerminalState | undefined;
  /** Seconds that recent analyses took, of all; absent: none yet. */
  readonly typicalSeconds: number | undefined;
}

export interface RequestRow {
  readonly at: Date;
  readonly cause: RequestCause;
  readonly by: string;
  readonly requestId: string;
  readonly answer: TerminalState | undefined;
  readonly tag: string | undefined;
  readonly change: Omit<PushChange, 'at'> | undefined;
}

export interface QueueRows {
  readonly waiting: number;
  readonly working: number;
  readonly failed: number;
  readonly rows: readonly QueueRow[];
}

export interface QueueRow extends AnalysisRow {
  readonly namespace: string;
  readonly priority: number;
  readonly queuedAt: Date;
}

export interface TroubledRow extends QueueRow {
  readonly at: QueuePosition;
  readonly losses: number;
  /** Of one that waits; not above 0: not yet. */
  readonly dueForMs: number;
  /** Of one that is worked on; not above 0: its process holds it. */
  readonly leaseOverMs: number;
  readonly endedAt: Date | undefined;
}

/** Findings of repositories, by identity. */
export interface FindingRecords {
  /**
   * Requests that this generation answered whose findings are not noted yet; each with the manifest
   * that its tag had before, on the same platform.
   */
  unnoted(digest: Digest): Promise<readonly UnnotedRequest[]>;
  note(notes: FindingNotes): Promise<void>;
  /** By the last push that put this image in the place of another; `undefined`: none did. */
  lastChange(
    repositoryId: number,
    tag: string,
    digest: Digest,
  ): Promise<(PushChange & { readonly requestId: number }) | undefined>;
  /** What a request opened. */
  openedBy(requestId: number): Promise<readonly FindingName[]>;
  /** Of each, in their order. */
  firstSeen(
    repositoryId: number,
    findings: readonly FindingName[],
  ): Promise<readonly (Date | undefined)[]>;
}

export interface UnnotedRequest {
  readonly requestId: number;
  readonly repositoryId: number;
  readonly tag: string | undefined;
  readonly cause: RequestCause;
  readonly before: MatchesKeyOf | undefined;
}

export interface FindingIdentity extends FindingName {
  readonly severity: Severity;
}

export interface FindingNotes {
  readonly requestId: number;
  readonly repositoryId: number;
  readonly tag: string | undefined;
  readonly digest: Digest;
  readonly cause: RequestCause;
  /** The image that the tag had before, if any. */
  readonly before: Digest | undefined;
  readonly opened: readonly FindingIdentity[];
  readonly closed: readonly FindingIdentity[];
  /** Of the two, where there was an image before. */
  readonly change: Omit<PushChange, 'before' | 'at'> | undefined;
  /** All of the image: whose first sight is kept though they opened nothing. */
  readonly seen: readonly FindingIdentity[];
}

/** That something changed; how it stands now is read by those who want to know. */
export type Notice =
  | { readonly kind: 'analysis'; readonly digest: Digest }
  | { readonly kind: 'snapshot'; readonly number: number; readonly digest: Digest };

/** Tells all processes, this one too. */
export interface Announcer {
  announce(notice: Notice): Promise<void>;
  /** `undefined`: some may have been missed. */
  listen(listener: (notice: Notice | undefined) => void): Promise<() => void>;
}
