import type { Limits } from '../base/index.ts';
import { failure, FailureError } from '../base/index.ts';
import type { Platform } from '../image/index.ts';
import type { Diagnostic, Digest } from '../model/index.ts';
import type { ContentStore } from './content.ts';
import { readChecked } from './content.ts';
import type { Descriptor, Manifest } from './manifest.ts';
import { parseConfig, parseManifest } from './manifest.ts';
import { formatPlatform, isPlatform, parsePlatform } from './platform.ts';

/** One image manifest that a reference leads to. */
export interface Candidate {
  readonly descriptor: Descriptor;
  readonly manifest: Extract<Manifest, { kind: 'image' }>;
  readonly platform: Platform;
}

export interface Candidates {
  readonly images: readonly Candidate[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Config media types of what runs in a container; other manifests are artifacts. */
const IMAGE_CONFIGS: ReadonlySet<string> = new Set([
  '',
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
]);

/**
 * Every image below the given manifests and indexes, each digest walked once; attestations and
 * artifacts are left out and said.
 */
export async function findCandidates(
  store: ContentStore,
  roots: readonly Descriptor[],
  limits: Limits,
): Promise<Candidates> {
  const images: Candidate[] = [];
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<Digest>();
  let level: readonly Descriptor[] = roots;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limits.indexDepth) {
      throw limited(
        `indexes lie inside each other more than ${limits.indexDepth} deep (limit indexDepth)`,
      );
    }
    const next: Descriptor[] = [];
    for (const descriptor of level) {
      if (seen.has(descriptor.digest)) continue;
      seen.add(descriptor.digest);
      if (seen.size > limits.indexManifests) {
        throw limited(
          `the index leads to more than ${limits.indexManifests} manifests (limit indexManifests)`,
        );
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

/** The image for the platform asked for, else for the usual one, else the only or first one. */
export function chooseCandidate(
  { images, diagnostics }: Candidates,
  asked: string | undefined,
  usual: string,
): { readonly candidate: Candidate; readonly diagnostics: readonly Diagnostic[] } {
  const names = images.map(({ platform }) => formatPlatform(platform));
  const matching = (text: string): Candidate | undefined => {
    const platform = parsePlatform(text);
    if (!platform.ok) throw new FailureError(platform.error);
    return images.find((image) => isPlatform(image.platform, platform.value));
  };
  const [first] = images;
  if (first === undefined) {
    const left = diagnostics.map(({ message }) => message).join('; ');
    const message = `there is no image in it${left ? `: ${left}` : ''}`;
    throw new FailureError(failure('sources.no-image', message));
  }
  if (asked !== undefined) {
    const candidate = matching(asked);
    if (candidate) return { candidate, diagnostics };
    const message = `there is no image for the platform ${asked}; there is ${names.join(', ')}`;
    throw new FailureError(failure('sources.platform.absent', message));
  }
  const candidate = matching(usual) ?? first;
  if (images.length === 1) return { candidate, diagnostics };
  const others = names.filter((_, index) => images[index] !== candidate).join(', ');
  const message = `read for ${formatPlatform(candidate.platform)}; also there: ${others}`;
  return {
    candidate,
    diagnostics: [...diagnostics, { code: 'sources.platforms', severity: 'info', message }],
  };
}

type Look =
  | { readonly kind: 'image'; readonly candidate: Candidate }
  | { readonly kind: 'index'; readonly manifests: readonly Descriptor[] }
  | { readonly kind: 'left-out'; readonly diagnostic: Diagnostic };

async function look(store: ContentStore, descriptor: Descriptor, limits: Limits): Promise<Look> {
  const { digest, annotations, platform } = descriptor;
  const isAttestation =
    annotations['vnd.docker.reference.type'] === 'attestation-manifest' ||
    (platform?.os === 'unknown' && platform.architecture === 'unknown');
  if (isAttestation)
    return leftOut('attestation', 'info', `the attestation ${digest} was left out`);

  const bytes = await readChecked(store, descriptor, 'manifest', limits);
  if (bytes === undefined) {
    const where = platform ? ` for ${formatPlatform(platform)}` : '';
    return leftOut('manifest-absent', 'warning', `the manifest ${digest}${where} is not there`);
  }
  const parsed = parseManifest(bytes, `the manifest ${digest}`, limits);
  if (!parsed.ok) throw new FailureError(parsed.error);
  const manifest = parsed.value;
  if (manifest.kind === 'index') return manifest;
  if (!IMAGE_CONFIGS.has(manifest.config.mediaType)) {
    const message = `${digest} was left out: ${manifest.config.mediaType} is an artifact, no image`;
    return leftOut('artifact', 'info', message);
  }
  const found = platform ?? (await platformOf(store, manifest.config, limits));
  return { kind: 'image', candidate: { descriptor, manifest, platform: found } };
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

function leftOut(code: string, severity: 'info' | 'warning', message: string): Look {
  return { kind: 'left-out', diagnostic: { code: `sources.${code}`, severity, message } };
}

function limited(message: string): FailureError {
  return new FailureError(failure('sources.limit', message));
}
