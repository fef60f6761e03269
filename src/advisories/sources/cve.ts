import { err, ok } from '../../base/index.ts';
import type { Result } from '../../base/index.ts';
import type { Advisory, Affected, Diagnostic, SeverityRating } from '../../model/index.ts';
import { skipped } from '../diagnostics.ts';
import { isObject, objectAt, objectsAt, parseJson, textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Rater } from '../severity.ts';
import type { CveContext } from '../snapshot/context-codec.ts';
import { affectedProductsOf } from './cve-products.ts';
import { bareAdvisory } from './parsed-feed.ts';
import { upstreamStartsOf } from './upstream-starts.ts';

export interface ParsedCve {
  readonly id: string;
  readonly context: CveContext;
  readonly description: string;
  readonly updatedAt: string;
  /** Of a record on products that are matched by what CVE records say. */
  readonly advisory: Advisory | undefined;
}

const CVE = /^CVE-\d{4}-\d{4,12}$/;
const CWE = /^CWE-\d{1,6}$/;

/** Keys of a metric that hold a CVSS object, newest version first. */
const METRICS = ['cvssV4_0', 'cvssV3_1', 'cvssV3_0', 'cvssV2_0'];

/** Of a description; the longest are pages of kernel logs. */
const DESCRIPTION_CHARS = 4096;

/**
 * One CVE record, with the ratings, weaknesses and SSVC decision points that CISA adds to it.
 *
 * https://cveproject.github.io/cve-schema/schema/docs/
 */
export function parseCve(
  bytes: Uint8Array | string,
  path: string,
  rate: Rater,
): Result<ParsedCve, Diagnostic> {
  const record = parseJson(bytes);
  if (!isObject(record)) return err(skipped('advisory.cve.not-json', 'is no JSON object', path));
  const metadata = objectAt(record, 'cveMetadata');
  const id = textAt(metadata, 'cveId');
  if (!CVE.test(id)) {
    return err(skipped('advisory.cve.no-id', `has no CVE id: "${id.slice(0, 80)}"`, path));
  }
  const containers = objectAt(record, 'containers');
  const cna = objectAt(containers, 'cna');
  const adps = objectsAt(containers, 'adp');
  const title = textAt(cna, 'title');
  const starts = [cna, ...adps].map(upstreamStartsOf).find((found) => found.length > 0);
  const description = englishOf(objectsAt(cna, 'descriptions'));
  const ssvc = adps.map(ssvcOf).find((points) => points !== undefined);
  const context: CveContext = {
    severities: [
      ...ratingsOf(cna, 'CNA', rate),
      ...adps.flatMap((adp) => ratingsOf(adp, sourceOf(adp), rate)),
    ],
    weaknesses: [...new Set([cna, ...adps].flatMap(weaknessesOf))],
    isRejected: textAt(metadata, 'state') === 'REJECTED',
    ...(ssvc && { ssvc }),
    ...(title !== '' && { title }),
    ...(starts && { introducedUpstream: starts }),
  };
  const updatedAt = textAt(metadata, 'dateUpdated');
  const affected = context.isRejected ? [] : affectedProductsOf(cna, adps);
  const advisory = affected.length > 0 ? advisoryOf(record, affected, description) : undefined;
  return ok({ id, context, description, updatedAt, advisory });
}

/** Its ratings and weaknesses are those of the record, which are kept apart. */
function advisoryOf(record: JsonObject, affected: readonly Affected[], details: string): Advisory {
  const metadata = objectAt(record, 'cveMetadata');
  return bareAdvisory({
    id: textAt(metadata, 'cveId'),
    source: 'cve',
    upstream: [],
    details,
    published: textAt(metadata, 'datePublished'),
    modified: textAt(metadata, 'dateUpdated'),
    affected,
  });
}

function ratingsOf(container: JsonObject, source: string, rate: Rater): SeverityRating[] {
  const metrics = objectsAt(container, 'metrics');
  return METRICS.flatMap((key) =>
    metrics.map((metric) => rate(source, textAt(objectAt(metric, key), 'vectorString'))),
  ).filter((rating) => rating !== undefined);
}

/** `CISA-ADP`. */
function sourceOf(adp: JsonObject): string {
  return textAt(objectAt(adp, 'providerMetadata'), 'shortName').slice(0, 64) || 'ADP';
}

function weaknessesOf(container: JsonObject): string[] {
  return objectsAt(container, 'problemTypes')
    .flatMap((type) => objectsAt(type, 'descriptions'))
    .map((description) => textAt(description, 'cweId'))
    .filter((id) => CWE.test(id));
}

/** `{ exploitation: 'active', automatable: 'yes', technicalImpact: 'total' }`. */
function ssvcOf(adp: JsonObject): Record<string, string> | undefined {
  const other = objectsAt(adp, 'metrics')
    .map((metric) => objectAt(metric, 'other'))
    .find((metric) => textAt(metric, 'type') === 'ssvc');
  if (other === undefined) return undefined;
  const points = objectsAt(objectAt(other, 'content'), 'options').flatMap((option) =>
    Object.entries(option).map(([key, value]) => [pointName(key), String(value)] as const),
  );
  return Object.fromEntries(points);
}

/** `Technical Impact` is `technicalImpact`. */
function pointName(key: string): string {
  const [first = '', ...others] = key.toLowerCase().split(' ');
  return first + others.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
}

function englishOf(descriptions: readonly JsonObject[]): string {
  const english = descriptions.find((text) => /^en\b/i.test(textAt(text, 'lang')));
  return textAt(english ?? {}, 'value').slice(0, DESCRIPTION_CHARS);
}
