import type { Failure, Result } from '../base/index.ts';
import { err, failure, ok } from '../base/index.ts';
import type { Platform } from '../image/index.ts';

/** `linux/arm64/v8` */
export function formatPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant ? [variant] : [])].join('/');
}

/** `os/architecture[/variant]`, in the words that people use for them (`x86_64`, `aarch64`). */
export function parsePlatform(text: string): Result<Platform, Failure> {
  const [os, given, variant, more] = text.toLowerCase().split('/');
  if (!os || !given || more !== undefined || variant === '') {
    const message = `"${text}" is no platform; write os/architecture[/variant], such as linux/arm64`;
    return err(failure('sources.platform', message));
  }
  const architecture = ALIASES.get(given) ?? given;
  return ok({ os, architecture, ...(variant && { variant }) });
}

/** Whether an image for `offered` is what was asked for: a variant nobody asked for may be any. */
export function isPlatform(offered: Platform, asked: Platform): boolean {
  return (
    offered.os === asked.os &&
    offered.architecture === asked.architecture &&
    (asked.variant === undefined || variantOf(offered) === variantOf(asked))
  );
}

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['aarch64', 'arm64'],
  ['i386', '386'],
  ['armhf', 'arm'],
]);

/** 64-bit ARM is v8 and 32-bit ARM v7 when nothing is written. */
function variantOf({ architecture, variant }: Platform): string | undefined {
  if (variant !== undefined) return variant;
  if (architecture === 'arm64') return 'v8';
  return architecture === 'arm' ? 'v7' : undefined;
}
