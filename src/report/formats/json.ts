import type { InventoryPackage, Match, SeverityRating } from '../../model/index.ts';
import type { LocatedFinding } from '../located-findings.ts';
import { locatedFindings } from '../located-findings.ts';
import type { Report } from '../report.ts';
import { jsonText } from './json-text.ts';

/** The version of the schema that this writes: docs/schema/report-1.schema.json. */
const SCHEMA_VERSION = '1.0';

/**
 * The report as JSON, for programs: everything that it holds, with stable names. New fields may
 * come within a major version, none goes.
 */
export function toJson(report: Report): string {
  return jsonText(document(report));
}

function document(report: Report): object {
  const { distro, snapshot } = report;
  return {
    schemaVersion: SCHEMA_VERSION,
    image: report.image,
    distribution: distro ?? null,
    state: report.state,
    advisories: {
      snapshot: snapshot.number,
      digest: snapshot.digest,
      createdAt: snapshot.createdAt,
      isStarterFeed: snapshot.isStarter,
      namespaces: snapshot.coverage,
      uncovered: snapshot.uncovered,
    },
    warnings: report.warnings,
    diagnostics: report.diagnostics,
    summary: report.summary,
    steps: report.steps,
    layers: report.layers,
    executables: report.executables,
    leftovers: report.leftovers,
    secrets: report.secrets,
    sboms: report.sboms,
    packages: report.packages.map(packageObject),
    findings: locatedFindings(report).map(findingObject),
  };
}

function packageObject(found: InventoryPackage): object {
  const { package: own, purl, license, foundBy, introducedIn, ownedBy, origin } = found;
  return {
    purl: purl ?? null,
    type: own.ecosystem,
    name: own.name,
    version: own.version,
    architecture: own.architecture,
    source: own.source,
    module: own.module,
    vendor: own.vendor,
    licenses: own.licenses,
    license,
    locations: own.locations,
    layer: introducedIn,
    evidence: own.evidence,
    confidence: own.confidence,
    scope: own.scope,
    inside: own.inside,
    origin,
    ownedBy,
    ownership: own.facts?.['owner'],
    foundBy,
  };
}

/** A finding as the report's schema has it. What is not known is left out. */
export function findingObject({ finding, found }: LocatedFinding): object {
  const { rating, ratings, context, matches, package: index, ...facts } = finding;
  const { name, version, locations } = found.package;
  return {
    ...facts,
    package: index,
    packageName: name,
    packageVersion: version,
    purl: found.purl,
    severitySource: rating?.source,
    score: rating?.score,
    ratings: ratings.map(ratingObject),
    knownExploited: context?.kev,
    epss: context?.epss,
    layer: found.introducedIn,
    locations,
    evidence: matches.map(evidenceObject),
  };
}

function ratingObject({ source, severity, vector, score }: SeverityRating): object {
  return { source, severity, vector, score };
}

/** Why a finding is there: the advisory, and the comparison made. */
export function evidenceObject({ advisory, affected, key, scheme, deciding }: Match): object {
  return {
    advisory: advisory.id,
    source: advisory.source,
    modified: advisory.modified,
    namespace: affected.namespace,
    name: key.name,
    comparedVersion: key.version,
    comparedAs: key.via,
    scheme,
    decidedBy: deciding,
  };
}
