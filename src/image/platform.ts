import { err, failure, ok } from '../base/index.ts';
import type { Failure, Result } from '../base/index.ts';
import type { Platform } from './opened-image.ts';

/** `linux/arm64/v8` */
export function formatPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant ? [variant] : [])].join('/');
}

/** `os/architecture[/variant]`, in the words that people use for them (`x86_64`, `aarch64`). */
export function parsePlatform(text: string): Result<Platform, Failure> {
  const [os, architecture, variant, more] = text.split('/');
  if (os && architecture && more === undefined && variant !== '') {
    return ok(normalizePlatform({ os, architecture, ...(variant && { variant }) }));
  }
  const message = `"${text}" is no platform; write os/architecture[/variant], such as linux/arm64`;
  return err(failure('image.platform', message));
}

const ARCHITECTURES: Readonly<Record<string, string>> = {
  aarch64: 'arm64',
  armel: 'arm',
  armhf: 'arm',
  i386: '386',
  i686: '386',
  x86_64: 'amd64',
  'x86-64': 'amd64',
};

/**
 * A platform in the words that Docker compares by: lowercase, `x86_64` as `amd64`, no variant
 * where it is the only one (`arm64/v8`, `amd64/v1`), `arm` as `arm/v7`.
 */
export function normalizePlatform({ os, architecture, variant }: Platform): Platform {
  const written = architecture.toLowerCase();
  const name = (Object.hasOwn(ARCHITECTURES, written) && ARCHITECTURES[written]) || written;
  const given = variant?.toLowerCase().replace(/^(?=\d)/, 'v');
  const normal = variantOf(name, written, given);
  return {
    os: os.toLowerCase() === 'macos' ? 'darwin' : os.toLowerCase(),
    architecture: name,
    ...(normal && { variant: normal }),
  };
}

function variantOf(name: string, written: string, given: string | undefined): string | undefined {
  if (name === 'arm') return given || (written === 'armel' ? 'v6' : 'v7');
  const isOnly = (name === 'arm64' && given === 'v8') || (name === 'amd64' && given === 'v1');
  return isOnly ? undefined : given;
}

/**
 * The image for a platform among an index's: of that system and architecture, of the variant asked
 * for or the highest below it that runs there too (`arm/v6` on `arm/v7`). The first of equals.
 */
export function choosePlatform<Offer extends { readonly platform?: Platform | undefined }>(
  offers: readonly Offer[],
  wanted: Platform,
): Offer | undefined {
  const asked = normalizePlatform(wanted);
  const top = levelOf(asked.variant);
  let best: Offer | undefined;
  let bestLevel = -1;
  for (const offer of offers) {
    if (!offer.platform) continue;
    const { os, architecture, variant } = normalizePlatform(offer.platform);
    if (os !== asked.os || architecture !== asked.architecture) continue;
    const level = levelOf(variant);
    if (level > top || level <= bestLevel) continue;
    best = offer;
    bestLevel = level;
  }
  return best;
}

/** `v7` is 7; no variant is the lowest. */
function levelOf(variant: string | undefined): number {
  return Number(/^v(\d{1,3})/.exec(variant ?? '')?.[1] ?? 0);
}
