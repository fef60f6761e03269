import type { Failure, Limits } from '../base/index.ts';
import type { TerminalState } from './state.ts';

/** What a run that came to no result means for the analysis. */
export type Trouble =
  /** Storage or database: it passes, and never counts. */
  | { readonly kind: 'passing'; readonly failure: Failure }
  /** A worker that died may have been in bad company: tried again, a few times. */
  | { readonly kind: 'counted'; readonly failure: Failure }
  /** The bytes are what they are: no other try can end otherwise. */
  | { readonly kind: 'final'; readonly failure: Failure }
  | { readonly kind: 'ending'; readonly state: TerminalState };

/** Tries of what is counted, and processes that may be lost with one analysis. */
export const MOST_ATTEMPTS = 5;
export const MOST_LOSSES = 5;

const COUNTED_MS = [500, 2000, 5000, 10_000];

/** Milliseconds to wait after the nth counted try, 1 the first. */
export function delayAfter(attempt: number): number {
  return COUNTED_MS[Math.min(attempt, COUNTED_MS.length) - 1] ?? 0;
}

/** Of trouble that passes: soon, and then ever less often. */
export function delayWhilePassing(times: number): number {
  return Math.min(30_000, 500 * 2 ** Math.min(times, 10));
}

/** Codes by how they begin; the first that fits decides, and what is none of these passes. */
const KINDS: readonly (readonly [string, 'counted' | 'final'])[] = [
  ['analyzer.worker.', 'counted'],
  ['image.', 'final'],
  ['sources.layer.absent', 'final'],
  ['sources.config.absent', 'final'],
  ['sources.', 'final'],
  ['json.', 'final'],
  ['analyses.', 'final'],
  ['catalog.', 'final'],
];

export function troubleOf(failure: Failure, limits: Limits): Trouble {
  const limited = limitOf(failure, limits);
  if (limited) return { kind: 'ending', state: limited };
  if (UNSUPPORTED.has(failure.code)) {
    const { message } = failure;
    return { kind: 'ending', state: { kind: 'unsupported', what: 'media_type', message } };
  }
  const kind = KINDS.find(([start]) => failure.code.startsWith(start))?.[1];
  return { kind: kind ?? 'passing', failure };
}

const UNSUPPORTED: ReadonlySet<string> = new Set([
  'image.layer.unsupported-compression',
  'image.manifest.schema1',
  'sources.no-image',
]);

/** Of a whole image: what is over them is too large; other limits are of odd bytes within. */
const SIZE_LIMITS = ['compressedBytes', 'uncompressedBytes', 'layers', 'entries'] as const;

/** Every refusal over a limit says `(limit NAME)`. */
function limitOf({ message }: Failure, limits: Limits): TerminalState | undefined {
  const limit = SIZE_LIMITS.find((name) => message.includes(`(limit ${name})`));
  if (limit === undefined) return undefined;
  const allowed = limits[limit];
  const actual = /\b(?:has|have|inflates to) (\d+) /.exec(message)?.[1];
  return { kind: 'too_large', limit, allowed, actual: Number(actual ?? allowed) };
}
