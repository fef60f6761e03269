import { failure, FailureError } from '../base/index.ts';
import type { LayerBytes, LayerSource, OpenedImage } from '../image/index.ts';
import type { Diagnostic } from '../model/index.ts';
import type { Candidate } from './candidates.ts';
import { chooseCandidate, findCandidates } from './candidates.ts';
import type { ContentStore } from './content.ts';
import { readChecked } from './content.ts';
import type { Descriptor, ParsedConfig } from './manifest.ts';
import { parseConfig } from './manifest.ts';
import type { SourceOptions } from './options.ts';

/** What an image by manifest is opened from. */
export interface ManifestSource {
  readonly reference: string;
  readonly kind: string;
  readonly store: ContentStore;
  readonly roots: readonly Descriptor[];
  close(): Promise<void>;
}

const FOREIGN = /\bforeign\b|\bnondistributable\b/;

/** Chooses the platform, reads the config, and says where each layer is. */
export async function openManifestImage(
  source: ManifestSource,
  options: SourceOptions,
): Promise<OpenedImage> {
  const { limits, platform, defaultPlatform } = options;
  const found = await findCandidates(source.store, source.roots, limits);
  const { candidate, diagnostics } = chooseCandidate(found, platform, defaultPlatform);
  const { descriptor, manifest } = candidate;
  checkSize(manifest.layers, limits.compressedBytes);

  const { config, platform: builtFor } = await readConfig(source.store, candidate, options);
  if (config.diffIds.length !== 0 && config.diffIds.length !== manifest.layers.length) {
    const message = `the manifest ${descriptor.digest} has ${manifest.layers.length} layers and its config ${config.diffIds.length} diff ids; the image is damaged`;
    throw new FailureError(failure('sources.layers', message));
  }
  const layers: LayerSource[] = [];
  for (const [index, layer] of manifest.layers.entries()) {
    const diffId = config.diffIds[index];
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
    platform: descriptor.platform ?? builtFor,
    ...(found.images.length > 1 && { platforms: found.images.map((image) => image.platform) }),
    config,
    layers,
    diagnostics: [...diagnostics, ...absentLayers(layers)],
    close: () => source.close(),
  };
}

async function readConfig(
  store: ContentStore,
  { manifest }: Candidate,
  { limits }: SourceOptions,
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
  const message = `the image's layers have ${size} bytes as stored, over the limit compressedBytes of ${limit}`;
  throw new FailureError(failure('sources.limit', message));
}

/** Foreign layers are read where somebody stored them; their `urls` are never asked. */
async function bytesOf(store: ContentStore, layer: Descriptor): Promise<LayerBytes> {
  const bytes = await store.layer(layer);
  if (bytes !== undefined) return bytes;
  if (layer.urls.length > 0 || FOREIGN.test(layer.mediaType)) {
    return { kind: 'absent', reason: 'a foreign layer that is not stored with the image' };
  }
  const message = `the layer ${layer.digest} is not there; the image is incomplete, pull or save it again`;
  throw new FailureError(failure('sources.layer.absent', message));
}

function absentLayers(layers: readonly LayerSource[]): Diagnostic[] {
  return layers.flatMap(({ bytes, digest }, layer): Diagnostic[] => {
    if (bytes.kind !== 'absent') return [];
    const message = `layer ${layer + 1} (${digest ?? 'no digest'}) was not read: ${bytes.reason}`;
    return [{ code: 'sources.layer.absent', severity: 'warning', message, layer }];
  });
}
