import { clip, printable } from '../../base/index.ts';
import type { Severity } from '../../model/index.ts';
import type { LocatedFinding } from '../located-findings.ts';
import { visibleFindings } from '../located-findings.ts';
import { distroTitle } from '../make-report.ts';
import type { Report } from '../report.ts';
import { vulnerabilityUrl } from '../vulnerability-url.ts';
import { documentId } from './document-id.ts';
import { documentTime } from './document-time.ts';
import { jsonText } from './json-text.ts';

/**
 * What GitLab takes as `artifacts:reports:container_scanning`. The same report gives the same bytes: its times
 * are those of what it is about.
 * https://gitlab.com/gitlab-org/security-products/security-report-schemas
 */
export function toGitlab(report: Report, toolVersion: string): string {
  const tool = {
    id: 'drydock',
    name: 'Drydock',
    version: toolVersion,
    vendor: { name: 'Drydock' },
  };
  // the schema's pattern has no zone: it is UTC
  const time = documentTime(report).slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
  return jsonText({
    version: '15.0.4',
    scan: {
      analyzer: tool,
      scanner: tool,
      type: 'container_scanning',
      start_time: time,
      end_time: time,
      status: 'success',
      messages: report.warnings.map(({ message }) => ({
        level: 'warn',
        value: printable(message),
      })),
    },
    vulnerabilities: visibleFindings(report).map((located) => vulnerabilityOf(located, report)),
  });
}

function vulnerabilityOf({ finding, found }: LocatedFinding, report: Report): object {
  const { name, version, ecosystem } = found.package;
  const { id, ids, vendorIds, severity, fixedIn, context } = finding;
  return {
    // of what it is known by: an upgrade that does not fix it makes no new one
    id: documentId([id, ecosystem, name]).replace('urn:uuid:', ''),
    name: clip(printable(id), 255),
    description: inert(context?.title ?? `${id} in ${name} ${version}`),
    severity: SEVERITIES[severity],
    ...(fixedIn !== undefined && {
      solution: clip(inert(`Upgrade ${name} to ${fixedIn}.`), 7000),
    }),
    identifiers: [...new Set([id, ...ids, ...vendorIds])].map(identifierOf),
    links: [{ url: vulnerabilityUrl(id) }],
    location: {
      dependency: { package: { name: printable(name) }, version: printable(version) },
      operating_system: printable(distroTitle(report.distro)) || 'unknown',
      image: printable(report.image.reference) || 'unknown',
    },
  };
}

function identifierOf(id: string): object {
  const [kind = ''] = /^[A-Za-z]+/.exec(id) ?? [];
  const name = printable(id) || 'unknown';
  return { type: kind.toLowerCase() || 'other', name, value: name, url: vulnerabilityUrl(id) };
}

const SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  negligible: 'Info',
  none: 'Info',
  unknown: 'Unknown',
};

/** What GitLab renders as Markdown: signs of markup stand for themselves. */
function inert(text: string): string {
  return printable(text).replace(/[\\`*_[\]<>!@#~]/g, String.raw`\$&`);
}
