import type { Affected, RangeEvent, SeverityRating, VendorStatus } from '../../model/index.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import type { Interner, RatingTable } from './interner.ts';
import type { StringTable } from './string-table.ts';

/** Their order is part of the format: append only. */
const STATUSES: readonly VendorStatus[] = [
  'fix_available',
  'affected',
  'will_not_fix',
  'fix_deferred',
  'end_of_life',
  'under_investigation',
  'not_affected',
];
const STATUS_BITS = 7;
const UNIMPORTANT = 8;
const SEVERITY = 16;
const MODULE = 32;
const ARCHITECTURES = 64;
const VERSIONS = 128;

/** Their order is part of the format: append only, four at most. */
const KINDS: readonly RangeEvent['kind'][] = ['introduced', 'fixed', 'lastAffected', 'limit'];

/** Shapes of ranges, in the lower two bits: nearly all are the first two. */
const FIXED_ONLY = 0;
const ALL_VERSIONS = 1;
const GENERAL = 2;

const INTRODUCED: RangeEvent = { kind: 'introduced', version: '0' };

/** What an entry's numbers point to. */
export interface AffectedContext {
  readonly scope: { readonly ecosystem: string; readonly namespace: string };
  readonly texts: StringTable;
  readonly ratings: readonly SeverityRating[];
}

export function writeAffected(
  writer: ByteWriter,
  affected: Affected,
  texts: Interner,
  ratings: RatingTable,
): void {
  const { severity, module, architectures, versions } = affected;
  writer.byte(
    STATUSES.indexOf(affected.status) |
      (affected.unimportant ? UNIMPORTANT : 0) |
      (severity ? SEVERITY : 0) |
      (module === undefined ? 0 : MODULE) |
      (architectures.length > 0 ? ARCHITECTURES : 0) |
      (versions.length > 0 ? VERSIONS : 0),
  );
  writeRanges(writer, affected.ranges, texts);
  if (severity) writer.number(ratings.place(severity));
  if (module !== undefined) writer.number(texts.place(module));
  for (const list of [architectures, versions]) {
    if (list.length > 0) writeTexts(writer, list, texts);
  }
}

function writeRanges(writer: ByteWriter, ranges: Affected['ranges'], texts: Interner): void {
  const [events = [], ...others] = ranges;
  const [first, second, ...more] = events;
  const isFromZero = first?.kind === 'introduced' && first.version === '0';
  if (isFromZero && others.length === 0 && more.length === 0) {
    if (second === undefined) return writer.number(ALL_VERSIONS);
    if (second.kind === 'fixed') return writer.number(texts.place(second.version) * 4 + FIXED_ONLY);
  }
  writer.number(ranges.length * 4 + GENERAL);
  for (const range of ranges) {
    writer.number(range.length);
    for (const { kind, version } of range) {
      writer.number(texts.place(version) * 4 + KINDS.indexOf(kind));
    }
  }
}

export function readAffected(
  reader: ByteReader,
  name: string,
  { scope, texts, ratings }: AffectedContext,
): Affected {
  const flags = reader.byte();
  const ranges = readRanges(reader, texts);
  const severity = flags & SEVERITY ? ratings[reader.number()] : undefined;
  const module = flags & MODULE ? texts.at(reader.number()) : undefined;
  const architectures = flags & ARCHITECTURES ? readTexts(reader, texts) : [];
  const versions = flags & VERSIONS ? readTexts(reader, texts) : [];
  return {
    ecosystem: scope.ecosystem,
    namespace: scope.namespace,
    name,
    ranges,
    versions,
    status: STATUSES[flags & STATUS_BITS] ?? 'affected',
    ...(severity && { severity }),
    ...(flags & UNIMPORTANT && { unimportant: true }),
    ...(module !== undefined && { module }),
    architectures,
  };
}

/** Steps over an entry as readAffected reads it. The place of its rating; -1: it has none. */
export function skipAffected(reader: ByteReader): number {
  const flags = reader.byte();
  const value = reader.number();
  if (value % 4 === GENERAL) {
    for (let ranges = Math.floor(value / 4); ranges > 0; ranges -= 1) skipNumbers(reader);
  }
  const rating = flags & SEVERITY ? reader.number() : -1;
  if (flags & MODULE) reader.number();
  if (flags & ARCHITECTURES) skipNumbers(reader);
  if (flags & VERSIONS) skipNumbers(reader);
  return rating;
}

function skipNumbers(reader: ByteReader): void {
  for (let count = reader.count(); count > 0; count -= 1) reader.number();
}

function readRanges(reader: ByteReader, texts: StringTable): Affected['ranges'] {
  const value = reader.number();
  const rest = Math.floor(value / 4);
  switch (value % 4) {
    case FIXED_ONLY:
      return [[INTRODUCED, { kind: 'fixed', version: texts.at(rest) }]];
    case ALL_VERSIONS:
      return [[INTRODUCED]];
    default:
      return Array.from({ length: checkedCount(reader, rest) }, () => readEvents(reader, texts));
  }
}

/** Each of so many things takes a byte at least. */
function checkedCount(reader: ByteReader, count: number): number {
  if (count > reader.bytes.length - reader.position) throw new RangeError('a shard ends too early');
  return count;
}

function readEvents(reader: ByteReader, texts: StringTable): readonly RangeEvent[] {
  return Array.from({ length: reader.count() }, () => {
    const value = reader.number();
    const kind = KINDS[value % 4] ?? 'introduced';
    return { kind, version: texts.at(Math.floor(value / 4)) };
  });
}

export function writeTexts(writer: ByteWriter, list: readonly string[], texts: Interner): void {
  writer.number(list.length);
  for (const text of list) writer.number(texts.place(text));
}

export function readTexts(reader: ByteReader, texts: StringTable): string[] {
  return Array.from({ length: reader.count() }, () => texts.at(reader.number()));
}
