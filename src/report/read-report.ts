import type { Failure, Result } from '../base/index.ts';
import {
  arrayOf,
  DEFAULT_LIMITS,
  err,
  failure,
  isRecord,
  ok,
  parseJson,
  recordOf,
} from '../base/index.ts';
import type { Finding, InventoryPackage, Match } from '../model/index.ts';
import type { Report } from './report.ts';

/**
 * A report out of the JSON that `toJson` writes, as a server sends it. It says all that texts, tables and
 * filters need, and writes the same JSON again. What only matching needs (items, channels) is not in it: it
 * is not for SBOM documents.
 */
export function readReport(text: string): Result<Report, Failure> {
  const parsed = parseJson(text, { nesting: DEFAULT_LIMITS.nesting });
  if (!parsed.ok) return unreadable(parsed.error.message);
  const document = recordOf(parsed.value);
  const { schemaVersion, packages, findings, summary } = document;
  if (typeof schemaVersion !== 'string' || !schemaVersion.startsWith('1.')) {
    return unreadable(`schema version ${String(schemaVersion)} is not known here`);
  }
  if (!Array.isArray(packages) || !Array.isArray(findings) || !isRecord(summary)) {
    return unreadable('packages, findings or summary are missing');
  }
  try {
    return ok(reportOf(document));
  } catch (error) {
    return unreadable(error instanceof Error ? error.message : String(error));
  }
}

function unreadable(why: string): Result<never, Failure> {
  return err(failure('report.unreadable', `the report cannot be read: ${why}`));
}

type Document = Readonly<Record<string, unknown>>;

function reportOf(document: Document): Report {
  const advisories = recordOf(document['advisories']);
  const { distribution: distro, executables, leftovers, secrets, sboms } = document;
  const report: Document = {
    image: document['image'],
    ...(isRecord(distro) && { distro }),
    snapshot: {
      number: advisories['snapshot'],
      digest: advisories['digest'],
      createdAt: advisories['createdAt'],
      isStarter: advisories['isStarterFeed'],
      coverage: advisories['namespaces'],
      uncovered: advisories['uncovered'],
    },
    state: document['state'],
    warnings: arrayOf(document['warnings']),
    diagnostics: arrayOf(document['diagnostics']),
    layers: arrayOf(document['layers']),
    ...(isRecord(executables) && { executables }),
    ...(isRecord(leftovers) && { leftovers }),
    ...(isRecord(secrets) && { secrets }),
    ...(Array.isArray(sboms) && { sboms }),
    packages: arrayOf(document['packages']).map((one) => packageOf(recordOf(one))),
    facts: {},
    findings: arrayOf(document['findings']).map((one) => findingOf(recordOf(one))),
    steps: arrayOf(document['steps']),
    summary: document['summary'],
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema's version says so; the round trip is tested
  return report as unknown as Report;
}

function packageOf(found: Document): InventoryPackage {
  const { purl, type, layer, license, foundBy, ownedBy, origin, ownership, ...own } = found;
  const read: Document = {
    package: {
      ...own,
      ecosystem: type,
      ...(ownership !== undefined && { facts: { owner: ownership } }),
    },
    purl: purl ?? undefined,
    ...(license !== undefined && { license }),
    foundBy,
    introducedIn: layer,
    ...(ownedBy !== undefined && { ownedBy }),
    origin,
    item: undefined,
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  return read as unknown as InventoryPackage;
}

/** Fields that repeat what the package says. */
const OF_PACKAGE: ReadonlySet<string> = new Set([
  'packageName',
  'packageVersion',
  'purl',
  'layer',
  'locations',
]);

function findingOf(found: Document): Finding {
  const { severitySource, score, ratings, knownExploited, epss, evidence, ...facts } = found;
  const kept = Object.fromEntries(Object.entries(facts).filter(([name]) => !OF_PACKAGE.has(name)));
  const rated = arrayOf(ratings).map(recordOf);
  const rating = rated.find((one) => one['source'] === severitySource && one['score'] === score);
  const context = {
    ...(knownExploited !== undefined && { kev: knownExploited }),
    ...(epss !== undefined && { epss }),
  };
  const read: Document = {
    ...kept,
    ...(rating && { rating }),
    ratings: rated,
    ...(Object.keys(context).length > 0 && { context }),
    matches: arrayOf(evidence).map((one) => matchOf(recordOf(one))),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  return read as unknown as Finding;
}

function matchOf(evidence: Document): Match {
  const { advisory, source, modified, namespace, name, comparedVersion, comparedAs } = evidence;
  const read: Document = {
    advisory: { id: advisory, source, modified },
    affected: { namespace },
    key: { name, version: comparedVersion, via: comparedAs },
    scheme: evidence['scheme'],
    deciding: evidence['decidedBy'],
    otherFixes: [],
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  return read as unknown as Match;
}
