import { failure, FailureError } from '../base/index.ts';
import type { Descriptor, OpenedImage } from '../image/index.ts';
import { parseManifest } from '../image/index.ts';
import type { Blobs } from './blobs.ts';
import type { ContentStore } from './content.ts';
import type { ManifestSource } from './manifest-image.ts';
import { openManifestImage } from './manifest-image.ts';
import type { SourceOptions } from './options.ts';

const REF_NAME = 'org.opencontainers.image.ref.name';
/** What containerd writes beside, with the whole reference. */
const IMAGE_NAME = 'io.containerd.image.name';

/**
 * An OCI image layout, in a folder or an archive.
 *
 * https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 */
export async function openOciLayout(
  blobs: Blobs,
  place: { readonly reference: string; readonly kind: string },
  options: SourceOptions,
): Promise<OpenedImage> {
  return openManifestImage(await ociSource(blobs, place, options), options);
}

export async function ociSource(
  blobs: Blobs,
  { reference, kind }: { readonly reference: string; readonly kind: string },
  { limits, image }: Pick<SourceOptions, 'limits' | 'image'>,
): Promise<ManifestSource> {
  const bytes = await blobs.read('index.json', 'manifestBytes', limits.manifestBytes);
  if (bytes === undefined) {
    throw new FailureError(failure('sources.layout', `${reference} holds no index.json`));
  }
  const index = parseManifest(bytes, `index.json of ${reference}`, limits);
  if (!index.ok) throw new FailureError(index.error);
  if (index.value.kind !== 'index') {
    throw new FailureError(failure('sources.layout', `index.json of ${reference} is no index`));
  }
  const roots = chooseRoots(index.value.manifests, image, reference);
  return { reference, kind, store: blobStore(blobs), roots, close: () => blobs.close() };
}

function blobStore(blobs: Blobs): ContentStore {
  return {
    read: (descriptor, kind, limit) =>
      blobs.read(nameOf(descriptor), kind === 'manifest' ? 'manifestBytes' : 'configBytes', limit),
    layer: async (descriptor) => (await blobs.layer(nameOf(descriptor)))?.bytes,
  };
}

function nameOf({ digest }: Descriptor): string {
  return `blobs/${digest.replace(':', '/')}`;
}

/** The manifests of the name asked for; all, when they are one image's platforms or unnamed. */
function chooseRoots(
  manifests: readonly Descriptor[],
  image: string | undefined,
  reference: string,
): readonly Descriptor[] {
  const names = [...new Set(manifests.flatMap(namesOf))];
  if (image !== undefined) {
    const chosen = manifests.filter(
      (one) => one.digest === image || namesOf(one).some((name) => isNamed(name, image)),
    );
    if (chosen.length > 0) return chosen;
    const message = `${reference} holds no image named ${image}; it holds ${list(names)}`;
    throw new FailureError(failure('sources.image.absent', message));
  }
  const distinct = new Set(manifests.map((one) => one.annotations[REF_NAME] ?? ''));
  if (manifests.length <= 1 || distinct.size <= 1) return manifests;
  const message = `${reference} holds several images; name one, as in ${reference}:${names[0] ?? ''}: ${list(names)}`;
  throw new FailureError(failure('sources.image.several', message));
}

function namesOf({ annotations }: Descriptor): string[] {
  return [annotations[REF_NAME], annotations[IMAGE_NAME]].filter((name) => name !== undefined);
}

/** By the whole name or by its tag. */
export function isNamed(name: string, asked: string): boolean {
  return name === asked || name.endsWith(`/${asked}`) || name.endsWith(`:${asked}`);
}

/** The first ones of a list that may be long. */
export function list(names: readonly string[]): string {
  if (names.length === 0) return 'images without names';
  return (
    names.slice(0, 20).join(', ') + (names.length > 20 ? ` and ${names.length - 20} more` : '')
  );
}
