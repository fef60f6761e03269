import type { Finding } from '../../../../api/contract/index.ts';
import { evidenceOf, evidenceText } from '../evidence.ts';
import { noFixWords } from './finding-words.ts';

/** What a finding is of, for somebody who does not see the page. */
export interface ReportedImage {
  readonly image: string;
  readonly digest: string;
  readonly platform: string;
  /** Of the program. */
  readonly version: string;
  readonly snapshot?: number;
}

export function wrongResultTitle({ id, packageName, packageVersion }: Finding): string {
  return `Wrong result: ${id} in ${packageName} ${packageVersion}`;
}

const PATHS = 5;

/** All that somebody needs to make the comparison again, and the question that only the reader can answer. */
export function wrongResultText(finding: Finding, about: ReportedImage): string {
  const { id, ids, packageName, packageVersion, packageType, purl, locations } = finding;
  const { severity, severitySource, confidence } = finding;
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['What is wrong', '(please say)'],
    ['Reported', `${id}${ids.length > 1 ? ` (${ids.slice(1).join(', ')})` : ''}`],
    ['Package', purl ?? `${packageType} ${packageName} ${packageVersion}`],
    [
      'Found in',
      locations
        .slice(0, PATHS)
        .map((path) => `/${path}`)
        .join(', '),
    ],
    ...evidenceOf(finding).map(
      (evidence) =>
        [
          'Because',
          `${evidence.advisory} (${evidence.source}, ${evidence.namespace}): ${evidenceText(evidence)}`,
        ] as const,
    ),
    [
      'Severity',
      severitySource === undefined ? severity : `${severity}, said by ${severitySource}`,
    ],
    ['Fixed in', finding.fixedIn ?? noFixWords(finding)],
    ['Confidence', confidence],
    ['Image', `${about.image}@${about.digest} ${about.platform}`],
    ['Advisories', about.snapshot === undefined ? undefined : `#${about.snapshot}`],
    ['Drydock', about.version],
  ];
  return lines
    .flatMap(([name, text]) => (text === undefined || text === '' ? [] : [`${name}: ${text}`]))
    .join('\n');
}

/** Longer addresses are cut or refused by servers and mail programs on the way. */
const MOST_PREFILLED = 4_000;

/**
 * The operator's link with the text filled in, as trackers and mail programs take it. Undefined for any other
 * kind of link than these two.
 */
export function feedbackHref(link: string, title: string, text: string): string | undefined {
  const url = URL.parse(link);
  if (!url) return undefined;
  const body = text.slice(0, MOST_PREFILLED).toWellFormed();
  if (url.protocol === 'mailto:') {
    const join = url.search === '' ? '?' : '&';
    return `${url.href}${join}subject=${encodeURIComponent(title)}&body=${encodeURIComponent(body)}`;
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  url.searchParams.set('title', title);
  url.searchParams.set('body', body);
  return url.href;
}
