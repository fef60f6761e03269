import type { Diagnostic, Inventory } from '../model/index.ts';
import type { ReportInput } from './report-input.ts';

/** Advisories older than this are said to be: as grype's default, 5 days. */
const STALE_AFTER_HOURS = 120;

/** Programs without advisories that are named. */
const SHOWN = 8;

/** What the first line of every output must say, most serious first. */
export function warningsOf(input: ReportInput): readonly Diagnostic[] {
  return [
    ...unknownDistribution(input),
    ...unreadPrograms(input),
    ...unadvisedTypes(input),
    ...endOfLife(input),
    ...derivedDistribution(input),
    ...missingFeeds(input),
    ...starter(input),
    ...stale(input),
  ];
}

function unknownDistribution({ coverage, inventory }: ReportInput): Diagnostic[] {
  if (coverage.withoutFeed === 0) return [];
  const whose = inventory.distro
    ? `of ${inventory.distro.id} ${inventory.distro.versionId}`.trim()
    : '';
  return [
    warning(
      inventory.distro ? 'report.coverage.no-feed' : 'report.coverage.unknown-distribution',
      inventory.distro
        ? `no advisories are known ${whose}: its ${coverage.withoutFeed} packages were not matched`
        : `the image names no distribution: its ${coverage.withoutFeed} OS packages were not matched`,
    ),
  ];
}

/** Of these a report without findings says nothing. */
function unreadPrograms({ coverage: { withoutAdvisories } }: ReportInput): Diagnostic[] {
  if (withoutAdvisories.length === 0) return [];
  const [more, shown] = [withoutAdvisories.length - SHOWN, withoutAdvisories.slice(0, SHOWN)];
  const names = `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return [warning('report.coverage.program', `no advisories are read for ${names}`)];
}

function unadvisedTypes({ coverage }: ReportInput): Diagnostic[] {
  return coverage.unadvised.map(({ title, packages }) =>
    warning(
      'report.coverage.type',
      `no advisories are known for ${title}: ${packages} ${packages === 1 ? 'was' : 'were'} not matched`,
    ),
  );
}

function endOfLife({ coverage, now }: ReportInput): Diagnostic[] {
  const end = coverage.endOfLife;
  if (!end || Date.parse(end.supportedUntil) > now) return [];
  return [
    warning(
      'report.coverage.end-of-life',
      `${end.namespace} has had no security support since ${end.supportedUntil}: its advisories are incomplete`,
    ),
  ];
}

/** No gap: what is known is said, with the confidence it has. */
function derivedDistribution({ coverage, inventory: { distro } }: ReportInput): Diagnostic[] {
  const whose = distro ? `${distro.id} ${distro.versionId || (distro.codename ?? '')}`.trim() : '';
  return coverage.derived.map((namespace) => ({
    code: 'report.coverage.derived',
    severity: 'info',
    message: `the advisories of ${namespace} are not written for ${whose}: findings by them are derived`,
  }));
}

function missingFeeds({ coverage, inventory, snapshot }: ReportInput): Diagnostic[] {
  const system = systemNamespaces(inventory);
  return coverage.uncovered.map((namespace) =>
    warning(
      system.has(namespace) ? 'report.coverage.no-feed' : 'report.coverage.missing',
      snapshot.isStarter
        ? `the starter feed knows nothing of ${namespace}: run \`drydock db update\``
        : `no advisories of ${namespace} are here: run \`drydock db update ${quoted(namespace)}\``,
    ),
  );
}

function systemNamespaces({ packages }: Inventory): ReadonlySet<string> {
  return new Set(
    packages.flatMap(({ item, package: found }) =>
      item && found.evidence === 'database' ? [item.namespace] : [],
    ),
  );
}

function starter({ snapshot }: ReportInput): Diagnostic[] {
  return snapshot.isStarter
    ? [
        warning(
          'report.starter-feed',
          'matched with the starter feed of about 100 famous vulnerabilities only: run `drydock db update`',
        ),
      ]
    : [];
}

function stale({ coverage, snapshot, now }: ReportInput): Diagnostic[] {
  if (snapshot.isStarter) return [];
  return coverage.namespaces.flatMap(({ namespace, fetchedAt }) => {
    const hours = (now - Date.parse(fetchedAt)) / 3_600_000;
    return hours > STALE_AFTER_HOURS
      ? [
          warning(
            'report.advisories.stale',
            `the advisories of ${namespace} were fetched ${Math.floor(hours / 24)} days ago: run \`drydock db update\``,
          ),
        ]
      : [];
  });
}

function warning(code: string, message: string): Diagnostic {
  return { code, severity: 'warning', message };
}

/** Some namespaces have blanks: `Red Hat`. */
function quoted(text: string): string {
  return /^[\w:.-]+$/.test(text) ? text : `'${text.replaceAll("'", '')}'`;
}
