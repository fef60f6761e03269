import { type Result, err, ok } from '../base/index.ts';
import { type FeedCheck, lastAskedAt } from './feed-checks.ts';
import { digestOf } from './snapshot/memory-snapshot.ts';

/** How often feeds are asked for: milliseconds by the name of a feed or of its kind; `undefined`: never. */
export interface FeedIntervals {
  readonly byName: ReadonlyMap<string, number | undefined>;
  /** Of all that is not named; absent: as often as suits each feed. */
  readonly others?: { readonly every: number | undefined };
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** PRODUCT: every 5 minutes where asking whether there is anything new costs little, else hourly. */
const SUITABLE: Readonly<Record<string, number>> = {
  osv: 5 * MINUTE_MS,
  kev: 5 * MINUTE_MS,
  'alpine-secdb': 5 * MINUTE_MS,
  'wolfi-secdb': 5 * MINUTE_MS,
  'chainguard-secdb': 5 * MINUTE_MS,
  epss: 6 * HOUR_MS,
  endoflife: 24 * HOUR_MS,
};

/** However often it failed, a feed is asked for again after so long, or its interval if that is longer. */
const LONGEST_BACK_OFF_MS = 6 * HOUR_MS;

/** Of an interval, to either side: many servers do not ask one publisher in the same second. */
const JITTER = 0.1;

/** When a feed is to be asked for again, in milliseconds since 1970; `Infinity`: never. */
export function dueAt(
  name: string,
  check: FeedCheck | undefined,
  intervals: FeedIntervals,
): number {
  const every = intervalOf(name, intervals);
  if (every === undefined) return Infinity;
  const askedAt = check ? lastAskedAt(check) : '';
  if (!check || askedAt === '') return 0;
  const failures = check.failure?.times ?? 0;
  const wait = Math.min(every * 2 ** failures, Math.max(LONGEST_BACK_OFF_MS, every));
  return Date.parse(askedAt) + wait * (1 - JITTER + 2 * JITTER * shareOf(`${name} ${askedAt}`));
}

function intervalOf(name: string, { byName, others }: FeedIntervals): number | undefined {
  const [kind = ''] = name.split('/');
  for (const known of [name, kind]) if (byName.has(known)) return byName.get(known);
  return others ? others.every : (SUITABLE[kind] ?? HOUR_MS);
}

/** A share in [0, 1) that looks like chance, and is the same whenever it is asked for. */
function shareOf(text: string): number {
  return Number.parseInt(digestOf(text).slice(-8), 16) / 2 ** 32;
}

const UNITS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: HOUR_MS, d: 24 * HOUR_MS };

/** No publisher is asked more often than that. */
const SHORTEST_MS = MINUTE_MS;

/** `1h,osv=5m,nvd=off`: what has no name is of all that are not named. '': as suits each feed. Or what is none. */
export function parseFeedIntervals(text: string): Result<FeedIntervals, string> {
  const byName = new Map<string, number | undefined>();
  let others: FeedIntervals['others'];
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part === '') continue;
    const [, name, amount, unit, off] =
      /^(?:([^=]+)=)?(?:(\d{1,4})([mhd])|(off))$/.exec(part) ?? [];
    const every = off ? undefined : Number(amount) * (UNITS[unit ?? ''] ?? Number.NaN);
    if (every !== undefined && !(every >= SHORTEST_MS)) return err(part);
    if (name === undefined) others = { every };
    else byName.set(name, every);
  }
  return ok({ byName, ...(others && { others }) });
}
