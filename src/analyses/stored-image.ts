import { type Limits, failure, FailureError } from '../base/index.ts';
import type { Descriptor, OpenedImage, Platform } from '../image/index.ts';
import { formatPlatform } from '../image/index.ts';
import type { Digest } from '../model/index.ts';
import { type ContentStore, openManifestImage, walkIndex } from '../sources/index.ts';
import type { BlobSource, ManifestStore, WantedImage } from './ports.ts';

export interface StoredImages {
  readonly manifests: ManifestStore;
  readonly blobs: BlobSource;
  readonly limits: Limits;
  /** Those that are analyzed, `linux/amd64`; absent: every one. */
  readonly platforms?: readonly string[];
}

/** What is chosen of several where nobody says: as the command line does on most machines. */
const DEFAULT_PLATFORM = 'linux/amd64';

/** The same way from a manifest to an image as everywhere, from our own storage. Throws FailureError. */
export async function openStored(
  digest: Digest,
  reference: string,
  stored: StoredImages,
  platform?: string,
): Promise<OpenedImage> {
  const root = await rootOf(digest, stored.manifests);
  return openManifestImage(
    {
      reference,
      kind: 'registry',
      store: contentOf(stored),
      roots: [root],
      close: () => Promise.resolve(),
    },
    {
      limits: stored.limits,
      defaultPlatform: DEFAULT_PLATFORM,
      ...(platform !== undefined && { platform }),
    },
  );
}

/** Every image that a manifest or index leads to; attestations are left out. Throws FailureError. */
export async function imagesIn(
  digest: Digest,
  stored: StoredImages,
): Promise<readonly WantedImage[]> {
  const root = await rootOf(digest, stored.manifests);
  const { images, diagnostics } = await walkIndex(contentOf(stored), [root], stored.limits);
  if (images.length > 0) {
    return images.map(({ descriptor, platform }) =>
      wanted(descriptor.digest, formatPlatform(platform), stored.platforms),
    );
  }
  const message = diagnostics.map((one) => one.message).join('; ') || 'it leads to no image';
  const what = diagnostics.some(({ code }) => code === 'sources.attestation')
    ? 'attestation'
    : 'artifact_type';
  return [
    {
      digest,
      platform: UNKNOWN_PLATFORM,
      kind: 'image',
      ending: { kind: 'unsupported', what, message },
    },
  ];
}

function wanted(digest: Digest, platform: string, platforms?: readonly string[]): WantedImage {
  const image = { digest, platform, kind: 'image' } as const;
  if (platforms?.includes(platform) !== false) return image;
  const message = `this server analyzes ${platforms.join(', ')} (DRYDOCK_PLATFORMS)`;
  return { ...image, ending: { kind: 'unsupported', what: 'platform', message } };
}

const UNKNOWN: Platform = { os: 'unknown', architecture: 'unknown' };
export const UNKNOWN_PLATFORM: string = formatPlatform(UNKNOWN);

async function rootOf(digest: Digest, manifests: ManifestStore): Promise<Descriptor> {
  const stored = await manifests.read(digest);
  if (stored === undefined) {
    throw new FailureError(
      failure('analyses.manifest.gone', `the manifest ${digest} is not there any more`),
    );
  }
  const { mediaType, bytes } = stored;
  return { mediaType, digest, size: bytes.length, annotations: {}, urls: [] };
}

/** Manifests and blobs of our own storage, as sources read them. */
export function contentOf({ manifests, blobs }: StoredImages): ContentStore {
  return {
    async read(descriptor, kind, limit) {
      if (kind === 'manifest') return (await manifests.read(descriptor.digest))?.bytes;
      const bytes = await blobs.open(descriptor.digest);
      return bytes && collect(bytes, limit, descriptor.digest);
    },
    async layer({ digest }) {
      const open = async (): Promise<AsyncIterable<Uint8Array>> => {
        const bytes = await blobs.open(digest);
        if (bytes) return bytes;
        const message = `the layer ${digest} is not there; push the image again`;
        throw new FailureError(failure('sources.layer.absent', message));
      };
      return Promise.resolve({ kind: 'stream', open });
    },
  };
}

async function collect(
  bytes: AsyncIterable<Uint8Array>,
  limit: number,
  digest: Digest,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > limit) {
      const message = `${digest} has over ${limit} bytes (limit configBytes)`;
      throw new FailureError(failure('sources.limit', message));
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
