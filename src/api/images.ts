import type { Digest } from '../model/index.ts';
import type { ReferrerRow, Removal, TagMove, TagRow } from '../registry/index.ts';

/** Port: what the registry keeps, as the API reads and changes it. */
export interface Images {
  /** Every tag of a repository. */
  tagsOf(repositoryId: number): Promise<readonly TagRow[]>;
  /** Bytes as stored of all that each leads to, every blob once; what is not known is left out. */
  sizesOf(repositoryId: number, digests: readonly Digest[]): Promise<ReadonlyMap<Digest, number>>;
  /** Newest first, before the move of that number. */
  tagHistory(query: {
    readonly repositoryId: number;
    readonly tag: string;
    readonly before: number | undefined;
    readonly limit: number;
  }): Promise<readonly TagMove[]>;
  /** Those that the repository holds. Each may have megabytes: the caller asks for a few at a time. */
  manifestsIn(
    repositoryId: number,
    digests: readonly Digest[],
  ): Promise<ReadonlyMap<Digest, ManifestBytes>>;
  /** A blob that is small by nature, whole; `undefined` when it is not there or is larger. */
  smallBlob(digest: Digest, mostBytes: number): Promise<Uint8Array | undefined>;
  referrers(query: {
    readonly repositoryId: number;
    readonly subject: Digest;
    readonly artifactType: string | undefined;
    readonly after: string;
    readonly limit: number;
  }): Promise<readonly ReferrerRow[]>;
  /** Patterns of tags that never move. */
  immutableTags(repositoryId: number): Promise<readonly string[]>;
  isImmutable(patterns: readonly string[], tag: string): boolean;
  removeTag(repositoryId: number, tag: string, actor: string): Promise<Removal>;
  removeManifest(repositoryId: number, digest: Digest, actor: string): Promise<Removal>;
  /** Distinct bytes of all blobs in a namespace. */
  bytesOf(namespaceId: number): Promise<number>;
  collectGarbage(): Promise<GarbageCollected>;
}

export interface ManifestBytes {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface GarbageCollected {
  readonly manifests: number;
  readonly blobs: number;
  readonly bytes: number;
  readonly uploads: number;
}
