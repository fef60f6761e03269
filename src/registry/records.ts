import type { Result } from '../base/index.ts';
import type { Digest } from '../model/index.ts';
import type { RepositoryRef } from './access.ts';
import type { UploadOwner } from './peers.ts';
import type { PullNote } from './pull-notes.ts';

/** One transaction in each of these calls; a returned promise means: committed and durable. */
export interface Records extends BlobRecords, ManifestRecords, TagRecords, UploadRecords {}

/** Port: what other processes, or this one, changed of what caches may hold. */
export interface RepositoryChanges {
  /** `undefined`: changes may have been missed, and nothing that is remembered is sure. */
  onChange(changed: (repositoryId: number | undefined) => void): Promise<() => void>;
}

export interface BlobRecords {
  /**
   * Size of a blob that the repository holds. Its lease is renewed when less than half of it is
   * left, so that what was seen stays while the rest of the image is pushed.
   */
  blobIn(repositoryId: number, digest: Digest, lease: Lease): Promise<number | undefined>;
  /**
   * Before bytes are stored: from here on until the lease ends garbage collection leaves the
   * object alone. Says whether the blob is recorded as stored already.
   */
  reserveBlob(digest: Digest, size: number, lease: Lease): Promise<boolean>;
  /** After bytes are durable: the blob exists, is the repository's, and the upload is over. */
  recordBlob(blob: RecordedBlob, lease: Lease): Promise<Result<void, OverQuota | RepositoryGone>>;
  /** Size of the mounted blob; `undefined` when the source does not hold it, or the target is gone. */
  mountBlob(from: number, to: number, digest: Digest, lease: Lease): Promise<number | undefined>;
  /** Repositories that hold a blob, at most `limit`. */
  repositoriesHolding(digest: Digest, limit: number): Promise<readonly RepositoryRef[]>;
  removeBlob(repositoryId: number, digest: Digest): Promise<BlobRemoval>;
  /** Bytes that a namespace may hold; `undefined`: no bound. */
  storageQuota(namespaceId: number): Promise<number | undefined>;
  /** Distinct bytes of all blobs in a namespace but one. */
  bytesOf(namespaceId: number, except: Digest | undefined): Promise<number>;
}

/** Everything is pinned for `forMs` from `now`. */
export interface Lease {
  readonly now: Date;
  readonly forMs: number;
}

export interface RecordedBlob {
  readonly repositoryId: number;
  readonly digest: Digest;
  readonly size: number;
  /** The upload that brought it, which ends with it. */
  readonly uploadId: string | undefined;
  readonly quota: { readonly namespaceId: number; readonly bytes: number } | undefined;
}

export interface OverQuota {
  readonly kind: 'over-quota';
  readonly used: number;
  readonly quota: number;
}

/** It was deleted while somebody pushed to it. */
export interface RepositoryGone {
  readonly kind: 'repository-gone';
}

export type BlobRemoval =
  | { readonly kind: 'removed' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'in-use'; readonly by: Digest };

export interface StoredManifest {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** Until when garbage collection leaves it alone though no tag leads to it. */
  readonly leasedUntil: Date;
}

export interface ManifestRecords {
  manifestIn(repositoryId: number, digest: Digest): Promise<StoredManifest | undefined>;
  /** Those of them that the repository holds. */
  manifestsIn(
    repositoryId: number,
    digests: readonly Digest[],
  ): Promise<ReadonlyMap<Digest, StoredManifest>>;
  /** Pins a manifest that someone was told is there. */
  leaseManifest(repositoryId: number, digest: Digest, lease: Lease): Promise<void>;
  putManifest(push: ManifestPush): Promise<Result<void, PutRefusal>>;
  /** Removes it, every tag that points to it and its entry among referrers. */
  removeManifest(removal: ManifestRemoval): Promise<Removal>;
  referrers(query: ReferrersQuery): Promise<readonly ReferrerRow[]>;
  /** Bytes as stored of all that each leads to, every blob once. */
  sizesOf(repositoryId: number, digests: readonly Digest[]): Promise<ReadonlyMap<Digest, number>>;
  /** What is not there any more is passed over. */
  notePulls(notes: readonly PullNote[]): Promise<void>;
}

export interface ManifestPush {
  readonly repositoryId: number;
  readonly digest: Digest;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly kind: 'image' | 'index';
  /** Config and layers that have to be there. */
  readonly blobs: readonly ReferencedBlob[];
  /** Manifests that have to be there. */
  readonly children: readonly Digest[];
  readonly subject: Digest | undefined;
  /** Its descriptor as `referrers` lists it, as JSON; of one with a subject only. */
  readonly referrer: { readonly artifactType: string; readonly descriptor: string } | undefined;
  /** Tags to move to it; none when pushed by digest. */
  readonly tags: readonly string[];
  /** Whether a tag, once set, may not move. */
  readonly isImmutable: (patterns: readonly string[], tag: string) => boolean;
  readonly actor: string;
  readonly lease: Lease;
}

export interface ReferencedBlob {
  readonly digest: Digest;
  readonly size: number;
}

export type PutRefusal =
  /** Blobs or manifests that the repository does not hold. */
  | { readonly kind: 'unknown-references'; readonly digests: readonly Digest[] }
  | { readonly kind: 'wrong-size'; readonly digest: Digest; readonly size: number }
  | { readonly kind: 'immutable-tag'; readonly tag: string; readonly digest: Digest }
  | RepositoryGone;

export interface ManifestRemoval {
  readonly repositoryId: number;
  readonly digest: Digest;
  readonly isImmutable: ManifestPush['isImmutable'];
  readonly actor: string;
  readonly now: Date;
}

export type Removal =
  | { readonly kind: 'removed' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'immutable-tag'; readonly tag: string };

export interface ReferrersQuery {
  readonly repositoryId: number;
  readonly subject: Digest;
  readonly artifactType: string | undefined;
  /** Only digests after this one. */
  readonly after: string;
  readonly limit: number;
}

export interface ReferrerRow {
  readonly digest: Digest;
  /** JSON. */
  readonly descriptor: string;
}

export interface TagRecords {
  tagged(repositoryId: number, tag: string): Promise<Digest | undefined>;
  removeTag(removal: TagRemoval): Promise<Removal>;
  /** Names in the order of their bytes, after `after`. */
  tagNames(repositoryId: number, after: string, limit: number): Promise<readonly string[]>;
  /** All tags with what retention needs to know of them. */
  tagsOf(repositoryId: number): Promise<readonly TagRow[]>;
  /** What a tag pointed to, newest first; of all tags without a name. */
  tagHistory(query: TagHistoryQuery): Promise<readonly TagMove[]>;
  /** Patterns and retention rules of a repository, as its settings have them. */
  tagRules(repositoryId: number): Promise<TagRules | undefined>;
}

export interface TagRemoval {
  readonly repositoryId: number;
  readonly tag: string;
  /** Only while it points there; anything when `undefined`. */
  readonly digest: Digest | undefined;
  readonly isImmutable: ManifestPush['isImmutable'];
  readonly actor: string;
  readonly now: Date;
}

export interface TagRow {
  readonly name: string;
  readonly digest: Digest;
  readonly movedAt: Date;
  readonly movedBy: string;
  /** When what it points to was last pulled, by any tag or its digest; to some seconds. */
  readonly pulledAt?: Date;
}

export interface TagHistoryQuery {
  readonly repositoryId: number;
  readonly tag: string | undefined;
  /** Only moves before this one. */
  readonly before: number | undefined;
  readonly limit: number;
}

/** One step of a tag's life. */
export interface TagMove {
  readonly id: number;
  readonly tag: string;
  /** `undefined`: the tag was deleted. */
  readonly digest: Digest | undefined;
  readonly at: Date;
  readonly by: string;
}

export interface TagRules {
  readonly immutable: readonly string[];
  /** As stored: JSON that `retention.ts` reads. */
  readonly retention: unknown;
}

export interface UploadRecords {
  startUpload(upload: UploadRow): Promise<Result<void, RepositoryGone>>;
  uploadIn(repositoryId: number, id: string): Promise<UploadRow | undefined>;
  /** An upload that got bytes is not abandoned. */
  touchUpload(id: string, now: Date): Promise<void>;
  endUpload(id: string): Promise<void>;
  /** Uploads that nothing was heard of since, ended by this call. */
  endUploadsBefore(before: Date, limit: number): Promise<readonly EndedUpload[]>;
  /**
   * Makes an upload the claimant's, one turn later; false where it is not as it was seen. What the owner
   * before does with its own file then is of no effect.
   */
  claimUpload(seen: UploadRow, claimant: UploadOwner): Promise<boolean>;
  /** The owner leaves, with so many bytes; nothing where it is no longer the owner. */
  releaseUpload(id: string, ownerId: string, bytes: number): Promise<void>;
  /** An owner that is back, maybe at another address. */
  moveUploads(owner: UploadOwner): Promise<void>;
}

export interface UploadRow {
  readonly id: string;
  readonly repositoryId: number;
  readonly algorithm: 'sha256' | 'sha512';
  readonly startedBy: string;
  readonly touchedAt: Date;
  /** Who works on it; `undefined`: it was given up, and whoever is asked goes on. */
  readonly owner: UploadOwner | undefined;
  /** How often another took it over. */
  readonly turn: number;
  /** What the last owner left; `undefined` while there is one. */
  readonly releasedBytes: number | undefined;
}

export type EndedUpload = Pick<UploadRow, 'id' | 'turn'>;

/**
 * What the garbage collector asks of the database. Each step locks rows first and decides after, from
 * what is committed then; each is safe beside pushes, deletions and another collector.
 */
export interface GarbageRecords {
  /**
   * Removes manifests of a repository that no tag leads to: not by itself, not as child of an index,
   * not as subject or referrer of one that stays.
   */
  removeUntagged(repositoryId: number, now: Date): Promise<readonly Digest[]>;
  /** Forgets manifests that no repository holds. */
  forgetManifests(page: GarbagePage): Promise<GarbageStep>;
  /** Takes blobs out of repositories where no manifest needs them and no lease runs. */
  unlinkBlobs(page: GarbagePage): Promise<GarbageStep>;
  /** First phase: marks blobs that no repository holds. */
  condemnBlobs(page: GarbagePage): Promise<GarbageStep>;
  /**
   * Second phase: removes objects that were condemned before, while their rows are locked. What
   * `remove` throws leaves the blob condemned, for another time.
   */
  sweepBlobs(sweep: BlobSweep): Promise<SweptBlobs>;
  /** Of stored objects, condemns those that no row knows: leftovers of a crash. */
  condemnStrangers(objects: readonly ReferencedBlob[], now: Date): Promise<number>;
  /** Repositories after `after`, in the order of their ids. */
  repositoryIds(after: number, limit: number): Promise<readonly number[]>;
}

export interface GarbagePage {
  readonly now: Date;
  /** Where the step before ended; `undefined` at the start. */
  readonly after: GarbageCursor | undefined;
  /** Rows looked at in one transaction. */
  readonly limit: number;
}

export interface GarbageCursor {
  readonly repositoryId: number;
  readonly digest: string;
}

export interface GarbageStep {
  /** Rows removed or marked. */
  readonly count: number;
  /** `undefined` at the end. */
  readonly next: GarbageCursor | undefined;
}

export interface BlobSweep {
  readonly now: Date;
  readonly condemnedBefore: Date;
  readonly limit: number;
  /** Digests to leave out: those that failed in this run. */
  readonly except: readonly Digest[];
  remove(digest: Digest): Promise<void>;
}

export interface SweptBlobs {
  readonly removed: readonly ReferencedBlob[];
  readonly failed: ReadonlyMap<Digest, unknown>;
}
