import { createHash } from 'node:crypto';
import type { Finding, InventoryPackage, SbomProperty, Severity } from '../../model/index.ts';
import { writeSbomProperties } from '../../model/index.ts';
import { locatedFindings } from '../located-findings.ts';
import type { Report } from '../report.ts';
import { documentPairs } from './document-pairs.ts';
import { isSpdxExpression, isSpdxId } from './spdx-licenses.ts';

/** Whether an SBOM says what is vulnerable too. */
export interface SbomOptions {
  readonly withVulnerabilities: boolean;
  readonly toolVersion: string;
}

/**
 * CycloneDX 1.6 JSON. The same report gives the same bytes: serial number and time are made of it.
 * https://cyclonedx.org/docs/1.6/json/
 */
export function toCyclonedx(report: Report, options: SbomOptions): string {
  const components = report.packages.map(componentOf);
  const bom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialNumberOf(report),
    version: 1,
    metadata: {
      timestamp: report.image.created ?? report.snapshot.createdAt,
      tools: {
        components: [{ type: 'application', name: 'drydock', version: options.toolVersion }],
      },
      component: imageComponent(report),
      properties: properties(documentPairs(report)),
    },
    components: [...operatingSystem(report), ...components],
    dependencies: [{ ref: 'image', dependsOn: report.packages.map((_, at) => refOf(at)) }],
    ...(options.withVulnerabilities && { vulnerabilities: vulnerabilitiesOf(report) }),
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

function imageComponent({ image }: Report): object {
  const digest = image.digest ?? image.imageId;
  return {
    'bom-ref': 'image',
    type: 'container',
    name: image.reference,
    ...(digest !== undefined && { version: digest }),
  };
}

function operatingSystem({ distro }: Report): object[] {
  if (!distro) return [];
  return [
    {
      'bom-ref': 'os',
      type: 'operating-system',
      name: distro.id,
      ...(distro.versionId !== '' && { version: distro.versionId }),
      ...(distro.prettyName !== undefined && { description: distro.prettyName }),
    },
  ];
}

function componentOf(found: InventoryPackage, at: number): object {
  const { package: own, purl } = found;
  return {
    'bom-ref': refOf(at),
    type: 'library',
    name: own.name,
    version: own.version,
    ...(own.vendor !== undefined && { publisher: own.vendor }),
    ...licensesOf(own.licenses),
    ...(purl !== undefined && { purl }),
    properties: properties(writeSbomProperties(found)),
    evidence: {
      occurrences: own.locations.map((location) => ({ location })),
    },
  };
}

/** A list of licences, or one expression: the schema takes no mixture. */
function licensesOf(licenses: readonly string[]): object {
  const [first] = licenses;
  if (first === undefined) return {};
  if (licenses.length === 1 && !isSpdxId(first) && isSpdxExpression(first)) {
    return { licenses: [{ expression: first }] };
  }
  return {
    licenses: licenses.map((text) => ({ license: isSpdxId(text) ? { id: text } : { name: text } })),
  };
}

function vulnerabilitiesOf(report: Report): object[] {
  const byId = new Map<string, { finding: Finding; refs: Set<string> }>();
  for (const { finding } of locatedFindings(report)) {
    const known = byId.get(finding.id) ?? { finding, refs: new Set<string>() };
    known.refs.add(refOf(finding.package));
    byId.set(finding.id, known);
  }
  return [...byId.values()].map(({ finding, refs }) => vulnerabilityOf(finding, [...refs]));
}

function vulnerabilityOf(finding: Finding, refs: readonly string[]): object {
  const { id, ids, fixedIn, ratings, matches } = finding;
  return {
    id,
    source: { name: matches[0]?.advisory.source ?? 'unknown' },
    references: ids.slice(1).map((alias) => ({ id: alias, source: { name: sourceOf(alias) } })),
    ratings: ratings.map(({ source, severity, score, vector }) => ({
      source: { name: source },
      ...(score !== undefined && { score }),
      severity: SEVERITY_WORDS[severity],
      ...(vector !== undefined && { method: methodOf(vector), vector }),
    })),
    ...(fixedIn !== undefined && { recommendation: `Upgrade to ${fixedIn}` }),
    affects: refs.map((ref) => ({ ref })),
  };
}

/** CycloneDX's words; its `info` is the nearest to a distribution's negligible. */
const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  low: 'low',
  negligible: 'info',
  none: 'none',
  unknown: 'unknown',
};

function methodOf(vector: string): string {
  const found = /^CVSS:(\d)\.(\d)\//.exec(vector);
  if (!found) return 'CVSSv2';
  if (found[1] === '4') return 'CVSSv4';
  return found[2] === '1' ? 'CVSSv31' : 'CVSSv3';
}

function sourceOf(id: string): string {
  if (id.startsWith('CVE-')) return 'CVE';
  return id.startsWith('GHSA-') ? 'GitHub' : (/^[A-Za-z]+/.exec(id)?.[0] ?? 'other');
}

function properties(pairs: readonly SbomProperty[]): object[] {
  return pairs.map(([name, value]) => ({ name, value }));
}

function refOf(at: number): string {
  return `package-${at}`;
}

/** A UUID (version 8, RFC 9562) of what the document is about. */
function serialNumberOf(report: Report): string {
  const { digest, imageId, reference } = report.image;
  const purls = report.packages.map(
    ({ purl, package: { name, version } }) => purl ?? name + version,
  );
  const about = JSON.stringify([digest, imageId, reference, report.snapshot.digest, purls]);
  const hex = createHash('sha256').update(about).digest('hex');
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4] ?? '8';
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
