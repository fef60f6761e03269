import type { Finding, InventoryPackage, Severity } from '../../model/index.ts';
import { visibleFindings } from '../located-findings.ts';
import type { Report } from '../report.ts';

/** How SARIF names what a finding calls for. */
const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note' | 'none'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  negligible: 'note',
  none: 'none',
  unknown: 'warning',
};

/** What GitHub shows where there is no score: the middle of each band. */
const BAND_SCORES: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  negligible: '1.0',
  none: '0.0',
  unknown: '5.0',
};

/**
 * SARIF 2.1.0, as code scanning services take it: a rule for each vulnerability and package.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function toSarif(report: Report, toolVersion: string): string {
  const rules = new Map<string, object>();
  const results = visibleFindings(report).map(({ finding, found }) => {
    const ruleId = `${finding.id}/${found.package.ecosystem}/${found.package.name}`;
    if (!rules.has(ruleId)) rules.set(ruleId, ruleOf(ruleId, finding, found));
    return resultOf(ruleId, finding, found, report);
  });
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Drydock', version: toolVersion, rules: [...rules.values()] } },
        properties: {
          image: report.image.reference,
          digest: report.image.digest,
          state: report.state,
        },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: [...report.warnings, ...report.diagnostics].map(
              ({ severity, message }) => ({
                level: severity === 'info' ? 'note' : severity,
                message: { text: message },
              }),
            ),
          },
        ],
        results,
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(id: string, finding: Finding, { package: found }: InventoryPackage): object {
  return {
    id,
    name: finding.class === 'malware' ? 'MaliciousPackage' : 'VulnerablePackage',
    shortDescription: { text: `${finding.id} in ${found.name}` },
    helpUri: `https://osv.dev/vulnerability/${encodeURIComponent(finding.id)}`,
    help: { text: fixSentence(finding, found.name) },
    defaultConfiguration: { level: LEVELS[finding.severity] },
    properties: {
      'security-severity': finding.rating?.score?.toFixed(1) ?? BAND_SCORES[finding.severity],
      tags: ['security', 'vulnerability', finding.severity],
    },
  };
}

function resultOf(
  ruleId: string,
  finding: Finding,
  { package: found, introducedIn, purl }: InventoryPackage,
  { image }: Report,
): object {
  const uri = encodeURI(
    (found.locations[0] ?? image.reference).replaceAll('!/', '/').toWellFormed(),
  );
  return {
    ruleId,
    level: LEVELS[finding.severity],
    message: {
      text: `${finding.id} (${finding.severity}): ${found.name} ${found.version}. ${fixSentence(finding, found.name)}`,
    },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } },
        message: { text: `${image.reference}: layer ${introducedIn + 1}` },
      },
    ],
    partialFingerprints: {
      'drydock/v1': `${finding.id}:${found.ecosystem}:${found.name}:${found.version}`,
    },
    properties: { purl, ids: finding.ids, fixedIn: finding.fixedIn, status: finding.status },
  };
}

function fixSentence({ fixedIn, status }: Finding, name: string): string {
  return fixedIn === undefined
    ? `No fixed version: ${status.replaceAll('_', ' ')}.`
    : `Upgrade ${name} to ${fixedIn}.`;
}
