import { err, failure, ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import { NODEJS } from '../../ecosystems/index.ts';
import type { Advisory, Affected, Diagnostic, RangeEvent } from '../../model/index.ts';
import { skipped } from '../diagnostics.ts';
import { isObject, parseJson, textAt, textsAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { severityByLabel } from '../severity.ts';
import { bareAdvisory } from './parsed-feed.ts';
import type { ParsedFeed } from './parsed-feed.ts';

const CVE = /^CVE-\d{4}-\d{4,12}$/;
const NUMBER = /^\d{1,9}$/;

/** A line of a range; the longest real one names nine release lines. */
const LINE_CHARS = 1000;

/**
 * The Node.js project's own list of vulnerabilities of node, by number.
 *
 * https://github.com/nodejs/security-wg/tree/main/vuln/core
 */
export function parseNodejsCore(bytes: Uint8Array, path: string): Result<ParsedFeed, Failure> {
  const document = parseJson(bytes);
  if (!isObject(document)) {
    return err(failure('advisory.feed.malformed', `${path} is no JSON object of vulnerabilities`));
  }
  const left: Diagnostic[] = [];
  const advisories: Advisory[] = [];
  for (const [number, record] of Object.entries(document)) {
    const read = NUMBER.test(number) && isObject(record) ? readRecord(number, record) : undefined;
    if (read) advisories.push(read);
    else {
      const message = 'has no number, or no lines of releases that can be read';
      left.push(skipped('advisory.nodejs.bad-record', message, `${path}#${number}`));
    }
  }
  return ok({ advisories, skipped: left });
}

function readRecord(number: string, record: JsonObject): Advisory | undefined {
  const ranges = rangesOf(textAt(record, 'vulnerable'), textAt(record, 'patched'));
  if (ranges === undefined) return undefined;
  const severity = severityByLabel(textAt(record, 'severity'));
  const reference = textAt(record, 'ref');
  return bareAdvisory({
    id: `NODEJS-${number}`,
    source: 'nodejs-core',
    upstream: textsAt(record, 'cve').filter((id) => CVE.test(id)),
    summary: textAt(record, 'description'),
    details: textAt(record, 'overview'),
    severities: severity ? [{ source: 'Node.js', severity }] : [],
    references: reference === '' ? [] : [reference],
    affected: [affectedOf(record, ranges)],
  });
}

function affectedOf(record: JsonObject, ranges: readonly (readonly RangeEvent[])[]): Affected {
  const systems = textsAt(record, 'affectedEnvironments');
  const isOnLinux = systems.length === 0 || systems.some((one) => one === 'all' || one === 'linux');
  const hasFix = ranges.flat().some(({ kind }) => kind === 'fixed');
  return {
    ecosystem: 'generic',
    namespace: NODEJS,
    name: 'node',
    ranges,
    versions: [],
    status: isOnLinux ? (hasFix ? 'fix_available' : 'affected') : 'not_affected',
    architectures: [],
  };
}

/** Releases from one version until below another; without that, all that follow. */
interface Span {
  readonly from: readonly number[];
  readonly to?: readonly number[];
}

/**
 * Each line of releases that is vulnerable, until the version of it that is patched; what is not patched
 * has no fix, and ends where the next line begins.
 */
function rangesOf(
  vulnerable: string,
  patched: string,
): readonly (readonly RangeEvent[])[] | undefined {
  const lines = spansOf(vulnerable);
  const fixes = patched === '' ? [] : spansOf(patched);
  if (lines === undefined || fixes === undefined) return undefined;
  const inOrder = fixes.toSorted((a, b) => compare(a.from, b.from));
  return lines.flatMap((line) => rangesIn(line, inOrder));
}

function rangesIn(line: Span, fixes: readonly Span[]): readonly (readonly RangeEvent[])[] {
  const ranges: (readonly RangeEvent[])[] = [];
  let open: readonly number[] | undefined = line.from;
  for (const { from, to } of fixes) {
    if (open === undefined || !isBefore(from, line.to) || !isBefore(open, to)) continue;
    if (isBefore(open, from))
      ranges.push([introduced(open), { kind: 'fixed', version: textOf(from) }]);
    open = to;
  }
  if (open && line.to && isBefore(open, line.to)) {
    ranges.push([introduced(open), { kind: 'limit', version: textOf(line.to) }]);
  } else if (open && line.to === undefined) ranges.push([introduced(open)]);
  return ranges;
}

function introduced(version: readonly number[]): RangeEvent {
  return { kind: 'introduced', version: textOf(version) };
}

function textOf(version: readonly number[]): string {
  return version.join('.');
}

/** `end`: absent, there is none. */
function isBefore(version: readonly number[], end: readonly number[] | undefined): boolean {
  return end === undefined || compare(version, end) < 0;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** `undefined` where a line cannot be read: nothing sound can be said of the others. */
function spansOf(text: string): readonly Span[] | undefined {
  const lines = text.slice(0, LINE_CHARS).split('||');
  const spans = lines.map((line) => spanOf(line.trim()));
  const known = spans.filter((span) => span !== undefined);
  return known.length < spans.length ? undefined : known;
}

const PART = String.raw`(\d{1,4})`;
const VERSION = String.raw`${PART}\.${PART}\.${PART}`;

/** How lines are written; the spans of the numbers in each. A whole version alone stands for its line. */
const FORMS: readonly (readonly [RegExp, (numbers: readonly number[]) => Span])[] = [
  [new RegExp(`^${PART}\\.x$`), ([major = 0]) => lineOf([major, 0, 0])],
  [
    new RegExp(`^${PART}\\.${PART}\\.x$`),
    ([a = 0, b = 0]) => ({ from: [a, b, 0], to: [a, b + 1, 0] }),
  ],
  [new RegExp(`^\\^?${VERSION}$`), (from) => lineOf(from)],
  [new RegExp(`^>= ?${VERSION}$`), (from) => ({ from })],
  [new RegExp(`^<= ?${PART}$`), ([major = 0]) => ({ from: [0, 0, 0], to: [major + 1, 0, 0] })],
  [
    new RegExp(`^>= ?${VERSION} <${VERSION}$`),
    (numbers) => ({ from: numbers.slice(0, 3), to: numbers.slice(3) }),
  ],
];

function spanOf(line: string): Span | undefined {
  for (const [form, spanOfNumbers] of FORMS) {
    const found = form.exec(line);
    if (found) return spanOfNumbers(found.slice(1).map(Number));
  }
  return undefined;
}

/** To the end of a release line: before 1.0 every minor number had one of its own. */
function lineOf(from: readonly number[]): Span {
  const [major = 0, minor = 0] = from;
  return { from, to: major === 0 && minor > 0 ? [0, minor + 1, 0] : [major + 1, 0, 0] };
}
