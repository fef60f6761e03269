import { arrayOf, DEFAULT_LIMITS, isRecord, parseJson, recordOf, stringOf } from '../base/index.ts';
import type { Digest } from '../model/index.ts';
import { parseDigest } from '../model/index.ts';
import type { Descriptor } from './contract/operations.ts';
import type { Images } from './images.ts';

/** What a manifest or an index says of itself. */
export interface ManifestFacts {
  readonly mediaType: string;
  readonly size: number;
  readonly artifactType?: string;
  readonly manifests?: readonly Descriptor[];
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  readonly subject?: Descriptor;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface ImageFacts {
  readonly mediaType: string;
  /** Bytes of all that it leads to, each blob once, as stored. */
  readonly compressedSize: number;
  readonly platforms: readonly string[];
}

/** Content never changes, so that what was read of a digest stays true; so many are remembered. */
const REMEMBERED = 5_000;

/** Manifests in memory; a page has hundreds, and each may have megabytes. */
const AT_ONCE = 20;

/** Reads manifests of a registry, and remembers what they come down to. */
export interface ManifestReader {
  factsOf(repositoryId: number, digest: Digest): Promise<ManifestFacts | undefined>;
  /** Of those that the repository holds. */
  imageFactsOf(
    repositoryId: number,
    digests: readonly Digest[],
  ): Promise<ReadonlyMap<Digest, ImageFacts>>;
  /** The image's configuration as it is. */
  configOf(facts: ManifestFacts): Promise<Readonly<Record<string, unknown>> | undefined>;
}

export function createManifestReader(images: Images): ManifestReader {
  const known = new Map<Digest, ImageFacts>();
  const reader: ManifestReader = {
    factsOf: async (repositoryId, digest) =>
      (await factsOfEach(repositoryId, [digest], images)).get(digest),
    imageFactsOf: async (repositoryId, digests) => {
      const found = new Map<Digest, ImageFacts>();
      const unknown: Digest[] = [];
      for (const digest of new Set(digests)) {
        const before = known.get(digest);
        if (before) found.set(digest, before);
        else unknown.push(digest);
      }
      for (let from = 0; from < unknown.length; from += AT_ONCE) {
        const some = unknown.slice(from, from + AT_ONCE);
        for (const [digest, made] of await imageFacts(repositoryId, some, images, reader)) {
          found.set(digest, made);
          const [oldest] = known.keys();
          if (known.size >= REMEMBERED && oldest !== undefined) known.delete(oldest);
          known.set(digest, made);
        }
      }
      return found;
    },
    configOf: async ({ config }) => {
      const digest = config && parseDigest(config.digest);
      if (digest === undefined) return undefined;
      const bytes = await images.smallBlob(digest, DEFAULT_LIMITS.configBytes);
      const parsed = bytes && parseJson(bytes, DEFAULT_LIMITS);
      return parsed?.ok && isRecord(parsed.value) ? parsed.value : undefined;
    },
  };
  return reader;
}

async function factsOfEach(
  repositoryId: number,
  digests: readonly Digest[],
  images: Images,
): Promise<Map<Digest, ManifestFacts>> {
  const facts = new Map<Digest, ManifestFacts>();
  for (let from = 0; from < digests.length; from += AT_ONCE) {
    const stored = await images.manifestsIn(repositoryId, digests.slice(from, from + AT_ONCE));
    for (const [digest, { mediaType, bytes }] of stored) {
      facts.set(digest, manifestFacts(mediaType, bytes));
    }
  }
  return facts;
}

async function imageFacts(
  repositoryId: number,
  digests: readonly Digest[],
  images: Images,
  reader: ManifestReader,
): Promise<readonly (readonly [Digest, ImageFacts])[]> {
  const each = await factsOfEach(repositoryId, digests, images);
  return Promise.all(
    [...each].map(async ([digest, facts]) => {
      const children = (facts.manifests ?? [])
        .slice(0, MOST_CHILDREN)
        .flatMap((child) => parseDigest(child.digest) ?? []);
      const inside = await factsOfEach(repositoryId, [...new Set(children)], images);
      return [digest, await factsWith(facts, inside.values(), reader)] as const;
    }),
  );
}

/** Children of an index that are looked into for their size. */
const MOST_CHILDREN = 100;

async function factsWith(
  facts: ManifestFacts,
  inside: Iterable<ManifestFacts>,
  reader: ManifestReader,
): Promise<ImageFacts> {
  const sizes = new Map<string, number>();
  for (const one of [facts, ...inside]) addSizes(one, sizes);
  const platforms = facts.manifests
    ? facts.manifests.flatMap(({ platform }) => platform ?? [])
    : await ownPlatform(facts, reader);
  return {
    mediaType: facts.mediaType,
    compressedSize: [...sizes.values()].reduce((sum, size) => sum + size, 0),
    platforms: [...new Set(platforms)].filter((one) => one !== 'unknown/unknown'),
  };
}

function addSizes({ config, layers }: ManifestFacts, sizes: Map<string, number>): void {
  for (const { digest, size } of [...(config ? [config] : []), ...(layers ?? [])]) {
    sizes.set(digest, size);
  }
}

async function ownPlatform(facts: ManifestFacts, reader: ManifestReader): Promise<string[]> {
  if (facts.artifactType !== undefined) return [];
  const config = await reader.configOf(facts);
  const text = config && platformText(config);
  return text === undefined ? [] : [text];
}

function manifestFacts(mediaType: string, bytes: Uint8Array): ManifestFacts {
  const parsed = parseJson(bytes, DEFAULT_LIMITS);
  const manifest = recordOf(parsed.ok ? parsed.value : undefined);
  const config = descriptorOf(manifest['config']);
  const subject = descriptorOf(manifest['subject']);
  const artifactType = stringOf(manifest['artifactType']);
  return {
    mediaType,
    size: bytes.length,
    ...(artifactType !== undefined && artifactType !== '' && { artifactType }),
    ...('manifests' in manifest && { manifests: descriptorsOf(manifest['manifests']) }),
    ...(config && { config }),
    ...('layers' in manifest && { layers: descriptorsOf(manifest['layers']) }),
    ...(subject && { subject }),
    annotations: textsOf(manifest['annotations']),
  };
}

function descriptorsOf(value: unknown): readonly Descriptor[] {
  return arrayOf(value).flatMap((one) => descriptorOf(one) ?? []);
}

/** https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md */
export function descriptorOf(value: unknown): Descriptor | undefined {
  if (!isRecord(value)) return undefined;
  const { mediaType, digest, size, platform, artifactType, annotations } = value;
  if (typeof digest !== 'string' || parseDigest(digest) === undefined) return undefined;
  const text = isRecord(platform) ? platformText(platform) : undefined;
  return {
    mediaType: stringOf(mediaType) ?? '',
    digest,
    size: typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? size : 0,
    ...(text !== undefined && { platform: text }),
    ...(typeof artifactType === 'string' && { artifactType }),
    ...(isRecord(annotations) && { annotations: textsOf(annotations) }),
  };
}

function platformText(platform: Readonly<Record<string, unknown>>): string | undefined {
  const { os, architecture, variant } = platform;
  if (typeof os !== 'string' || typeof architecture !== 'string') return undefined;
  return [os, architecture, ...(typeof variant === 'string' && variant ? [variant] : [])].join('/');
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(recordOf(value)).flatMap(([key, text]) =>
      typeof text === 'string' ? [[key, text]] : [],
    ),
  );
}
