import type { InventoryPackage } from './inventory.ts';
import type { Confidence, Evidence, Package, Scope } from './package.ts';

/** One `name: value` beside a package in an SBOM; a name may stand several times. */
export type SbomProperty = readonly [name: string, value: string];

/** What a package in an SBOM says beside its purl, so that reading it back gives the same package. */
export interface SbomPackage {
  readonly package: Package;
  readonly foundBy: string;
  readonly introducedIn: number;
  /** Index among the SBOM's packages, in its order. */
  readonly ownedBy?: number;
}

/** Names of properties on the whole document: JSON of the distribution, the layers, the facts. */
export const SBOM_DOCUMENT = {
  distro: 'drydock:distro',
  layers: 'drydock:layers',
  facts: 'drydock:facts',
  diagnostics: 'drydock:diagnostics',
} as const;

const PREFIX = 'drydock:';

/** The properties of one package, in a fixed order. */
export function writeSbomProperties(found: InventoryPackage): readonly SbomProperty[] {
  const own = found.package;
  const single: Readonly<Record<string, string | undefined>> = {
    type: own.ecosystem,
    name: own.name,
    version: own.version,
    architecture: own.architecture,
    'source:name': own.source?.name,
    'source:version': own.source?.version,
    vendor: own.vendor,
    module: own.module,
    evidence: own.evidence,
    confidence: own.confidence,
    scope: own.scope,
    inside: own.inside,
    foundBy: found.foundBy,
    layer: String(found.introducedIn),
    ownedBy: found.ownedBy?.toString(),
  };
  return [
    ...Object.entries(single).flatMap(([name, value]) => property(name, value)),
    ...own.licenses.map((license): SbomProperty => [`${PREFIX}license`, license]),
    ...own.locations.map((location): SbomProperty => [`${PREFIX}location`, location]),
    ...Object.entries(own.facts ?? {}).map(([fact, value]): SbomProperty => [
      `${PREFIX}fact:${fact}`,
      value,
    ]),
  ];
}

function property(name: string, value: string | undefined): SbomProperty[] {
  return value === undefined ? [] : [[`${PREFIX}${name}`, value]];
}

/** The package that the properties are of; `undefined` when they are not ours, or not whole. */
export function readSbomProperties(properties: readonly SbomProperty[]): SbomPackage | undefined {
  const values = new Map(properties.filter(([name]) => name.startsWith(PREFIX)));
  const one = (name: string): string | undefined => values.get(PREFIX + name);
  const all = (name: string): string[] =>
    properties.flatMap(([key, value]) => (key === PREFIX + name ? [value] : []));
  const [ecosystem, name, version] = [one('type'), one('name'), one('version')];
  const evidence = EVIDENCE.find((word) => word === one('evidence'));
  const layer = indexOf(one('layer'));
  if (!ecosystem || !name || version === undefined || !evidence || layer === undefined) {
    return undefined;
  }
  const ownedBy = indexOf(one('ownedBy'));
  return {
    package: {
      ecosystem,
      name,
      version,
      ...optional('architecture', one('architecture')),
      ...sourceOf(one('source:name'), one('source:version')),
      ...optional('vendor', one('vendor')),
      ...optional('module', one('module')),
      licenses: all('license'),
      locations: all('location'),
      evidence,
      confidence: CONFIDENCE.find((word) => word === one('confidence')) ?? 'derived',
      scope: SCOPES.find((word) => word === one('scope')) ?? 'runtime',
      ...optional('inside', one('inside')),
      ...factsOf(properties),
    },
    foundBy: one('foundBy') ?? 'sbom',
    introducedIn: layer,
    ...(ownedBy !== undefined && { ownedBy }),
  };
}

const EVIDENCE: readonly Evidence[] = [
  'database',
  'metadata',
  'lockfile',
  'build-info',
  'manifest',
  'file-name',
  'strings',
  'sbom',
];
const CONFIDENCE: readonly Confidence[] = ['exact', 'derived', 'heuristic'];
const SCOPES: readonly Scope[] = ['runtime', 'dev'];

function optional<Name extends string>(
  name: Name,
  value: string | undefined,
): { readonly [key in Name]?: string } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- TypeScript widens a computed key
  return (value === undefined ? {} : { [name]: value }) as { readonly [key in Name]?: string };
}

function sourceOf(name: string | undefined, version: string | undefined): Pick<Package, 'source'> {
  return name !== undefined && version !== undefined ? { source: { name, version } } : {};
}

function factsOf(properties: readonly SbomProperty[]): Pick<Package, 'facts'> {
  const start = `${PREFIX}fact:`;
  const facts = properties.filter(([name]) => name.startsWith(start));
  if (facts.length === 0) return {};
  return {
    facts: Object.fromEntries(facts.map(([name, value]) => [name.slice(start.length), value])),
  };
}

/** 0 to 999,999, as we write it. */
function indexOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}
