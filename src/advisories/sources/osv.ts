import { err, ok } from '../../base/index.ts';
import type { Result } from '../../base/index.ts';
import type { Advisory, Affected, Diagnostic, SeverityRating } from '../../model/index.ts';
import { skipped } from '../diagnostics.ts';
import { isObject, listAt, objectAt, objectsAt, parseJson, textAt, textsAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { isDistribution } from '../namespace.ts';
import { bandOf, severityByLabel } from '../severity.ts';
import type { Rater } from '../severity.ts';
import type { FixedPackage } from '../module-stream.ts';
import { fixedPackagesOf, readAffected } from './osv-affected.ts';

/** Printable, no blanks; the longest real one is 45 characters. */
const ID = /^[\x21-\x7e]{1,128}$/;

/** Who publishes the records whose ids begin so: named as the source of their ratings. */
const PUBLISHERS: readonly (readonly [string, string])[] = [
  ['GHSA-', 'GHSA'],
  ['GO-', 'Go'],
  ['PYSEC-', 'PyPA'],
  ['RUSTSEC-', 'RustSec'],
  ['MAL-', 'OpenSSF'],
  ['UBUNTU-', 'Ubuntu'],
  ['USN-', 'Ubuntu'],
  ['LSN-', 'Ubuntu'],
  ['DEBIAN-', 'Debian'],
  ['DSA-', 'Debian'],
  ['DLA-', 'Debian'],
  ['DTSA-', 'Debian'],
  ['AL', 'AlmaLinux'],
  ['ALPINE-', 'Alpine'],
  ['RL', 'Rocky Linux'],
  ['RX', 'Rocky Linux'],
  ['RH', 'Red Hat'],
  ['SUSE-', 'SUSE'],
  ['openSUSE-', 'SUSE'],
  ['BIT-', 'Bitnami'],
  ['JLSEC-', 'Julia'],
  ['HSEC-', 'Haskell'],
  ['RSEC-', 'R Consortium'],
  ['EEF-', 'EEF'],
  ['CGA-', 'Chainguard'],
  ['MINI-', 'MinimOS'],
  ['ECHO-', 'Echo'],
  ['BELL-', 'BellSoft'],
  ['MGASA-', 'Mageia'],
  ['OESA-', 'openEuler'],
  ['PHSA-', 'Photon OS'],
  ['AZL-', 'Azure Linux'],
  ['GMS-', 'GitLab'],
  ['PSF-', 'PSF'],
  ['CURL-', 'curl'],
  ['DRUPAL-', 'Drupal'],
  ['OSV-', 'OSS-Fuzz'],
];

/** The bytes of one OSV record as an advisory; else why it was left out. `path`: its place in the feed. */
export function parseOsv(
  bytes: Uint8Array | string,
  path: string,
  rate: Rater,
): Result<Advisory, Diagnostic> {
  const record = parseJson(bytes);
  if (!isObject(record)) return err(skipped('advisory.osv.not-json', 'is no JSON object', path));
  return readOsv(record, path, rate);
}

/**
 * An OSV record that is parsed already.
 *
 * https://ossf.github.io/osv-schema/
 */
export function readOsv(
  record: JsonObject,
  path: string,
  rate: Rater,
): Result<Advisory, Diagnostic> {
  const id = textAt(record, 'id');
  if (!ID.test(id)) return err(skipped('advisory.osv.no-id', `has no usable id: "${id}"`, path));
  if (textAt(record, 'modified') === '') {
    return err(skipped('advisory.osv.no-date', `${id} says no date of modification`, path));
  }
  const publisher = publisherOf(id, record);
  const summary = textAt(record, 'summary');
  const affected: Affected[] = [];
  let fixed: readonly FixedPackage[] | undefined;
  const packages = () => (fixed ??= fixedPackagesOf(record));
  for (const [index, entry] of listAt(record, 'affected').entries()) {
    const read = readAffected(entry, { summary, publisher, rate, packages });
    if (read === undefined) {
      const message = `${id}: affected[${index}] has no readable package or range`;
      return err(skipped('advisory.osv.bad-affected', message, path));
    }
    affected.push(...read);
  }
  return ok({
    ...headOf(record, id, affected),
    summary,
    affected,
    ...textsOf(record, publisher, rate),
  });
}

type Head = Pick<
  Advisory,
  'id' | 'class' | 'aliases' | 'upstream' | 'related' | 'source' | 'withdrawn' | 'isUnreviewed'
>;

function headOf(record: JsonObject, id: string, affected: readonly Affected[]): Head {
  const related = idsAt(record, 'related');
  const isOfDistribution = affected.some(({ ecosystem }) => isDistribution(ecosystem));
  const cves = isOfDistribution ? related.filter((other) => other.startsWith('CVE-')) : [];
  const withdrawn = textAt(record, 'withdrawn');
  return {
    id,
    class: id.startsWith('MAL-') ? 'malware' : 'vulnerability',
    aliases: idsAt(record, 'aliases').filter((alias) => alias !== id),
    upstream: [...new Set([...idsAt(record, 'upstream'), ...cves])],
    related,
    source: 'osv',
    ...(withdrawn !== '' && { withdrawn }),
    isUnreviewed: textAt(objectAt(record, 'database_specific'), 'review_status') === 'UNREVIEWED',
  };
}

type Texts = Pick<
  Advisory,
  'details' | 'severities' | 'weaknesses' | 'published' | 'modified' | 'references'
>;

function textsOf(record: JsonObject, publisher: string, rate: Rater): Texts {
  return {
    details: textAt(record, 'details'),
    severities: severitiesOf(record, publisher, rate),
    weaknesses: textsAt(objectAt(record, 'database_specific'), 'cwe_ids'),
    published: dateOf(textAt(record, 'published')),
    modified: dateOf(textAt(record, 'modified')),
    references: objectsAt(record, 'references')
      .map((reference) => textAt(reference, 'url'))
      .filter((url) => url !== ''),
  };
}

/**
 * A rating for each vector, newest CVSS first. A label stands alone where there is no vector, and
 * before them where a distribution rates its own erratum (Rocky's field, AlmaLinux's title).
 */
function severitiesOf(record: JsonObject, publisher: string, rate: Rater): SeverityRating[] {
  const vectors = objectsAt(record, 'severity')
    .map((severity) => textAt(severity, 'score'))
    .map((vector) => rate(publisher, vector))
    .filter((rating) => rating !== undefined)
    .toSorted((a, b) => cvssVersion(b) - cvssVersion(a));
  const specific = objectAt(record, 'database_specific');
  const title = /^(critical|important|moderate|low):/i.exec(textAt(record, 'summary'))?.[1] ?? '';
  const isErratum = publisher === 'AlmaLinux' || publisher === 'Rocky Linux';
  const severity = severityByLabel(textAt(specific, 'severity') || (isErratum ? title : ''));
  const own = severity ? [{ source: publisher, severity }] : [];
  if (isErratum) return [...own, ...vectors];
  if (vectors.length > 0) return vectors;
  const score = specific['cvss_v3_score'];
  if (typeof score === 'number') return [{ source: publisher, severity: bandOf(score), score }];
  return own;
}

function cvssVersion({ vector = '' }: SeverityRating): number {
  return vector.startsWith('CVSS:') ? Number.parseFloat(vector.slice(5)) : 2;
}

function publisherOf(id: string, record: JsonObject): string {
  const known = PUBLISHERS.find(([prefix]) => id.startsWith(prefix));
  if (known) return known[1];
  const specific = objectAt(record, 'database_specific');
  if ('cvss_v3_score' in specific) return 'RubySec';
  // A record that has only the CVE's id says what the CVE record says, whoever wrote it down.
  return id.startsWith('CVE-') ? 'CVE' : 'OSV';
}

function idsAt(record: JsonObject, key: string): string[] {
  return [...new Set(textsAt(record, key).filter((id) => ID.test(id)))];
}

/** Empty where it is no date; Go writes the year 1 for one that it does not know. */
function dateOf(text: string): string {
  return text.startsWith('0001-') || Number.isNaN(Date.parse(text)) ? '' : text;
}
