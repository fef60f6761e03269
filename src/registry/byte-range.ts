import type { ByteRange } from './blob-store.ts';

export type WantedBytes =
  | { readonly kind: 'all' }
  | { readonly kind: 'part'; readonly range: ByteRange }
  | { readonly kind: 'unsatisfiable' };

/**
 * What a `Range` header asks of so many bytes (RFC 9110, 14). Several ranges at once, and other units,
 * are answered with the whole, as the standard allows.
 */
export function wantedBytes(header: string | undefined, size: number): WantedBytes {
  const match = /^bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))$/.exec(header?.trim() ?? '');
  if (!match) return { kind: 'all' };
  const [, from, to, tail] = match;
  const range =
    from === undefined
      ? { first: Math.max(size - Number(tail), 0), last: size - 1 }
      : { first: Number(from), last: to ? Math.min(Number(to), size - 1) : size - 1 };
  return range.first > range.last ? { kind: 'unsatisfiable' } : { kind: 'part', range };
}
