import { err, ok } from '../../base/index.ts';
import type { Result } from '../../base/index.ts';
import type {
  Advisory,
  Affected,
  Diagnostic,
  SeverityRating,
  VendorStatus,
} from '../../model/index.ts';
import { skipped } from '../diagnostics.ts';
import { isObject, objectAt, objectsAt, parseJson, textAt, textsAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { severityByLabel } from '../severity.ts';
import type { Rater } from '../severity.ts';
import { readProductTree } from './csaf-product-tree.ts';
import type { ProductTree } from './csaf-product-tree.ts';
import { bareAdvisory } from './parsed-feed.ts';
import { namespaceOfCpe } from './red-hat-cpe.ts';
import { StatementSet } from './red-hat-statements.ts';

const CVE = /^CVE-\d{4}-\d{4,12}$/;

const SOURCE = 'redhat-vex';
const RATER = 'Red Hat';

/** What a document told: one advisory, without entries where no product of ours is named. */
export interface ReadVex {
  readonly advisory: Advisory;
  /** Statements left out, each kind once. */
  readonly skipped: readonly Diagnostic[];
}

/**
 * A VEX document of Red Hat: one vulnerability, and a status for each package of each product. What
 * was deleted is an advisory without entries.
 *
 * https://redhatproductsecurity.github.io/security-data-guidelines/csaf-vex/
 */
export function parseRedHatVex(
  bytes: Uint8Array,
  path: string,
  rate: Rater,
): Result<ReadVex, Diagnostic> {
  const record = parseJson(bytes);
  if (!isObject(record)) return err(skipped('advisory.csaf.not-json', 'is no JSON object', path));
  const document = objectAt(record, 'document');
  const tracking = objectAt(document, 'tracking');
  const id = textAt(tracking, 'id');
  if (!CVE.test(id)) {
    return err(skipped('advisory.csaf.no-id', `has no CVE as its id: "${id.slice(0, 80)}"`, path));
  }
  const left: Diagnostic[] = [];
  const tree = readProductTree(record, (cpe) => namespaceOfCpe(cpe) !== undefined);
  const vulnerabilities = objectsAt(record, 'vulnerabilities').filter(
    (vulnerability) => textAt(vulnerability, 'cve') === id,
  );
  const whole = severityByLabel(textAt(objectAt(document, 'aggregate_severity'), 'text'));
  const affected = vulnerabilities.flatMap((vulnerability) =>
    affectedOf(vulnerability, tree, whole && { source: RATER, severity: whole }, () =>
      left.push(skipped('advisory.csaf.bad-package', `${id} names a package of no module`, path)),
    ),
  );
  const advisory = bareAdvisory({
    id: `REDHAT-${id}`,
    source: SOURCE,
    upstream: [id],
    affected,
    summary: textAt(document, 'title'),
    modified: textAt(tracking, 'current_release_date'),
    ...textsOf(vulnerabilities, rate),
  });
  return ok({ advisory, skipped: left.slice(0, 1) });
}

function affectedOf(
  vulnerability: JsonObject,
  tree: ProductTree,
  whole: SeverityRating | undefined,
  onUnreadable: () => void,
): readonly Affected[] {
  const status = objectAt(vulnerability, 'product_status');
  const ratings = ratingsOf(vulnerability);
  const words = remediationsOf(vulnerability);
  const statements = new StatementSet();
  for (const [key, meaning] of STATUSES) {
    for (const product of textsAt(status, key)) {
      const found = tree.packageOf(product);
      if (found === 'unreadable') onUnreadable();
      if (typeof found !== 'object') continue;
      const severity = ratings.get(product) ?? whole;
      statements.add({
        namespace: namespaceOfCpe(found.cpe) ?? '',
        component: found.component,
        status: meaning === 'affected' ? (words.get(product) ?? meaning) : meaning,
        ...(severity && { severity }),
      });
    }
  }
  return statements.affected();
}

/** Of the statuses of CSAF, those that Red Hat uses. */
const STATUSES: readonly (readonly [string, VendorStatus])[] = [
  ['fixed', 'fix_available'],
  ['known_affected', 'affected'],
  ['under_investigation', 'under_investigation'],
  ['known_not_affected', 'not_affected'],
];

function ratingsOf(vulnerability: JsonObject): ReadonlyMap<string, SeverityRating> {
  const ratings = new Map<string, SeverityRating>();
  for (const threat of objectsAt(vulnerability, 'threats')) {
    const severity = severityByLabel(textAt(threat, 'details'));
    if (textAt(threat, 'category') !== 'impact' || severity === undefined) continue;
    const rating = { source: RATER, severity };
    for (const product of textsAt(threat, 'product_ids')) ratings.set(product, rating);
  }
  return ratings;
}

/** What Red Hat says it will do about an affected product: category and wording both tell. */
function remediationsOf(vulnerability: JsonObject): ReadonlyMap<string, VendorStatus> {
  const words = new Map<string, VendorStatus>();
  for (const remediation of objectsAt(vulnerability, 'remediations')) {
    const word = wordOf(textAt(remediation, 'category'), textAt(remediation, 'details'));
    if (word === undefined) continue;
    for (const product of textsAt(remediation, 'product_ids')) words.set(product, word);
  }
  return words;
}

function wordOf(category: string, details: string): VendorStatus | undefined {
  if (category === 'no_fix_planned') {
    return /out of support scope/i.test(details) ? 'end_of_life' : 'will_not_fix';
  }
  if (category !== 'none_available') return undefined;
  return /fix deferred/i.test(details) ? 'fix_deferred' : 'affected';
}

type Texts = Pick<
  Advisory,
  'details' | 'published' | 'weaknesses' | 'severities' | 'related' | 'references'
>;

const ERRATUM = /\/errata\/(RH[SBE]A-\d{4}:\d{1,6})$/;

/** Errata that fix it are related: they say what to install, and not that anything is affected. */
function textsOf(vulnerabilities: readonly JsonObject[], rate: Rater): Texts {
  const notes = vulnerabilities.flatMap((one) => objectsAt(one, 'notes'));
  const description = notes.find((note) => textAt(note, 'category') === 'description');
  const urls = vulnerabilities.flatMap((one) => [
    ...objectsAt(one, 'references').map((reference) => textAt(reference, 'url')),
    ...objectsAt(one, 'remediations').map((remediation) => textAt(remediation, 'url')),
  ]);
  const references = [...new Set(urls)].filter((url) => url !== '');
  const vectors = vulnerabilities
    .flatMap((one) => objectsAt(one, 'scores'))
    .flatMap((score) => [objectAt(score, 'cvss_v4'), objectAt(score, 'cvss_v3')])
    .map((cvss) => textAt(cvss, 'vectorString'))
    .filter((vector) => vector !== '');
  return {
    details: textAt(description ?? {}, 'text'),
    published: vulnerabilities.map((one) => textAt(one, 'release_date')).find(Boolean) ?? '',
    weaknesses: vulnerabilities
      .map((one) => textAt(objectAt(one, 'cwe'), 'id'))
      .filter((id) => id !== ''),
    severities: [...new Set(vectors)].flatMap((vector) => rate(RATER, vector) ?? []),
    related: references.flatMap((url) => ERRATUM.exec(url)?.[1] ?? []),
    references,
  };
}
