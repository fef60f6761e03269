import type {
  VulnerabilityPlace,
  VulnerabilityQuery,
  VulnerabilityRow,
  VulnerabilitySort,
} from '../../model/index.ts';
import { severityRank } from '../../model/index.ts';
import { folded } from './name-table.ts';
import type { Postings } from './postings.ts';
import { valuesOf } from './postings.ts';
import type { RowMarks } from './row-set.ts';
import { keepCommon, markRange, noRows } from './row-set.ts';
import type { VulnerabilityIndex } from './vulnerability-index.ts';
import { BUNDLE, EXPLOITED, MALWARE, severityAt, WITHDRAWN } from './vulnerability-index.ts';
import { wordsOf } from './words.ts';

/** Of names in one row of a list. */
const SHOWN_ALIASES = 10;
const SHOWN_PACKAGES = 5;
const SHOWN_NAMESPACES = 10;

/** How a text was found, the best highest. */
const MATCHED = { words: 1, packageStart: 2, package: 3, idStart: 4, id: 5 } as const;

export interface FoundRows {
  readonly rows: readonly VulnerabilityRow[];
  readonly total: number;
  readonly next?: VulnerabilityPlace;
}

/** Looks through all rows: some milliseconds for a hundred thousand. */
export function findVulnerabilities(
  index: VulnerabilityIndex,
  query: VulnerabilityQuery,
): FoundRows {
  const marks = candidates(index, query);
  const isKept = filterOf(index, query);
  const valueOf = valueBy(index, query.sort, marks);
  const found: { readonly row: number; readonly value: number }[] = [];
  for (let row = 0; row < index.count; row += 1) {
    const mark = marks[row] ?? 0;
    if (mark > 0 && isKept(row, mark)) found.push({ row, value: valueOf(row) });
  }
  const sorted = found.toSorted((a, b) => b.value - a.value || a.row - b.row);
  const start = query.after ? placeIn(sorted, query.after, index) : 0;
  const page = sorted.slice(start, start + query.limit);
  const last = page.at(-1);
  const isMore = start + query.limit < sorted.length;
  return {
    rows: page.map(({ row }) => rowAt(index, row)),
    total: sorted.length,
    ...(isMore && last && { next: { value: last.value, id: shownId(index, last.row) } }),
  };
}

/** Rows by text, package, namespace and the ids that were given. */
function candidates(index: VulnerabilityIndex, query: VulnerabilityQuery): RowMarks {
  const text = query.text?.trim() ?? '';
  const marks = text === '' ? noRows(index.count).fill(1) : byText(index, text);
  if (query.package !== undefined) {
    const rows = noRows(index.count);
    markRange(rows, index.rowsOfPackage, index.packages.equalTo(query.package), 1);
    keepCommon(marks, withMembers(index, rows));
  }
  if (query.namespace !== undefined) keepCommon(marks, byNamespace(index, query.namespace));
  if (query.among !== undefined) keepCommon(marks, byIds(index, query.among));
  return marks;
}

function byText(index: VulnerabilityIndex, text: string): RowMarks {
  const marks = byWords(index, text);
  const named = noRows(index.count);
  const { packages, rowsOfPackage } = index;
  markRange(named, rowsOfPackage, packages.beginningWith(text), MATCHED.packageStart);
  markRange(named, rowsOfPackage, packages.equalTo(text), MATCHED.package);
  withMembers(index, named);
  for (let row = 0; row < index.count; row += 1) {
    const isBundle = ((index.flags[row] ?? 0) & BUNDLE) !== 0;
    // A vendor's advisory says nothing that its vulnerabilities do not: only its id finds it.
    marks[row] = isBundle ? 0 : Math.max(marks[row] ?? 0, named[row] ?? 0);
  }
  markIds(index, text, marks);
  return marks;
}

function markIds({ ids, rowOfId, count }: VulnerabilityIndex, text: string, marks: RowMarks): void {
  const [from, to] = ids.beginningWith(text);
  const [equal, behind] = ids.equalTo(text);
  for (let place = from; place < to; place += 1) {
    const row = rowOfId[place] ?? count;
    const mark = place >= equal && place < behind ? MATCHED.id : MATCHED.idStart;
    if (row < count && (marks[row] ?? 0) < mark) marks[row] = mark;
  }
}

/** More are not looked for: each is looked up in all of them. */
const MOST_WORDS = 12;

/** All of the words, each as it stands in the summary or begins there. */
function byWords(index: VulnerabilityIndex, text: string): RowMarks {
  const [first, ...others] = wordsOf(text).slice(0, MOST_WORDS);
  const marks = noRows(index.count);
  if (first === undefined) return marks;
  markRange(marks, index.rowsOfWord, index.words.beginningWith(first), MATCHED.words);
  for (const word of others) {
    const rows = noRows(index.count);
    markRange(rows, index.rowsOfWord, index.words.beginningWith(word), 1);
    keepCommon(marks, rows);
  }
  return marks;
}

/** A namespace, or all the releases of one. */
function byNamespace(index: VulnerabilityIndex, wanted: string): RowMarks {
  const rows = noRows(index.count);
  const fold = folded(wanted);
  for (const [place, namespace] of index.namespaces.entries()) {
    const own = folded(namespace);
    const isMeant = own === fold || own.startsWith(`${fold}:`);
    if (isMeant) markRange(rows, index.rowsOfNamespace, [place, place + 1], 1);
  }
  return withMembers(index, rows);
}

function byIds({ count, ids, rowOfId }: VulnerabilityIndex, among: readonly string[]): RowMarks {
  const rows = noRows(count);
  for (const id of among) {
    const [from, to] = ids.equalTo(id);
    for (let place = from; place < to; place += 1) {
      const row = rowOfId[place] ?? count;
      if (row < count) rows[row] = 1;
    }
  }
  return rows;
}

/** What a bundle says, it says of each of its vulnerabilities. */
function withMembers({ count, flags, membersOfRow }: VulnerabilityIndex, rows: RowMarks): RowMarks {
  for (let row = 0; row < count; row += 1) {
    const mark = rows[row] ?? 0;
    if (mark === 0 || ((flags[row] ?? 0) & BUNDLE) === 0) continue;
    for (const member of valuesOf(membersOfRow, row)) {
      if ((rows[member] ?? 0) < mark) rows[member] = mark;
    }
  }
  return rows;
}

type Keeps = (row: number, mark: number) => boolean;

function filterOf(index: VulnerabilityIndex, query: VulnerabilityQuery): Keeps {
  const { flags, severity, epss, modified, published } = index;
  const severities = new Set(query.severities?.map(severityRank));
  const hasFlags = flagsWanted(query);
  const isModified = within(query.modifiedFrom, query.modifiedBefore);
  const isPublished = within(query.publishedFrom, query.publishedBefore);
  const { epssMin } = query;
  return (row, mark) =>
    hasFlags(flags[row] ?? 0, mark >= MATCHED.idStart) &&
    (severities.size === 0 || severities.has(severity[row] ?? 0)) &&
    (epssMin === undefined || (epss[row] ?? Number.NaN) >= epssMin) &&
    isModified(modified[row] ?? 0) &&
    isPublished(published[row] ?? 0);
}

/** Bundles and what was taken back are shown to who asks for them by their id. */
function flagsWanted(query: VulnerabilityQuery): (flags: number, byId: boolean) => boolean {
  return (flags, byId) => {
    if (!byId && (flags & BUNDLE) !== 0) return false;
    if (!byId && !query.withWithdrawn && (flags & WITHDRAWN) !== 0) return false;
    if (query.isExploited && (flags & EXPLOITED) === 0) return false;
    return query.class === undefined || (query.class === 'malware') === ((flags & MALWARE) !== 0);
  };
}

/** What has no date is within no dates. */
function within(
  from: string | undefined,
  before: string | undefined,
): (seconds: number) => boolean {
  if (from === undefined && before === undefined) return () => true;
  const first = from === undefined ? 1 : Math.ceil(Date.parse(from) / 1000);
  const end =
    before === undefined ? Number.POSITIVE_INFINITY : Math.ceil(Date.parse(before) / 1000);
  return (seconds) => seconds >= Math.max(first, 1) && seconds < end;
}

/** More than any number of seconds since 1970 that a row has. */
const SECONDS = 2 ** 32;

/** What a list is sorted by, the highest first; equal ones are in the order of their ids. */
function valueBy(
  { modified, published, severity, score, epss }: VulnerabilityIndex,
  sort: VulnerabilitySort,
  marks: RowMarks,
): (row: number) => number {
  switch (sort) {
    case 'relevance':
      return (row) => (marks[row] ?? 0) * SECONDS + (modified[row] ?? 0);
    case 'modified':
      return (row) => modified[row] ?? 0;
    case 'published':
      return (row) => published[row] ?? 0;
    case 'severity':
      // Then by score, then by how likely it is used.
      return (row) =>
        (10 - (severity[row] ?? 0)) * 10_000_000 +
        scoreOr(score[row], 0) * 10_000 +
        Math.round((epss[row] || 0) * 9_999);
    case 'epss':
      return (row) => Math.round((epss[row] || 0) * 1e6);
  }
}

const NO_SCORE = 255;

function scoreOr(score: number | undefined, other: number): number {
  return score === undefined || score === NO_SCORE ? other : score;
}

/** The first behind the place; of an id that is gone, where it would stand. */
function placeIn(
  sorted: readonly { readonly row: number; readonly value: number }[],
  { value, id }: VulnerabilityPlace,
  { ids, shownId }: VulnerabilityIndex,
): number {
  const fold = folded(id);
  const [, behind] = ids.equalTo(fold);
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = sorted[middle];
    const isBefore =
      at !== undefined &&
      (at.value > value || (at.value === value && (shownId[at.row] ?? 0) < behind));
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The id that a row is shown by. */
export function shownId({ ids, shownId: places }: VulnerabilityIndex, row: number): string {
  return ids.at(places[row] ?? 0);
}

/** All ids of a row, the shown one first. */
export function idsOf(index: VulnerabilityIndex, row: number): readonly string[] {
  const shown = index.shownId[row];
  const others = [...valuesOf(index.idsOfRow, row)].filter((place) => place !== shown);
  return [shownId(index, row), ...others.map((place) => index.ids.at(place))];
}

/** Every id that findings may name a vulnerability by, or those that a bundle speaks of. */
export function namesFor(index: VulnerabilityIndex, id: string): readonly string[] | undefined {
  const row = rowOf(index, id);
  if (row === undefined) return undefined;
  const members = [...valuesOf(index.membersOfRow, row)];
  return (members.length > 0 ? members : [row]).flatMap((one) => idsOf(index, one));
}

/** The row that an id is in; `undefined`: nothing is known of it. */
export function rowOf({ ids, rowOfId, count }: VulnerabilityIndex, id: string): number | undefined {
  const [from, to] = ids.equalTo(id);
  for (let place = from; place < to; place += 1) {
    const row = rowOfId[place] ?? count;
    if (row < count) return row;
  }
  return undefined;
}

function rowAt(index: VulnerabilityIndex, row: number): VulnerabilityRow {
  const [id = '', ...aliases] = idsOf(index, row);
  const flags = index.flags[row] ?? 0;
  const packages = withBundles(index, row, index.packagesOfRow);
  const namespaces = withBundles(index, row, index.namespacesOfRow);
  return {
    id,
    aliases: aliases.slice(0, SHOWN_ALIASES),
    kind: flags & BUNDLE ? 'bundle' : 'vulnerability',
    class: flags & MALWARE ? 'malware' : 'vulnerability',
    ...ratingAt(index, row),
    isExploited: (flags & EXPLOITED) !== 0,
    isWithdrawn: (flags & WITHDRAWN) !== 0,
    summary: index.summaries.at(row),
    published: dateOf(index.published[row]),
    modified: dateOf(index.modified[row]),
    packages: packages.slice(0, SHOWN_PACKAGES).map((place) => index.packages.at(place)),
    packageCount: packages.length,
    namespaces: namespaces.slice(0, SHOWN_NAMESPACES).map((place) => index.namespaces[place] ?? ''),
    namespaceCount: namespaces.length,
  };
}

type Rating = Pick<VulnerabilityRow, 'severity' | 'score' | 'ratedBy' | 'epss'>;

function ratingAt(index: VulnerabilityIndex, row: number): Rating {
  const score = index.score[row] ?? NO_SCORE;
  const ratedBy = index.ratedBy[index.rater[row] ?? 0] ?? '';
  const probability = index.epss[row] ?? Number.NaN;
  const percentile = index.percentile[row] ?? Number.NaN;
  return {
    severity: severityAt(index.severity[row] ?? 0),
    ...(score !== NO_SCORE && { score: score / 10 }),
    ...(ratedBy !== '' && { ratedBy }),
    ...(!Number.isNaN(probability) && {
      epss: { probability: exact(probability), percentile: exact(percentile) },
    }),
  };
}

/** As EPSS writes them: five digits. */
function exact(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}

/** Its own, else those of the vendors' advisories that speak of it. */
function withBundles(
  index: VulnerabilityIndex,
  row: number,
  postings: Postings,
): readonly number[] {
  const own = [...valuesOf(postings, row)];
  const bundles = [...valuesOf(index.bundlesOfRow, row)];
  const others = bundles.flatMap((bundle) => [...valuesOf(postings, bundle)]);
  return [...new Set([...own, ...others])];
}

function dateOf(seconds = 0): string {
  return seconds === 0 ? '' : new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
