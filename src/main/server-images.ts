import type { Clock } from '../base/index.ts';
import type { Images } from '../api/index.ts';
import type { BlobStore, Registry } from '../registry/index.ts';
import { DEFAULT_GARBAGE_OPTIONS, matchesTag } from '../registry/index.ts';
import type { Database } from '../store/index.ts';
import { registryRecords } from '../store/index.ts';

export interface ServerImagesOptions {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly registry: Registry;
  readonly clock: Clock;
}

/** What the registry keeps, as the API reads and changes it. */
export function openImages({ database, blobs, registry, clock }: ServerImagesOptions): Images {
  const records = registryRecords(database.kysely);
  const now = (): Date => new Date(clock.now());
  const rules = { isImmutable: matchesTag };
  return {
    tagsOf: (repositoryId) => records.tagsOf(repositoryId),
    sizesOf: (repositoryId, digests) => records.sizesOf(repositoryId, digests),
    tagHistory: (query) => records.tagHistory(query),
    manifestsIn: (repositoryId, digests) => records.manifestsIn(repositoryId, digests),
    smallBlob: async (digest, mostBytes) => {
      const size = await blobs.sizeOf(digest);
      if (size === undefined || size > mostBytes) return undefined;
      const stream = await blobs.open(digest);
      return stream && Buffer.concat(await stream.toArray());
    },
    referrers: (query) => records.referrers(query),
    immutableTags: async (repositoryId) => (await records.tagRules(repositoryId))?.immutable ?? [],
    isImmutable: matchesTag,
    removeTag: (repositoryId, tag, actor) =>
      records.removeTag({ repositoryId, tag, digest: undefined, actor, now: now(), ...rules }),
    removeManifest: (repositoryId, digest, actor) =>
      records.removeManifest({ repositoryId, digest, actor, now: now(), ...rules }),
    bytesOf: (namespaceId) => records.bytesOf(namespaceId, undefined),
    collectGarbage: async () => {
      const done = await registry.collectGarbage(DEFAULT_GARBAGE_OPTIONS);
      return {
        manifests: done.removedManifests,
        blobs: done.removedBlobs,
        bytes: done.removedBytes,
        uploads: done.abandonedUploads,
      };
    },
  };
}
