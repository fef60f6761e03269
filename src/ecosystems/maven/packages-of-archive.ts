import type { Diagnostic, Package } from '../../model/index.ts';
import type { SbomComponent } from './application-sbom.ts';
import type { Archive, MavenPom } from './archive.ts';
import { parseFileName } from './file-name.ts';
import { guessIdentity } from './guess-identity.ts';

/** Packages of an archive and of all that is nested in it, and what could not be named. */
export interface ArchivePackages {
  readonly packages: readonly Package[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Names an archive by the best of: pom.properties, pom.xml, the SBOM of the application that it is
 * in, manifest, file name. Of several poms the one named like the file is the archive, the others
 * were shaded into it.
 */
export function packagesOfArchive(archive: Archive): ArchivePackages {
  const found: Found = { packages: [], diagnostics: [] };
  addArchive(archive, undefined, new Map(), found);
  return found;
}

interface Found {
  readonly packages: Package[];
  readonly diagnostics: Diagnostic[];
}

/** By `artifactId-version`, as the files of an application are named. */
type ComponentsByFile = ReadonlyMap<string, SbomComponent>;

function addArchive(
  archive: Archive,
  parent: string | undefined,
  inherited: ComponentsByFile,
  found: Found,
): void {
  const known = new Map(inherited);
  for (const component of archive.components) known.set(stemOf(component), component);
  const { main, shaded } = partPoms(archive);
  const own = main ? ofPom(archive, main) : (ofSbom(archive, inherited) ?? ofGuess(archive));
  const inside = parent !== undefined && { inside: parent };
  const name = own?.name ?? fileNameOf(archive.path);
  if (own) found.packages.push({ ...own, ...inside });
  else tellUnnamed(archive, found);
  for (const pom of shaded) {
    const carried = ofPom(archive, pom);
    if (carried) found.packages.push({ ...carried, inside: name });
  }
  const first = found.packages.length;
  for (const nested of archive.nested) addArchive(nested, name, known, found);
  addUnseen(archive, name, found, first);
}

/** Components of the SBOM that were not found as nested archives: merged, or relocated. */
function addUnseen(archive: Archive, inside: string, found: Found, first: number): void {
  if (archive.components.length === 0) return;
  const seen = new Set(
    found.packages.slice(first).map(({ name, version }) => `${name}@${version}`),
  );
  for (const component of archive.components) {
    const name = `${component.groupId}:${component.artifactId}`;
    if (seen.has(`${name}@${component.version}`) || name === inside) continue;
    const path = `${archive.path}!/META-INF/sbom/application.cdx.json`;
    found.packages.push({ ...sbomPackage(component, path), inside });
  }
}

function partPoms({ poms, path }: Archive): {
  readonly main?: MavenPom;
  readonly shaded: readonly MavenPom[];
} {
  const [only] = poms;
  if (only && poms.length === 1) return { main: only, shaded: [] };
  const file = parseFileName(path);
  const stem = fileNameOf(path).replace(/\.[^.]*$/, '');
  const named = poms.filter(({ artifactId }) => artifactId === file.name || artifactId === stem);
  const main = named.find(({ version }) => version === file.version) ?? named[0];
  return { ...(main && { main }), shaded: poms.filter((pom) => pom !== main) };
}

const METADATA = {
  ecosystem: 'maven',
  evidence: 'metadata',
  confidence: 'exact',
  scope: 'runtime',
} as const;

/** Without a version of its own it has the archive's, if it is the archive. */
function ofPom(archive: Archive, pom: MavenPom): Package | undefined {
  const guessed = pom.version ? undefined : ofGuess(archive);
  const version = pom.version ?? guessed?.version;
  if (!pom.artifactId || !version) return undefined;
  return {
    ...METADATA,
    name: nameOf(pom.groupId, pom.artifactId),
    version,
    licenses: pom.licenses.length > 0 ? pom.licenses : licensesOf(archive),
    locations: [archive.path],
    confidence: guessed || !pom.groupId ? 'derived' : 'exact',
  };
}

function ofSbom(archive: Archive, components: ComponentsByFile): Package | undefined {
  const stem = fileNameOf(archive.path).replace(/\.[^.]*$/, '');
  const component = components.get(stem);
  return component && { ...sbomPackage(component, archive.path), licenses: licensesOf(archive) };
}

function sbomPackage({ groupId, artifactId, version }: SbomComponent, path: string): Package {
  const name = nameOf(groupId, artifactId);
  return { ...METADATA, name, version, licenses: [], locations: [path], evidence: 'sbom' };
}

function ofGuess(archive: Archive): Package | undefined {
  const attributes = archive.manifest?.attributes ?? new Map<string, string>();
  const guess = guessIdentity(archive.path, attributes);
  const [artifactId] = guess?.artifactIds ?? [];
  if (!guess || artifactId === undefined) return undefined;
  const { classPrefixes } = archive;
  return {
    ...METADATA,
    name: nameOf(guess.groupIds[0], artifactId),
    version: guess.version,
    licenses: licensesOf(archive),
    locations: [archive.path],
    evidence: guess.evidence,
    confidence: 'heuristic',
    facts: {
      artifactIds: guess.artifactIds.join(' '),
      ...(guess.groupIds.length > 0 && { groupIds: guess.groupIds.join(' ') }),
      ...(classPrefixes.length > 0 && { classPrefixes: classPrefixes.join(' ') }),
    },
  };
}

/** OSGi's list: `Apache-2.0;link="https://...",MIT`; a description may hold anything. */
function licensesOf({ manifest }: Archive): readonly string[] {
  const written = manifest?.attributes.get('bundle-license') ?? '';
  if (written.length > 1024 || written.includes('<<')) return [];
  return written
    .split(',')
    .map((clause) => clause.split(';', 1)[0]?.trim().replaceAll('"', '') ?? '')
    .filter((license) => license !== '');
}

function nameOf(groupId: string | undefined, artifactId: string): string {
  return groupId ? `${groupId}:${artifactId}` : artifactId;
}

function stemOf({ artifactId, version }: SbomComponent): string {
  return `${artifactId}-${version}`;
}

function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

const MAX_UNNAMED = 20;

function tellUnnamed(archive: Archive, { diagnostics }: Found): void {
  if (archive.manifest?.isMalformed) {
    diagnostics.push({
      code: 'maven.manifest.malformed',
      severity: 'warning',
      message: 'MANIFEST.MF has a line that is no attribute, or none after its version',
      path: archive.path,
    });
  }
  if (archive.nested.length > 0 || archive.poms.length > 0) return;
  if (diagnostics.length >= MAX_UNNAMED) return;
  diagnostics.push({
    code: 'maven.archive.unidentified',
    severity: 'info',
    message: 'neither a pom, nor the manifest, nor the file name tells a version; not listed',
    path: archive.path,
  });
}
