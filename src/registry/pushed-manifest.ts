import { createHash } from 'node:crypto';
import { DEFAULT_LIMITS, recordOf, stringOf } from '../base/index.ts';
import type { Failure, Result } from '../base/index.ts';
import { err, failure, ok } from '../base/index.ts';
import { mediaKindOf, parseManifest } from '../image/index.ts';
import type { Descriptor, Manifest } from '../image/index.ts';
import { algorithmOf, parseDigest } from '../model/index.ts';
import type { Digest } from '../model/index.ts';
import type { RegistryLimits } from './ports.ts';

/** A manifest as it was pushed, read as far as the registry must know it. */
export interface PushedManifest {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly kind: 'image' | 'index';
  readonly blobs: readonly Descriptor[];
  readonly children: readonly Digest[];
  readonly subject: Digest | undefined;
  readonly referrer: { readonly artifactType: string; readonly descriptor: string } | undefined;
}

/**
 * Reads the bytes of a push. What could be read in two ways is refused, so that registry, client and
 * analysis see the same image.
 *
 * @param contentType of the request; the media type that is stored is that of the document, if it says one.
 */
export function readPushedManifest(
  bytes: Uint8Array,
  digest: Digest,
  contentType: string | undefined,
  limits: Pick<RegistryLimits, 'manifestBytes' | 'references'>,
): Result<PushedManifest, Failure> {
  const outside = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  const parsed = parseManifest(
    bytes,
    'the manifest',
    {
      manifestBytes: limits.manifestBytes,
      nesting: DEFAULT_LIMITS.nesting,
      layers: limits.references,
      indexManifests: limits.references,
    },
    outside,
  );
  if (!parsed.ok) return parsed;
  const root = rootOf(bytes);
  const subject = subjectOf(root);
  if (!subject.ok) return subject;
  const manifest = parsed.value;
  const mediaType = mediaTypeOf(root, manifest, outside);
  const about = { digest, mediaType, bytes };
  return ok({
    ...about,
    kind: manifest.kind,
    blobs: manifest.kind === 'index' ? [] : blobsOf(manifest),
    children: manifest.kind === 'index' ? manifest.manifests.map((child) => child.digest) : [],
    subject: subject.value,
    referrer: subject.value && referrerOf(about, root, manifest),
  });
}

/** The digest of bytes, by the algorithm that the client named them with. */
export function digestBytes(bytes: Uint8Array, algorithm: 'sha256' | 'sha512'): Digest {
  const digest = parseDigest(`${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`);
  if (!digest) throw new Error('a digest of our own making is none');
  return digest;
}

/** Whether the bytes are what the digest says. */
export function hasDigest(bytes: Uint8Array, digest: Digest): boolean {
  return digestBytes(bytes, algorithmOf(digest)) === digest;
}

type Root = Readonly<Record<string, unknown>>;

/** It was parsed before: this cannot fail. */
function rootOf(bytes: Uint8Array): Root {
  const text = new TextDecoder().decode(bytes);
  const value: unknown = JSON.parse(text);
  return recordOf(value);
}

function subjectOf(root: Root): Result<Digest | undefined, Failure> {
  if (root['subject'] === undefined || root['subject'] === null) return ok(undefined);
  const digest = parseDigest(stringOf(recordOf(root['subject'])['digest']) ?? '');
  if (digest) return ok(digest);
  return err(
    failure('image.manifest.malformed', 'the subject of the manifest has no sound digest'),
  );
}

/** The document's own word; the request's where it has none and the request's is of a manifest. */
function mediaTypeOf(root: Root, manifest: Manifest, outside: string | undefined): string {
  const inside = stringOf(root['mediaType']);
  if (inside !== undefined && inside !== '') return inside;
  const isOf = outside !== undefined && ['index', 'manifest'].includes(mediaKindOf(outside));
  return isOf ? outside : manifest.mediaType;
}

/** Layers that are never pushed are not waited for. */
function blobsOf(manifest: Extract<Manifest, { readonly kind: 'image' }>): Descriptor[] {
  return [
    manifest.config,
    ...manifest.layers.filter(({ mediaType }) => mediaKindOf(mediaType) !== 'foreign-layer'),
  ];
}

/** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-referrers */
function referrerOf(
  { digest, mediaType, bytes }: Pick<PushedManifest, 'digest' | 'mediaType' | 'bytes'>,
  root: Root,
  manifest: Manifest,
): NonNullable<PushedManifest['referrer']> {
  const own = stringOf(root['artifactType']) ?? '';
  const ofConfig = manifest.kind === 'image' ? manifest.config.mediaType : '';
  const artifactType = own === '' ? ofConfig : own;
  const annotations = root['annotations'];
  const descriptor = JSON.stringify({
    mediaType,
    size: bytes.length,
    digest,
    ...(artifactType !== '' && { artifactType }),
    ...(annotations !== undefined && annotations !== null && { annotations }),
  });
  return { artifactType, descriptor };
}
