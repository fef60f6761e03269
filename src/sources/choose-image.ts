import { failure, FailureError } from '../base/index.ts';
import type { Descriptor, Manifest, Platform } from '../image/index.ts';
import { choosePlatform, formatPlatform, parsePlatform } from '../image/index.ts';
import type { Diagnostic } from '../model/index.ts';
import type { ContentStore } from './content.ts';
import type { Candidate } from './index-walk.ts';
import { readManifest, walkIndex } from './index-walk.ts';
import type { SourceOptions } from './options.ts';

/** The one image that is read. */
export interface ChosenImage {
  readonly descriptor: Descriptor;
  readonly platform: Platform;
  readonly manifest: Extract<Manifest, { kind: 'image' }>;
  /** All that there are. */
  readonly platforms: readonly Platform[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The image for the platform asked for, else for the usual one, else the only or first one. One
 * that is not there or no image after all is left out and said, and the choice is made again.
 */
export async function chooseImage(
  store: ContentStore,
  roots: readonly Descriptor[],
  options: Pick<SourceOptions, 'limits' | 'platform' | 'defaultPlatform'>,
): Promise<ChosenImage> {
  const walked = await walkIndex(store, roots, options.limits);
  const diagnostics: Diagnostic[] = [...walked.diagnostics];
  let images = walked.images;
  for (;;) {
    const chosen = choose(images, options, diagnostics);
    const { descriptor, platform } = chosen;
    const manifest = chosen.manifest ?? (await readManifest(store, descriptor, options.limits));
    if (manifest.kind === 'image') {
      const platforms = images.map((image) => image.platform);
      const others = images.filter((image) => image !== chosen);
      if (others.length > 0 && options.platform === undefined) {
        diagnostics.push(othersThere(platform, others));
      }
      return { descriptor, platform, manifest, platforms, diagnostics };
    }
    if (manifest.kind === 'index') {
      const message = `${descriptor.digest} is an index, and its index calls it a manifest`;
      throw new FailureError(failure('sources.manifest', message));
    }
    diagnostics.push(manifest.diagnostic);
    images = images.filter((image) => image !== chosen);
  }
}

function choose(
  images: readonly Candidate[],
  { platform, defaultPlatform }: Pick<SourceOptions, 'platform' | 'defaultPlatform'>,
  diagnostics: readonly Diagnostic[],
): Candidate {
  const [first] = images;
  const left = diagnostics.map(({ message }) => message).join('; ');
  if (first === undefined) {
    const message = `there is no image in it${left ? `: ${left}` : ''}`;
    throw new FailureError(failure('sources.no-image', message));
  }
  const wanted = parsePlatform(platform ?? defaultPlatform);
  if (!wanted.ok) throw new FailureError(wanted.error);
  const found = choosePlatform(images, wanted.value);
  if (found) return found;
  if (platform === undefined) return first;
  const names = images.map((image) => formatPlatform(image.platform)).join(', ');
  const message = `there is no image for the platform ${platform}; there is ${names}${left ? ` (${left})` : ''}`;
  throw new FailureError(failure('sources.platform.absent', message));
}

function othersThere(platform: Platform, others: readonly Candidate[]): Diagnostic {
  const names = others.map((other) => formatPlatform(other.platform)).join(', ');
  const message = `read for ${formatPlatform(platform)}; also there: ${names}`;
  return { code: 'sources.platforms', severity: 'info', message };
}
