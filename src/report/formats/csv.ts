import { printable } from '../../base/index.ts';
import type { LocatedFinding } from '../located-findings.ts';
import { locatedFindings } from '../located-findings.ts';
import type { Report } from '../report.ts';

const HEAD = [
  'vulnerability',
  'severity',
  'score',
  'severity_source',
  'package',
  'version',
  'type',
  'fixed_in',
  'introduced',
  'status',
  'known_exploited',
  'epss',
  'hidden',
  'layer',
  'path',
  'purl',
];

/** One row a finding (RFC 4180). A cell that a spreadsheet would take for a formula gets a `'`. */
export function toCsv(report: Pick<Report, 'findings' | 'packages'>): string {
  return findingsToCsv(locatedFindings(report));
}

/** The same of some of a report's findings. */
export function findingsToCsv(findings: readonly LocatedFinding[]): string {
  return csvText([HEAD, ...findings.map(findingRow)]);
}

function findingRow({
  finding,
  found: { package: found, introducedIn, purl },
}: LocatedFinding): Row {
  const { rating, context } = finding;
  return [
    finding.id,
    finding.severity,
    rating?.score?.toFixed(1),
    rating?.source,
    found.name,
    found.version,
    found.ecosystem,
    finding.fixedIn,
    finding.introduced,
    finding.status,
    context?.kev?.addedAt,
    context?.epss?.probability.toString(),
    finding.hidden,
    String(introducedIn + 1),
    found.locations[0],
    purl,
  ];
}

/** One row a package. */
export function packagesToCsv({ packages }: Pick<Report, 'packages'>): string {
  const rows = packages.map(({ package: found, license, introducedIn, purl }) => [
    found.name,
    found.version,
    found.ecosystem,
    found.source?.name,
    found.licenses.join('; '),
    license?.expression,
    license?.from,
    String(introducedIn + 1),
    found.locations[0],
    purl,
  ]);
  const head = [
    'package',
    'version',
    'type',
    'source',
    'licenses',
    'license',
    'license_from',
    'layer',
    'path',
    'purl',
  ];
  return csvText([head, ...rows]);
}

/** `undefined` is an empty cell. */
type Row = readonly (string | undefined)[];

/** RFC 4180, with every cell that a spreadsheet would take for a formula made a text. */
export function csvText(rows: readonly Row[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/**
 * Formulas begin with these, also after blanks and in their full-width forms.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /^[\s\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;

function cell(text = ''): string {
  const shown = printable(text);
  const inert = FORMULA.test(shown) ? `'${shown}` : shown;
  return /[",]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
