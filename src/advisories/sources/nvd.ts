import { err, ok } from '../../base/index.ts';
import type { Result } from '../../base/index.ts';
import type { Advisory, Diagnostic, SeverityRating } from '../../model/index.ts';
import { skipped } from '../diagnostics.ts';
import { isObject, objectAt, objectsAt, parseJson, textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Rater } from '../severity.ts';
import type { CveContext } from '../snapshot/context-codec.ts';
import { affectedByConfigurations } from './nvd-configurations.ts';
import { bareAdvisory } from './parsed-feed.ts';

export interface ParsedNvd {
  readonly id: string;
  /** Absent where NVD says nothing of it yet. */
  readonly context: CveContext | undefined;
  readonly updatedAt: string;
  /** Of a record on curated products. */
  readonly advisory: Advisory | undefined;
}

const CVE = /^CVE-\d{4}-\d{4,12}$/;
const CWE = /^CWE-\d{1,6}$/;

/** Of NVD's own analysts; what CNAs and CISA say is in the CVE record itself. */
const NVD = 'nvd@nist.gov';

/** Metrics that hold CVSS objects, newest version first. Version 2 counts where there is no other. */
const METRICS = ['cvssMetricV40', 'cvssMetricV31', 'cvssMetricV30', 'cvssMetricV2'];

/** Of a description: the most that is kept. */
const DESCRIPTION_CHARS = 4096;

/**
 * One element of `vulnerabilities` of NVD's JSON 2.0, as its yearly feeds and its API write it.
 *
 * https://nvd.nist.gov/developers/vulnerabilities
 */
export function parseNvd(
  bytes: Uint8Array,
  path: string,
  rate: Rater,
): Result<ParsedNvd, Diagnostic> {
  const element = parseJson(bytes);
  const record = objectAt(isObject(element) ? element : {}, 'cve');
  const id = textAt(record, 'id');
  if (!CVE.test(id)) {
    return err(skipped('advisory.nvd.no-id', `has no CVE id: "${id.slice(0, 80)}"`, path));
  }
  const isRejected = textAt(record, 'vulnStatus') === 'Rejected';
  const severities = ratingsOf(record, rate);
  const weaknesses = weaknessesOf(record);
  const isTold = isRejected || severities.length > 0 || weaknesses.length > 0;
  const updatedAt = dateOf(textAt(record, 'lastModified'));
  return ok({
    id,
    context: isTold ? { severities, weaknesses, isRejected } : undefined,
    updatedAt,
    advisory: isRejected ? undefined : advisoryOf(id, record, updatedAt),
  });
}

function ratingsOf(record: JsonObject, rate: Rater): SeverityRating[] {
  const metrics = objectAt(record, 'metrics');
  const own = METRICS.map((key) =>
    objectsAt(metrics, key)
      .filter((metric) => textAt(metric, 'source') === NVD)
      .map((metric) => rate('NVD', textAt(objectAt(metric, 'cvssData'), 'vectorString')))
      .filter((rating) => rating !== undefined),
  );
  const [newest = []] = own.filter((ratings) => ratings.length > 0);
  return newest;
}

/** But for NVD's words for none and for another: `NVD-CWE-noinfo`, `NVD-CWE-Other`. */
function weaknessesOf(record: JsonObject): string[] {
  const ids = objectsAt(record, 'weaknesses')
    .filter((weakness) => textAt(weakness, 'source') === NVD)
    .flatMap((weakness) => objectsAt(weakness, 'description'))
    .map((description) => textAt(description, 'value'))
    .filter((id) => CWE.test(id));
  return [...new Set(ids)];
}

function advisoryOf(id: string, record: JsonObject, modified: string): Advisory | undefined {
  const affected = affectedByConfigurations(objectsAt(record, 'configurations'));
  if (affected.length === 0) return undefined;
  const descriptions = objectsAt(record, 'descriptions');
  const english = descriptions.find((text) => textAt(text, 'lang') === 'en') ?? {};
  return bareAdvisory({
    id,
    source: 'nvd',
    upstream: [],
    details: textAt(english, 'value').slice(0, DESCRIPTION_CHARS),
    published: dateOf(textAt(record, 'published')),
    modified,
    affected,
  });
}

/** NVD's dates are UTC, and do not say so: `2025-04-03T01:03:51.193`. */
function dateOf(text: string): string {
  const [found] = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.exec(text) ?? [];
  return found === undefined ? '' : `${found}Z`;
}
