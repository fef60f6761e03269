import type { RangeEvent } from '../../model/index.ts';
import { listAt, objectAt, objectsAt, textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';

/** Longest version that a real feed holds is 120 characters. */
const VERSION_CHARS = 512;

/** The kinds of events and how OSV spells them. */
const KINDS = [
  ['introduced', 'introduced'],
  ['fixed', 'fixed'],
  ['last_affected', 'lastAffected'],
  ['limit', 'limit'],
] as const;

/**
 * The ranges of an OSV `affected` entry, git commits left out; events in the order published.
 * `undefined`: an event cannot be read, and nothing sound can be said of the entry.
 *
 * Go's records write ranges that do not follow Go's versions as `custom_ranges`, and say
 * `introduced: 0` beside them: then those count. An unbounded one widens no bounded one, of either.
 *
 * https://ossf.github.io/osv-schema/#affectedranges-field
 */
export function rangesOf(affected: JsonObject): readonly (readonly RangeEvent[])[] | undefined {
  const ranges = readRanges(affected);
  const custom = readRanges(objectAt(affected, 'ecosystem_specific'), 'custom_ranges');
  if (ranges === undefined || custom === undefined) return undefined;
  if (custom.length === 0) return ranges;
  const bounded = [...ranges, ...custom].filter((range) => !isUnbounded(range));
  return bounded.length > 0 ? bounded : custom;
}

function readRanges(
  object: JsonObject,
  key = 'ranges',
): readonly (readonly RangeEvent[])[] | undefined {
  const ranges: (readonly RangeEvent[])[] = [];
  for (const range of objectsAt(object, key)) {
    if (textAt(range, 'type') === 'GIT') continue;
    const events = readEvents(range);
    if (events === undefined) return undefined;
    if (events.length > 0) ranges.push(events);
  }
  return ranges;
}

function readEvents(range: JsonObject): readonly RangeEvent[] | undefined {
  const events: RangeEvent[] = [];
  const listed = objectsAt(range, 'events');
  if (listed.length !== listAt(range, 'events').length) return undefined;
  for (const event of listed) {
    const before = events.length;
    for (const [key, kind] of KINDS) {
      if (!(key in event)) continue;
      const version = textAt(event, key);
      if (version === '' || version.length > VERSION_CHARS) return undefined;
      events.push({ kind, version });
    }
    if (events.length === before) return undefined;
  }
  return events;
}

function isUnbounded(events: readonly RangeEvent[]): boolean {
  return events.every(({ kind }) => kind === 'introduced');
}
