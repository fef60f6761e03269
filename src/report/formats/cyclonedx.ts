import { clip } from '../../base/index.ts';
import type {
  InventoryPackage,
  SbomProperty,
  Severity,
  SeverityRating,
} from '../../model/index.ts';
import { writeSbomProperties } from '../../model/index.ts';
import type { LocatedFinding } from '../located-findings.ts';
import { locatedFindings } from '../located-findings.ts';
import type { Report } from '../report.ts';
import { documentId } from './document-id.ts';
import { documentPairs } from './document-pairs.ts';
import { documentTime } from './document-time.ts';
import { jsonText } from './json-text.ts';
import { analysisOf } from './vex-analysis.ts';

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
      timestamp: documentTime(report),
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
  return jsonText(bom);
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
      ...versionOf(distro.versionId),
      ...(distro.prettyName !== undefined && { description: distro.prettyName }),
    },
  ];
}

function componentOf(found: InventoryPackage, at: number): object {
  const { package: own, purl } = found;
  return {
    'bom-ref': refOf(at),
    // a Go binary's main module is a program; of everything else it is not written down
    type: own.facts?.['main'] === 'true' ? 'application' : 'library',
    name: own.name,
    ...versionOf(own.version),
    ...(own.vendor !== undefined && own.vendor !== '' && { publisher: own.vendor }),
    ...licensesOf(found),
    ...(purl !== undefined && { purl }),
    properties: properties(writeSbomProperties(found)),
    ...(own.locations.length > 0 && {
      evidence: { occurrences: [...new Set(own.locations)].map((location) => ({ location })) },
    }),
  };
}

/** The schema takes 1,024 characters; the property beside it has all. */
function versionOf(text: string): { readonly version?: string } {
  return text === '' ? {} : { version: clip(text, 1024) };
}

/** One identifier, one expression, or what was declared in other words. */
function licensesOf({ license, package: { licenses } }: InventoryPackage): object {
  if (!license) {
    return licenses.length === 0
      ? {}
      : { licenses: licenses.map((name) => ({ license: { name } })) };
  }
  const { expression, ids, from } = license;
  const acknowledgement = from === 'declared' ? 'declared' : 'concluded';
  const isListed = ids[0] === expression && !expression.startsWith('LicenseRef-');
  return {
    licenses: [
      isListed ? { license: { id: expression, acknowledgement } } : { expression, acknowledgement },
    ],
  };
}

function vulnerabilitiesOf(report: Report): object[] {
  const byId = new Map<string, LocatedFinding[]>();
  for (const located of locatedFindings(report)) {
    // what a VEX document says of it in one package it need not say of it in another
    const key = `${located.finding.id}\0${JSON.stringify(located.finding.vex?.[0] ?? '')}`;
    const known = byId.get(key);
    if (known) known.push(located);
    else byId.set(key, [located]);
  }
  return [...byId.values()].map(vulnerabilityOf);
}

/** Of all findings with one id of which the same is said, the worst first, as the report has them. */
function vulnerabilityOf(all: readonly LocatedFinding[]): object {
  const findings = all.map(({ finding }) => finding);
  const [worst] = findings;
  if (!worst) return {};
  const { id, ratings, matches, context } = worst;
  const aliases = new Set(findings.flatMap(({ ids, vendorIds }) => [...ids, ...vendorIds]));
  aliases.delete(id);
  const advices = new Set(all.flatMap(adviceOf));
  const hidden = new Set(findings.map((finding) => finding.hidden ?? ''));
  const weaknesses = numbersOf(context?.weaknesses ?? []);
  return {
    id,
    source: { name: matches[0]?.advisory.source ?? 'unknown' },
    references: [...aliases].map((alias) => ({ id: alias, source: { name: sourceOf(alias) } })),
    ratings: ratings.map(ratingOf),
    ...(weaknesses.length > 0 && { cwes: weaknesses }),
    ...(context?.title && { description: context.title }),
    ...(advices.size > 0 && { recommendation: [...advices].join('; ') }),
    ...analysisOf(worst),
    affects: [...new Set(findings.map((finding) => finding.package))].map((at) => ({
      ref: refOf(at),
    })),
    ...(!hidden.has('') && { properties: properties([...hidden].map(hiddenProperty)) }),
  };
}

function adviceOf({ finding: { fixedIn }, found }: LocatedFinding): string[] {
  return fixedIn === undefined ? [] : [`Upgrade ${found.package.name} to ${fixedIn}`];
}

function hiddenProperty(reason: string): SbomProperty {
  return ['drydock:hidden', reason];
}

function ratingOf({ source, severity, score, vector }: SeverityRating): object {
  return {
    source: { name: source },
    ...(score !== undefined && { score }),
    severity: SEVERITY_WORDS[severity],
    ...(vector !== undefined && { method: methodOf(vector), vector }),
  };
}

/** `CWE-79` -> 79. */
function numbersOf(weaknesses: readonly string[]): number[] {
  const numbers = weaknesses.flatMap((text) => /^CWE-(\d{1,6})$/.exec(text)?.[1] ?? []);
  return [...new Set(numbers)].map(Number).filter((number) => number > 0);
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

function serialNumberOf(report: Report): string {
  const { digest, imageId, reference } = report.image;
  const purls = report.packages.map(
    ({ purl, package: { name, version } }) => purl ?? `${name}@${version}`,
  );
  return documentId([digest, imageId, reference, report.snapshot.digest, purls]);
}
