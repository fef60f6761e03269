import { failure, FailureError } from '../base/index.ts';
import type {
  Descriptor,
  LayerBytes,
  LayerSource,
  Manifest,
  OpenedImage,
  ParsedConfig,
} from '../image/index.ts';
import { mediaKindOf, parseConfig } from '../image/index.ts';
import { attachedSboms } from './attached-sboms.ts';
import { chooseImage } from './choose-image.ts';
import type { ContentStore } from './content.ts';
import { readChecked } from './content.ts';
import type { SourceOptions } from './options.ts';

/** What an image by manifest is opened from. */
export interface ManifestSource {
  readonly reference: string;
  readonly kind: string;
  readonly store: ContentStore;
  readonly roots: readonly Descriptor[];
  close(): Promise<void>;
}

/** Which image of several, within which limits. */
export type ChoiceOptions = Pick<SourceOptions, 'limits' | 'platform' | 'defaultPlatform'>;

/** Chooses the platform, reads the config, and says where each layer is. */
export async function openManifestImage(
  source: ManifestSource,
  options: ChoiceOptions,
): Promise<OpenedImage> {
  const chosen = await chooseImage(source.store, source.roots, options);
  const { descriptor, manifest, platforms } = chosen;
  checkSize(manifest.layers, options.limits.compressedBytes);
  const { config, platform } = await readConfig(source.store, manifest, options);
  const isFitting = config.diffIds.length === manifest.layers.length;
  const layers: LayerSource[] = [];
  for (const [index, layer] of manifest.layers.entries()) {
    // Of lists of unlike length nobody knows which diff id is whose.
    const diffId = isFitting ? config.diffIds[index] : undefined;
    const bytes = await bytesOf(source.store, layer);
    const { digest, size, mediaType } = layer;
    layers.push({ digest, size, mediaType, ...(diffId && { diffId }), bytes });
  }
  return {
    reference: source.reference,
    kind: source.kind,
    digest: descriptor.digest,
    imageId: manifest.config.digest,
    mediaType: manifest.mediaType,
    platform: descriptor.platform ?? platform,
    ...(platforms.length > 1 && { platforms }),
    config,
    layers,
    diagnostics: chosen.diagnostics,
    attached: () => attachedSboms(source.store, source.roots, descriptor.digest, options.limits),
    close: () => source.close(),
  };
}

async function readConfig(
  store: ContentStore,
  manifest: Extract<Manifest, { kind: 'image' }>,
  { limits }: ChoiceOptions,
): Promise<ParsedConfig> {
  const { digest } = manifest.config;
  const what = `the image config ${digest}`;
  const bytes = await readChecked(store, manifest.config, 'config', limits);
  if (bytes === undefined) {
    throw new FailureError(failure('sources.config.absent', `${what} is not there`));
  }
  const parsed = parseConfig(bytes, what, limits);
  if (!parsed.ok) throw new FailureError(parsed.error);
  return parsed.value;
}

/** The sizes are as declared: what really comes is counted when the layers are read. */
function checkSize(layers: readonly Descriptor[], limit: number): void {
  const size = layers.reduce((sum, layer) => sum + layer.size, 0);
  if (size <= limit) return;
  const message = `the image's layers have ${size} bytes as stored, over the ${limit} allowed (limit compressedBytes)`;
  throw new FailureError(failure('sources.limit', message));
}

/** Foreign layers are read where somebody stored them; their `urls` are never asked. */
async function bytesOf(store: ContentStore, layer: Descriptor): Promise<LayerBytes> {
  const bytes = await store.layer(layer);
  if (bytes !== undefined) return bytes;
  if (layer.urls.length > 0 || mediaKindOf(layer.mediaType) === 'foreign-layer') {
    return { kind: 'absent', reason: 'a foreign layer that is not stored with the image' };
  }
  const message = `the layer ${layer.digest} is not there; the image is incomplete, pull or save it again`;
  throw new FailureError(failure('sources.layer.absent', message));
}
