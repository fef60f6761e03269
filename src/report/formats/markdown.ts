import type { Severity } from '../../model/index.ts';
import type { LocatedFinding } from '../located-findings.ts';
import { visibleFindings } from '../located-findings.ts';
import { distroTitle } from '../make-report.ts';
import type { Report } from '../report.ts';
import { secretPlace } from '../secret-place.ts';
import { code, inert, table } from './markdown-text.ts';

const COUNTED: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'unknown'];

/** For a merge request or a job summary: counts, what to do first, and a table. */
export function toMarkdown(report: Report): string {
  const { image, summary } = report;
  const sections = [
    `# ${inert(image.reference)}`,
    ...report.warnings.map(({ message }) => `> **Warning:** ${inert(message)}`),
    `${inert(distroTitle(report.distro))}, ${summary.packages} packages. **${summary.vulnerabilities} vulnerabilities** in ${summary.affectedPackages} packages: ${summary.exploited} known to be exploited, ${summary.fixable} fixable.`,
    table(
      COUNTED.map((severity) => severity),
      [COUNTED.map((severity) => String(summary.bySeverity[severity]))],
    ),
    ...stepSection(report),
    ...findingSection(report),
    ...checkSection(report),
    ...secretSection(report),
    ...gapSection(report),
  ];
  return `${sections.join('\n\n')}\n`;
}

function stepSection({ steps }: Report): string[] {
  if (steps.length === 0) return [];
  const lines = steps.slice(0, 10).map((step, at) => {
    const total = Object.values(step.fixes).reduce((sum, count) => sum + count, 0);
    const what = step.command ?? step.changes.map(({ name, to }) => `${name} ${to}`).join(', ');
    const place = step.place === undefined ? '' : ` in ${code(`/${step.place}`)}`;
    const breaking = step.isBreaking ? ' (major version)' : '';
    return `${at + 1}. ${code(what)}${place} fixes ${total}${breaking}`;
  });
  return ['## Do first', lines.join('\n')];
}

function findingSection(report: Report): string[] {
  const visible = visibleFindings(report);
  if (visible.length === 0) return [];
  const head = ['severity', 'vulnerability', 'package', 'version', 'fixed in', 'layer'];
  return ['## Vulnerabilities', table(head, visible.map(row))];
}

function row({ finding, found: { package: found, introducedIn } }: LocatedFinding): string[] {
  const marks = finding.context?.kev ? ' (exploited)' : '';
  return [
    finding.severity,
    inert(finding.id) + marks,
    inert(found.name),
    inert(found.version),
    inert(finding.fixedIn ?? finding.status.replaceAll('_', ' ')),
    String(introducedIn + 1),
  ];
}

function checkSection({ image: { checks = [] } }: Report): string[] {
  if (checks.length === 0) return [];
  const lines = checks.map(
    ({ place, message, advice }) => `- ${code(place)}: ${inert(message)}; ${inert(advice)}`,
  );
  return ['## Set-up', lines.join('\n')];
}

function secretSection({ secrets }: Report): string[] {
  if (!secrets || secrets.found.length === 0) return [];
  const lines = secrets.found.map(
    (secret) => `- ${code(secret.rule)}: ${inert(secretPlace(secret))}`,
  );
  const rest = secrets.count - lines.length;
  return ['## Likely secrets', [...lines, ...(rest > 0 ? [`- and ${rest} more`] : [])].join('\n')];
}

function gapSection({ diagnostics }: Report): string[] {
  const gaps = diagnostics.filter(({ severity }) => severity !== 'info');
  if (gaps.length === 0) return [];
  const lines = gaps.map(
    ({ message, path }) =>
      `- ${inert(message)}${path === undefined ? '' : ` (${code(`/${path}`)})`}`,
  );
  return ['## Not covered', lines.join('\n')];
}
