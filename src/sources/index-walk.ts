import type { Limits } from '../base/index.ts';
import { failure, FailureError } from '../base/index.ts';
import type { Descriptor, Manifest, Platform } from '../image/index.ts';
import {
  formatPlatform,
  isAttestation,
  mediaKindOf,
  parseConfig,
  parseManifest,
  unsupportedReason,
} from '../image/index.ts';
import type { Diagnostic, Digest } from '../model/index.ts';
import type { ContentStore } from './content.ts';
import { readChecked } from './content.ts';

type ImageManifest = Extract<Manifest, { kind: 'image' }>;

/** An image manifest that a reference leads to; `manifest` where it had to be read to know that. */
export interface Candidate {
  readonly descriptor: Descriptor;
  readonly platform: Platform;
  readonly manifest?: ImageManifest;
}

/** What was looked at is an image, an index, or is left out and said. */
type Look =
  | { readonly kind: 'image'; readonly candidate: Candidate }
  | { readonly kind: 'index'; readonly manifests: readonly Descriptor[] }
  | LeftOut;

export interface LeftOut {
  readonly kind: 'left-out';
  readonly diagnostic: Diagnostic;
}

/**
 * Every image below the given manifests and indexes, each digest walked once. What an index says of
 * a child's kind and platform is believed until the child is chosen: nine platforms that nobody
 * asked for are not fetched.
 */
export async function walkIndex(
  store: ContentStore,
  roots: readonly Descriptor[],
  limits: Limits,
): Promise<{ readonly images: readonly Candidate[]; readonly diagnostics: readonly Diagnostic[] }> {
  const images: Candidate[] = [];
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<Digest>();
  let level: readonly Descriptor[] = roots;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limits.indexDepth) {
      throw limited(`indexes lie inside each other more than`, 'indexDepth', limits);
    }
    const next: Descriptor[] = [];
    for (const descriptor of level) {
      if (seen.has(descriptor.digest)) continue;
      seen.add(descriptor.digest);
      if (seen.size > limits.indexManifests) {
        throw limited('the index leads to more manifests than', 'indexManifests', limits);
      }
      const found = await look(store, descriptor, limits);
      if (found.kind === 'image') images.push(found.candidate);
      else if (found.kind === 'index') next.push(...found.manifests);
      else diagnostics.push(found.diagnostic);
    }
    level = next;
  }
  return { images, diagnostics };
}

async function look(store: ContentStore, descriptor: Descriptor, limits: Limits): Promise<Look> {
  const { digest, platform, mediaType } = descriptor;
  if (isAttestation(descriptor)) {
    return leftOut('attestation', 'info', `the attestation ${digest} was left out`);
  }
  if (platform && mediaKindOf(mediaType) === 'manifest') {
    return { kind: 'image', candidate: { descriptor, platform } };
  }
  const manifest = await readManifest(store, descriptor, limits);
  if (manifest.kind !== 'image') return manifest;
  const found = platform ?? (await platformOf(store, manifest.config, limits));
  return { kind: 'image', candidate: { descriptor, manifest, platform: found } };
}

/** The manifest or index of a descriptor, its digest checked. */
export async function readManifest(
  store: ContentStore,
  descriptor: Descriptor,
  limits: Limits,
): Promise<Manifest | LeftOut> {
  const { digest, platform, mediaType } = descriptor;
  const bytes = await readChecked(store, descriptor, 'manifest', limits);
  if (bytes === undefined) {
    const where = platform ? ` for ${formatPlatform(platform)}` : '';
    return leftOut('manifest-absent', 'warning', `the manifest ${digest}${where} is not there`);
  }
  const parsed = parseManifest(bytes, `the manifest ${digest}`, limits, mediaType);
  if (!parsed.ok) throw new FailureError(parsed.error);
  const reason = parsed.value.kind === 'image' ? unsupportedReason(parsed.value) : undefined;
  if (reason === undefined) return parsed.value;
  return leftOut('artifact', 'info', `${digest} was left out: ${reason}`);
}

async function platformOf(
  store: ContentStore,
  config: Descriptor,
  limits: Limits,
): Promise<Platform> {
  const bytes = await readChecked(store, config, 'config', limits);
  const parsed = bytes && parseConfig(bytes, `the image config ${config.digest}`, limits);
  if (parsed?.ok === false) throw new FailureError(parsed.error);
  return parsed?.value.platform ?? { os: 'unknown', architecture: 'unknown' };
}

function leftOut(code: string, severity: 'info' | 'warning', message: string): LeftOut {
  return { kind: 'left-out', diagnostic: { code: `sources.${code}`, severity, message } };
}

function limited(
  problem: string,
  limit: 'indexDepth' | 'indexManifests',
  limits: Limits,
): FailureError {
  const message = `${problem} the ${limits[limit]} allowed (limit ${limit})`;
  return new FailureError(failure('sources.limit', message));
}
