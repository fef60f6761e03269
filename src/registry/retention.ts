import { recordOf, stringsOf } from '../base/index.ts';
import { matchesTag } from './immutable-tags.ts';
import type { TagRow, TagRules } from './records.ts';

/** What of a repository's tags is kept. A tag stays when any of these keeps it. */
export interface Retention {
  /** So many of those moved last. */
  readonly keepNewest: number | undefined;
  /** Those moved or pulled within so many days. */
  readonly keepDays: number | undefined;
  /** Patterns. */
  readonly keepTags: readonly string[];
}

/** Why a tag stays, or that it does not. */
export interface RetentionVerdict {
  readonly tag: TagRow;
  readonly keptBy: 'immutable' | 'pattern' | 'newest' | 'days' | undefined;
}

const DAY = 86_400_000;

/** The rules as a repository's settings have them; `undefined` when everything is kept. */
export function readRetention(settings: unknown): Retention | undefined {
  const { keepNewest, keepDays, keepTags } = recordOf(settings);
  const retention = {
    keepNewest: countOf(keepNewest),
    keepDays: countOf(keepDays),
    keepTags: stringsOf(keepTags),
  };
  // Patterns alone would remove all others, which nobody means who sets no number.
  const hasBound = retention.keepNewest !== undefined || retention.keepDays !== undefined;
  return hasBound ? retention : undefined;
}

/** A number that makes no sense is a rule that keeps nothing less: it is passed over. */
function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** What the rules say of each tag, newest first. Nothing is changed: this is the dry run, too. */
export function judgeTags(
  tags: readonly TagRow[],
  { immutable, retention: settings }: TagRules,
  now: number,
): readonly RetentionVerdict[] {
  const retention = readRetention(settings);
  const newestFirst = tags.toSorted(
    (a, b) => b.movedAt.getTime() - a.movedAt.getTime() || (a.name < b.name ? -1 : 1),
  );
  return newestFirst.map((tag, place) => ({
    tag,
    keptBy: matchesTag(immutable, tag.name)
      ? 'immutable'
      : retention
        ? keptBy(tag, place, retention, now)
        : 'pattern',
  }));
}

function keptBy(
  tag: TagRow,
  place: number,
  { keepNewest, keepDays, keepTags }: Retention,
  now: number,
): RetentionVerdict['keptBy'] {
  if (matchesTag(keepTags, tag.name)) return 'pattern';
  if (keepNewest !== undefined && place < keepNewest) return 'newest';
  const usedAt = Math.max(tag.movedAt.getTime(), tag.pulledAt?.getTime() ?? 0);
  if (keepDays !== undefined && usedAt > now - keepDays * DAY) return 'days';
  return undefined;
}
