import {
  arrayOf,
  duplicateKeys,
  err,
  failure,
  foldCase,
  isRecord,
  ok,
  parseJson,
  recordOf,
  stringOf,
  stringsOf,
} from '../base/index.ts';
import type { Failure, Limits, Result } from '../base/index.ts';
import { parseDigest } from '../model/index.ts';
import type { Digest } from '../model/index.ts';
import { mediaKindOf } from './media-types.ts';
import type { Platform } from './opened-image.ts';

/** https://github.com/opencontainers/image-spec/blob/main/descriptor.md */
export interface Descriptor {
  /** '' where none is written. */
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly platform?: Platform;
  readonly artifactType?: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** Where a foreign layer may be had. Never fetched. */
  readonly urls: readonly string[];
}

export type Manifest =
  | {
      readonly kind: 'index';
      readonly mediaType: string;
      readonly manifests: readonly Descriptor[];
    }
  | {
      readonly kind: 'image';
      readonly mediaType: string;
      readonly artifactType?: string;
      readonly config: Descriptor;
      readonly layers: readonly Descriptor[];
    };

export type ManifestLimits = Pick<
  Limits,
  'manifestBytes' | 'nesting' | 'layers' | 'indexManifests'
>;

const FIELDS = ['schemaVersion', 'mediaType', 'config', 'layers', 'manifests', 'fsLayers'];
const MAPS: ReadonlySet<string> = new Set(['annotations']);

/**
 * Reads an OCI or Docker schema 2 manifest or index. One that readers could take for two different
 * things is refused: layers and manifests at once, a media type that says another, keys that stand
 * twice or in another letter case (GHSA-qq97-vm5h-rrhg, GHSA-5j5w-g665-5m35).
 *
 * @param what names it in messages: `the manifest sha256:...`.
 * @param mediaType what its descriptor or the registry's answer says that it is, if anything does.
 */
export function parseManifest(
  bytes: Uint8Array,
  what: string,
  limits: ManifestLimits,
  mediaType?: string,
): Result<Manifest, Failure> {
  const json = parseJson(bytes, { nesting: limits.nesting, bytes: limits.manifestBytes });
  if (!json.ok) return err(failure('image.manifest.malformed', `${what}: ${json.error.message}`));
  if (!isRecord(json.value)) return err(malformed(what, 'it is no object'));
  const root = json.value;
  const problem =
    schema1Problem(root, what) ??
    ambiguity(root, new TextDecoder().decode(bytes), what) ??
    mediaTypeProblem(root, what, mediaType);
  if (problem) return err(problem);
  return 'manifests' in root ? indexOf(root, what, limits) : imageOf(root, what, limits);
}

function schema1Problem(
  root: Readonly<Record<string, unknown>>,
  what: string,
): Failure | undefined {
  const isOld =
    root['schemaVersion'] === 1 || mediaKindOf(stringOf(root['mediaType']) ?? '') === 'schema1';
  if (!isOld) return undefined;
  const message = `${what} is a Docker schema 1 manifest, which names no config; pull and push the image again with a Docker of 2016 or later`;
  return failure('image.manifest.schema1', message);
}

function ambiguity(
  root: Readonly<Record<string, unknown>>,
  text: string,
  what: string,
): Failure | undefined {
  const [twice] = duplicateKeys(text, MAPS);
  if (twice !== undefined) return ambiguous(what, `${JSON.stringify(twice)} stands in it twice`);
  const fields = new Map(FIELDS.map((field) => [foldCase(field), field]));
  for (const key of Object.keys(root)) {
    const field = fields.get(foldCase(key));
    if (field !== undefined && field !== key) {
      return ambiguous(what, `${JSON.stringify(key)} is in it for ${JSON.stringify(field)}`);
    }
  }
  const kinds = ['layers', 'manifests', 'fsLayers'].filter((field) => field in root);
  if (kinds.length > 1 || ('config' in root && 'manifests' in root)) {
    return ambiguous(what, 'it is an index and an image at once');
  }
  return undefined;
}

function mediaTypeProblem(
  root: Readonly<Record<string, unknown>>,
  what: string,
  outside: string | undefined,
): Failure | undefined {
  const inside = stringOf(root['mediaType']);
  const is = 'manifests' in root ? 'index' : 'manifest';
  for (const mediaType of [inside, outside]) {
    if (!mediaType) continue;
    const kind = mediaKindOf(mediaType);
    const isKnown = kind === 'index' || kind === 'manifest';
    if (isKnown && kind !== is) return ambiguous(what, `it is called ${mediaType}, and is none`);
  }
  const differ =
    inside && outside && mediaKindOf(outside) !== 'other' && inside !== outside.split(';', 1)[0];
  return differ
    ? ambiguous(what, `it calls itself ${inside}, and is called ${outside}`)
    : undefined;
}

function indexOf(
  root: Readonly<Record<string, unknown>>,
  what: string,
  limits: ManifestLimits,
): Result<Manifest, Failure> {
  const listed = arrayOf(root['manifests']);
  if (listed.length > limits.indexManifests) {
    return err(tooMany(what, listed.length, 'manifests', 'indexManifests', limits.indexManifests));
  }
  const manifests = listed.map(descriptorOf).filter((descriptor) => descriptor !== undefined);
  if (!Array.isArray(root['manifests']) || manifests.length < listed.length) {
    return err(malformed(what, 'one of its manifests has no sound digest and size'));
  }
  const mediaType = stringOf(root['mediaType']) ?? 'application/vnd.oci.image.index.v1+json';
  return ok({ kind: 'index', mediaType, manifests });
}

function imageOf(
  root: Readonly<Record<string, unknown>>,
  what: string,
  limits: ManifestLimits,
): Result<Manifest, Failure> {
  const listed = arrayOf(root['layers']);
  if (listed.length > limits.layers) {
    return err(tooMany(what, listed.length, 'layers', 'layers', limits.layers));
  }
  const config = descriptorOf(root['config']);
  if (!config) return err(malformed(what, 'its config has no sound digest and size'));
  const layers = listed.map(descriptorOf).filter((descriptor) => descriptor !== undefined);
  if (layers.length < listed.length) {
    return err(malformed(what, 'one of its layers has no sound digest and size'));
  }
  const artifactType = stringOf(root['artifactType']);
  return ok({
    kind: 'image',
    mediaType: stringOf(root['mediaType']) ?? 'application/vnd.oci.image.manifest.v1+json',
    ...(artifactType && { artifactType }),
    config,
    layers,
  });
}

/** Why a manifest is of no image that can be analyzed: a chart, a signature; `undefined` of one that is. */
export function unsupportedReason(
  manifest: Extract<Manifest, { readonly kind: 'image' }>,
): string | undefined {
  const { config, layers, artifactType } = manifest;
  const isImage = mediaKindOf(config.mediaType) === 'config';
  // Some builders write configs of their own media type over layers like any.
  const hasLayers = layers.some(({ mediaType }) => mediaKindOf(mediaType).endsWith('layer'));
  if (isImage ? layers.length === 0 || hasLayers : hasLayers) return undefined;
  const type = artifactType ?? (isImage ? layers[0]?.mediaType : config.mediaType);
  return `it is an artifact (${type || 'of no media type'}), not an image`;
}

/** Whether an index's child tells of another child instead of being an image: BuildKit's attestations. */
export function isAttestation({ platform, annotations }: Descriptor): boolean {
  const isUnknown = platform?.os === 'unknown' && platform.architecture === 'unknown';
  return isUnknown || annotations['vnd.docker.reference.type'] === 'attestation-manifest';
}

function descriptorOf(value: unknown): Descriptor | undefined {
  const record = recordOf(value);
  const digest = parseDigest(stringOf(record['digest']) ?? '');
  const size = record['size'];
  if (!digest || typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    return undefined;
  }
  const platform = platformOf(record['platform']);
  const artifactType = stringOf(record['artifactType']);
  return {
    mediaType: stringOf(record['mediaType']) ?? '',
    digest,
    size,
    ...(platform && { platform }),
    ...(artifactType && { artifactType }),
    annotations: textsOf(record['annotations']),
    urls: stringsOf(record['urls']),
  };
}

/** `undefined` where system or architecture is not written. */
export function platformOf(value: unknown): Platform | undefined {
  const record = recordOf(value);
  const os = stringOf(record['os']);
  const architecture = stringOf(record['architecture']);
  const variant = stringOf(record['variant']);
  return os && architecture ? { os, architecture, ...(variant && { variant }) } : undefined;
}

/** The entries of a map whose values are texts; `__proto__` is a key like any. */
export function textsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(recordOf(value)).flatMap(([key, text]) =>
      typeof text === 'string' ? [[key, text] as const] : [],
    ),
  );
}

function malformed(what: string, reason: string): Failure {
  return failure('image.manifest.malformed', `${what} is malformed: ${reason}`);
}

function ambiguous(what: string, reason: string): Failure {
  const message = `${what} can be read in two ways: ${reason}; such manifests are refused`;
  return failure('image.manifest.ambiguous', message);
}

function tooMany(what: string, count: number, of: string, limit: string, allowed: number): Failure {
  const message = `${what} has ${count} ${of}, over the ${allowed} allowed (limit ${limit})`;
  return failure('image.manifest.too-many', message);
}
