import type { Finding, InventoryPackage, Severity } from '../../model/index.ts';
import { visibleFindings } from '../located-findings.ts';
import type { Report } from '../report.ts';
import { vulnerabilityUrl } from '../vulnerability-url.ts';
import { jsonText } from './json-text.ts';
import { checkResults, checkRules } from './sarif-checks.ts';
import { secretResults, secretRules } from './sarif-secrets.ts';
import { IMAGE_ROOT, inert, uriOf } from './sarif-text.ts';

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
 * SARIF 2.1.0, as code scanning services take it: a rule for each vulnerability and package, for each kind of check
 * of the configuration, and for each kind of secret.
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
        tool: {
          driver: {
            name: 'Drydock',
            version: toolVersion,
            rules: [...rules.values(), ...checkRules(report), ...secretRules(report)],
          },
        },
        originalUriBaseIds: {
          [IMAGE_ROOT]: { description: { text: 'The root of the image’s filesystem.' } },
        },
        properties: {
          image: report.image.reference,
          digest: report.image.digest,
          state: report.state,
        },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: [...report.warnings, ...report.diagnostics].map(
              ({ code, severity, message }) => ({
                descriptor: { id: code },
                level: severity === 'info' ? 'note' : severity,
                message: { text: inert(message) },
              }),
            ),
          },
        ],
        results: [...results, ...checkResults(report), ...secretResults(report)],
      },
    ],
  };
  return jsonText(log);
}

function ruleOf(id: string, finding: Finding, { package: found }: InventoryPackage): object {
  return {
    id,
    name: finding.class === 'malware' ? 'MaliciousPackage' : 'VulnerablePackage',
    shortDescription: { text: inert(`${finding.id} in ${found.name}`) },
    helpUri: vulnerabilityUrl(finding.id),
    help: { text: inert(fixSentence(finding, found.name)) },
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
  const sentence = fixSentence(finding, found.name);
  const path = found.locations[0] ?? image.reference;
  return {
    ruleId,
    level: LEVELS[finding.severity],
    message: {
      text: inert(
        `${finding.id} (${finding.severity}): ${found.name} ${found.version}. ${sentence}`,
      ),
    },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(path), uriBaseId: IMAGE_ROOT },
          region: { startLine: 1 },
        },
        message: { text: inert(`${image.reference}: layer ${introducedIn + 1}`) },
      },
    ],
    // what a finding is known by: an upgrade that does not fix it makes no new one
    partialFingerprints: { 'drydock/v1': `${finding.id}:${found.ecosystem}:${found.name}` },
    properties: { purl, ids: finding.ids, fixedIn: finding.fixedIn, status: finding.status },
  };
}

function fixSentence({ fixedIn, status }: Finding, name: string): string {
  return fixedIn === undefined
    ? `No fixed version: ${status.replaceAll('_', ' ')}.`
    : `Upgrade ${name} to ${fixedIn}.`;
}
