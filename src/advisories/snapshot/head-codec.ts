import type { AdvisoryHead, SeverityRating } from '../../model/index.ts';
import { readTexts, writeTexts } from './affected-codec.ts';
import { ByteWriter } from './bytes.ts';
import type { ByteReader } from './bytes.ts';
import type { Interner, RatingTable } from './interner.ts';
import type { StringTable } from './string-table.ts';

const MALWARE = 1;
const UNREVIEWED = 2;
const WITHDRAWN = 4;
/** The one upstream id is this one without the shard's prefix: `UBUNTU-CVE-2024-1`. */
const UPSTREAM_IN_ID = 8;
/** The date is a number of seconds, not a text. */
const SECONDS = 16;

/** Prefixes that distributions put before a vulnerability's id, to name their record of it. */
const PREFIXES = ['UBUNTU-', 'DEBIAN-', 'ALPINE-', 'WOLFI-', 'CHAINGUARD-', 'PHOTON-'];

/** The prefix that most ids of a shard begin with, if one of those that distributions use. */
export function idPrefixOf(heads: readonly AdvisoryHead[]): string {
  const count = (prefix: string) => heads.filter(({ id }) => id.startsWith(prefix)).length;
  return PREFIXES.find((prefix) => count(prefix) * 2 > heads.length) ?? '';
}

/** The bytes of one head; its source is the shard's. */
export function writeHead(
  head: AdvisoryHead,
  prefix: string,
  texts: Interner,
  ratings: RatingTable,
): Buffer {
  const seconds = secondsOf(head.modified);
  const isInId = isUpstreamInId(head, prefix);
  const writer = new ByteWriter();
  writer.byte(
    flagsOf(head) | (isInId ? UPSTREAM_IN_ID : 0) | (seconds === undefined ? 0 : SECONDS),
  );
  writer.number(texts.place(head.id));
  writeTexts(writer, head.aliases, texts);
  if (!isInId) writeTexts(writer, head.upstream, texts);
  writer.number(head.severities.length);
  for (const rating of head.severities) writer.number(ratings.place(rating));
  if (seconds === undefined) writer.number(texts.place(head.modified));
  else writer.uint32(seconds);
  if (head.withdrawn !== undefined) writer.number(texts.place(head.withdrawn));
  return writer.take();
}

function flagsOf(head: AdvisoryHead): number {
  return (
    (head.class === 'malware' ? MALWARE : 0) |
    (head.isUnreviewed ? UNREVIEWED : 0) |
    (head.withdrawn === undefined ? 0 : WITHDRAWN)
  );
}

function isUpstreamInId({ id, upstream }: AdvisoryHead, prefix: string): boolean {
  return prefix !== '' && upstream.length === 1 && id === `${prefix}${upstream[0]}`;
}

/** What the heads of a shard have in common. */
export interface HeadContext {
  readonly source: string;
  readonly prefix: string;
  readonly texts: StringTable;
  readonly ratings: readonly SeverityRating[];
}

export function readHead(reader: ByteReader, context: HeadContext): AdvisoryHead {
  const { prefix, texts, ratings } = context;
  const flags = reader.byte();
  const id = texts.at(reader.number());
  const aliases = readTexts(reader, texts);
  const upstream = flags & UPSTREAM_IN_ID ? [id.slice(prefix.length)] : readTexts(reader, texts);
  const severities: SeverityRating[] = [];
  for (let count = reader.count(); count > 0; count -= 1) {
    const rating = ratings[reader.number()];
    if (rating) severities.push(rating);
  }
  const modified = flags & SECONDS ? dateOf(reader.uint32()) : texts.at(reader.number());
  return {
    id,
    class: flags & MALWARE ? 'malware' : 'vulnerability',
    aliases,
    upstream,
    source: context.source,
    severities,
    modified,
    isUnreviewed: (flags & UNREVIEWED) !== 0,
    ...(flags & WITHDRAWN && { withdrawn: texts.at(reader.number()) }),
  };
}

/** Whether a head as writeHead wrote it has one of these places of texts among its ids. */
export function namesText(reader: ByteReader, places: ReadonlySet<number>): boolean {
  const flags = reader.byte();
  if (places.has(reader.number())) return true;
  for (let lists = flags & UPSTREAM_IN_ID ? 1 : 2; lists > 0; lists -= 1) {
    for (let count = reader.count(); count > 0; count -= 1) {
      if (places.has(reader.number())) return true;
    }
  }
  return false;
}

/** `undefined` of a date that seconds would not give back as it was written. */
function secondsOf(text: string): number | undefined {
  const seconds = Date.parse(text) / 1000;
  const fits = Number.isInteger(seconds) && seconds > 0 && seconds < 0xffffffff;
  return fits && dateOf(seconds) === text ? seconds : undefined;
}

function dateOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
