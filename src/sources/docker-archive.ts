import { hash } from 'node:crypto';
import { posix } from 'node:path';
import {
  arrayOf,
  failure,
  FailureError,
  parseJson,
  recordOf,
  stringOf,
  stringsOf,
} from '../base/index.ts';
import type { LayerSource, OpenedImage, ParsedConfig } from '../image/index.ts';
import { choosePlatform, formatPlatform, parseConfig, parsePlatform } from '../image/index.ts';
import type { Digest } from '../model/index.ts';
import { parseDigest } from '../model/index.ts';
import type { Blobs } from './blobs.ts';
import { isNamed, list } from './oci-layout.ts';
import type { SourceOptions } from './options.ts';

/** One image of `manifest.json`, as `docker save` writes it. */
export interface SavedImage {
  readonly config: string;
  readonly repoTags: readonly string[];
  readonly layers: readonly string[];
}

/** An image of a `docker save` archive; where there are several, the one that was asked for. */
export async function openDockerArchive(
  blobs: Blobs,
  place: { readonly reference: string; readonly kind: string },
  options: SourceOptions,
): Promise<OpenedImage> {
  const { reference, kind } = place;
  const images = await savedImages(blobs, reference, options);
  const { saved, parsed, imageId } = await choose(blobs, images, reference, options);
  const { config, platform } = parsed;
  const isFitting = config.diffIds.length === saved.layers.length;
  const layers: LayerSource[] = [];
  for (const [index, name] of saved.layers.entries()) {
    const stored = await blobs.layer(posix.join('/', name).slice(1));
    if (stored === undefined) {
      const message = `the layer ${name} of ${reference} is not in the archive; save the image again`;
      throw new FailureError(failure('sources.layer.absent', message));
    }
    // Of lists of unlike length nobody knows which diff id is whose.
    const diffId = isFitting ? config.diffIds[index] : undefined;
    layers.push({ size: stored.size, ...(diffId && { diffId }), bytes: stored.bytes });
  }
  return {
    reference,
    kind,
    imageId,
    platform,
    config,
    layers,
    diagnostics: [],
    close: () => blobs.close(),
  };
}

/** The images that manifest.json lists, in its order. */
export async function savedImages(
  blobs: Blobs,
  reference: string,
  { limits }: Pick<SourceOptions, 'limits'>,
): Promise<readonly SavedImage[]> {
  const bytes = await blobs.read('manifest.json', 'manifestBytes', limits.manifestBytes);
  const fail = (problem: string): never => {
    const message = `manifest.json of ${reference} ${problem}`;
    throw new FailureError(failure('sources.archive.manifest', message));
  };
  if (bytes === undefined) return fail('is missing');
  const json = parseJson(bytes, { nesting: limits.nesting });
  if (!json.ok) return fail(`cannot be read: ${json.error.message}`);
  const images = arrayOf(json.value).map((value): SavedImage => {
    const record = recordOf(value);
    const config = stringOf(record['Config']) ?? fail('has an image without Config');
    const layers = stringsOf(record['Layers']);
    if (layers.length > limits.layers) {
      fail(`has an image of ${layers.length} layers, over the limit layers of ${limits.layers}`);
    }
    return { config, layers, repoTags: stringsOf(record['RepoTags']) };
  });
  return images.length > 0 ? images : fail('lists no image');
}

/** Reads the config of a saved image, and its digest. */
export async function readSavedConfig(
  blobs: Blobs,
  saved: SavedImage,
  reference: string,
  { limits }: Pick<SourceOptions, 'limits'>,
): Promise<{ readonly parsed: ParsedConfig; readonly imageId: Digest }> {
  const bytes = await blobs.read(saved.config, 'configBytes', limits.configBytes);
  const what = `the image config ${saved.config} of ${reference}`;
  if (bytes === undefined) {
    throw new FailureError(failure('sources.config.absent', `${what} is not in the archive`));
  }
  const parsed = parseConfig(bytes, what, limits);
  if (!parsed.ok) throw new FailureError(parsed.error);
  const imageId = parseDigest(`sha256:${hash('sha256', bytes, 'hex')}`);
  if (imageId === undefined) throw new Error('SHA-256 gave no digest');
  const named = /^(?:blobs\/sha256\/)?([0-9a-f]{64})(?:\.json)?$/.exec(saved.config)?.[1];
  if (named !== undefined && imageId !== `sha256:${named}`) {
    const message = `${what} has other content: it digests to ${imageId}; the archive is damaged`;
    throw new FailureError(failure('sources.digest', message));
  }
  return { parsed: parsed.value, imageId };
}

/** The image id, whole or its first 12 or more digits. */
function isIdOf(config: string, asked: string): boolean {
  const id = asked.replace(/^sha256:/, '');
  return /^[0-9a-f]{12,64}$/.test(id) && config.replace('blobs/sha256/', '').startsWith(id);
}

type Chosen = Awaited<ReturnType<typeof readSavedConfig>> & { readonly saved: SavedImage };

async function choose(
  blobs: Blobs,
  images: readonly SavedImage[],
  reference: string,
  options: SourceOptions,
): Promise<Chosen> {
  const names = images.flatMap(({ repoTags }) => repoTags);
  const fail = (code: string, problem: string): never => {
    throw new FailureError(failure(`sources.${code}`, `${reference} holds ${problem}`));
  };
  const named = images.filter((saved) => isAsked(saved, options.image));
  if (named.length === 0) {
    return fail('image.absent', `no image named ${options.image ?? ''}; it holds ${list(names)}`);
  }
  const read = await Promise.all(
    named.map(async (saved) => {
      return { ...(await readSavedConfig(blobs, saved, reference, options)), saved };
    }),
  );
  const found = forPlatform(read, options.platform);
  const [first, second] = found;
  if (first === undefined) {
    const others = read.map(({ parsed }) => formatPlatform(parsed.platform));
    const asked = options.platform ?? '';
    return fail('platform.absent', `no image for the platform ${asked}; it holds ${list(others)}`);
  }
  if (second === undefined) return first;
  const example = `${reference}:${names[0] ?? ''}`;
  return fail('image.several', `several images; name one, as in ${example}: ${list(names)}`);
}

function isAsked({ repoTags, config }: SavedImage, asked: string | undefined): boolean {
  if (asked === undefined) return true;
  return repoTags.some((tag) => isNamed(tag, asked)) || isIdOf(config, asked);
}

/** Those of the best platform: two images of one platform are told apart by their names. */
function forPlatform(images: readonly Chosen[], asked: string | undefined): readonly Chosen[] {
  if (asked === undefined) return images;
  const wanted = parsePlatform(asked);
  if (!wanted.ok) throw new FailureError(wanted.error);
  const offers = images.map((image) => ({ image, platform: image.parsed.platform }));
  const best = choosePlatform(offers, wanted.value);
  if (!best) return [];
  const name = formatPlatform(best.platform);
  return images.filter(({ parsed }) => formatPlatform(parsed.platform) === name);
}
