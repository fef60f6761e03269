import { DEFAULT_LIMITS } from '../../base/index.ts';
import type { Diagnostic } from '../../model/index.ts';
import type { ByteView } from '../byte-view.ts';
import type { Spool } from '../spool.ts';
import type { Zip, ZipContent, ZipEntry } from '../zip.ts';
import { readZip, readZipEntry } from '../zip.ts';
import type { SbomComponent } from './application-sbom.ts';
import { parseApplicationSbom } from './application-sbom.ts';
import { classPrefixesOf } from './class-prefixes.ts';
import type { Manifest } from './manifest.ts';
import { parseManifest } from './manifest.ts';
import type { Pom } from './pom.ts';
import { parsePom } from './pom.ts';
import { parseProperties } from './properties.ts';

/** What a Java archive tells of itself, and the archives in it. */
export interface Archive {
  /** `app/a.war!/WEB-INF/lib/b.jar`. */
  readonly path: string;
  /** Of each folder below META-INF/maven. */
  readonly poms: readonly MavenPom[];
  readonly manifest?: Manifest;
  /** META-INF/sbom/application.cdx.json: what Spring Boot's builder put together. */
  readonly components: readonly SbomComponent[];
  readonly classPrefixes: readonly string[];
  readonly nested: readonly Archive[];
}

export interface MavenPom extends Pom {
  /** The file that names it. */
  readonly path: string;
}

/** What is left to read of one outermost archive, and what was odd in it. */
export interface Budget {
  bytes: number;
  archives: number;
  readonly diagnostics: Diagnostic[];
}

/** What reading one outermost archive may use up. */
export interface Means {
  readonly budget: Budget;
  /** For nested archives that are not stored as they are. */
  readonly spool: Spool;
}

const MIB = 1024 ** 2;
const MAX_MANIFEST = 10 * MIB;
const MAX_POM = 4 * MIB;
const MAX_SBOM = 32 * MIB;
const MAX_DIAGNOSTICS = 20;
/** What nested archives may come to: deflated jars in a war are a little more than the war. */
const FLOOR = 64 * MIB;
const RATIO = 20;
const CEILING = 2048 * MIB;
const MAX_ARCHIVES = 20_000;

/** Names of archives that a Java program, a server or a build loads. */
export const ARCHIVE_SUFFIXES: readonly string[] =
  '.jar .war .ear .par .sar .nar .kar .rar .lpkg .jpi .hpi'.split(' ');

/** For one archive with all that is nested in it, by its size. */
export function budgetFor(size: number): Budget {
  const bytes = Math.min(CEILING, FLOOR + RATIO * size);
  return { bytes, archives: MAX_ARCHIVES, diagnostics: [] };
}

/** `undefined` of what is no zip. Never refuses an archive for an entry that it cannot read. */
export function readArchive(
  file: ByteView,
  path: string,
  { budget, spool }: Means,
  depth = 1,
): Archive | undefined {
  const zip = readZip(file);
  if (!zip) return undefined;
  if (zip.damage) tell(budget, 'maven.archive.damaged', path, zip.damage);
  const reader: Reader = { file, path, budget, spool };
  const manifest = zip.entries.findLast(
    ({ name }) => name.toUpperCase() === 'META-INF/MANIFEST.MF',
  );
  const text = manifest && readText(reader, manifest, MAX_MANIFEST);
  const poms = readPoms(reader, zip);
  return {
    path,
    poms,
    ...(text !== undefined && { manifest: parseManifest(text) }),
    components: readComponents(reader, zip),
    // Asked only where nothing better names the archive.
    classPrefixes: poms.length === 1 ? [] : classPrefixesOf(zip.entries.map(({ name }) => name)),
    nested: readNested(reader, zip, depth),
  };
}

interface Reader extends Means {
  readonly file: ByteView;
  readonly path: string;
}

/** One of each folder, of pom.properties where it is complete, filled up from pom.xml. */
function readPoms(reader: Reader, { entries }: Zip): MavenPom[] {
  const poms = new Map<string, MavenPom>();
  const found = entries.filter(({ name }) => name.includes('META-INF/maven/'));
  for (const entry of found.filter(({ name }) => name.endsWith('/pom.properties'))) {
    const text = readText(reader, entry, MAX_POM);
    if (text !== undefined) poms.set(folderOf(entry), pomOfProperties(entry, text));
  }
  for (const entry of found.filter(({ name }) => name.endsWith('/pom.xml'))) {
    const text = readText(reader, entry, MAX_POM);
    if (text === undefined) continue;
    const known = poms.get(folderOf(entry));
    const pom = parsePom(text);
    if (known || pom.artifactId) {
      poms.set(folderOf(entry), { path: entry.name, ...pom, ...known, licenses: pom.licenses });
    }
  }
  return [...poms.values()].filter(({ artifactId }) => artifactId !== undefined);
}

function pomOfProperties(entry: ZipEntry, text: string): MavenPom {
  const properties = parseProperties(text);
  const [artifactFolder, groupFolder] = folderOf(entry).split('/').toReversed();
  const groupId = literal(properties.get('groupId')) || groupFolder;
  const artifactId = literal(properties.get('artifactId')) || artifactFolder;
  const version = literal(properties.get('version'));
  return {
    path: entry.name,
    ...(groupId && { groupId }),
    ...(artifactId && { artifactId }),
    ...(version && { version }),
    licenses: [],
  };
}

/** A placeholder that no build filled in is no value. */
function literal(value: string | undefined): string | undefined {
  return value?.includes('${') || (value?.length ?? 0) > 1024 ? undefined : value;
}

function folderOf({ name }: ZipEntry): string {
  return name.slice(0, name.lastIndexOf('/'));
}

function readComponents(reader: Reader, { entries }: Zip): readonly SbomComponent[] {
  const entry = entries.findLast(({ name }) => name === 'META-INF/sbom/application.cdx.json');
  const text = entry && readText(reader, entry, MAX_SBOM);
  if (text === undefined) return [];
  const components = parseApplicationSbom(text);
  if (components) return components;
  tell(reader.budget, 'maven.sbom.malformed', reader.path, 'application.cdx.json is no CycloneDX');
  return [];
}

function readNested(reader: Reader, { entries }: Zip, depth: number): Archive[] {
  const nested: Archive[] = [];
  for (const entry of entries) {
    const name = entry.name.toLowerCase();
    if (!ARCHIVE_SUFFIXES.some((suffix) => name.endsWith(suffix))) continue;
    if (depth >= DEFAULT_LIMITS.archiveDepth) {
      const message = `archives nested more than ${DEFAULT_LIMITS.archiveDepth} deep are not read`;
      tell(reader.budget, 'maven.archive.too-deep', reader.path, message);
      return nested;
    }
    reader.budget.archives -= 1;
    const read = readEntry(reader, entry, Number.MAX_SAFE_INTEGER);
    const path = `${reader.path}!/${entry.name}`;
    const archive = read && readArchive(read.content, path, reader, depth + 1);
    read?.release();
    if (archive) nested.push(archive);
    else if (read) tell(reader.budget, 'maven.archive.unreadable', path, 'this is no zip archive');
  }
  return nested;
}

function readText(reader: Reader, entry: ZipEntry, maxBytes: number): string | undefined {
  const read = readEntry(reader, entry, maxBytes);
  const bytes = read?.content.bytes(0, read.content.length);
  read?.release();
  return bytes && new TextDecoder().decode(bytes);
}

function readEntry(reader: Reader, entry: ZipEntry, maxBytes: number): ZipContent | undefined {
  const { budget, file, spool } = reader;
  const path = `${reader.path}!/${entry.name}`;
  if (budget.bytes <= 0 || budget.archives < 0) {
    tell(budget, 'maven.archive.too-large', path, 'nested archives come to too much; not read');
    return undefined;
  }
  const read = readZipEntry(file, entry, Math.min(maxBytes, budget.bytes), spool);
  if (!read.ok) {
    // What was inflated in vain took as long as what was not.
    budget.bytes -= Math.min(maxBytes, budget.bytes, entry.compressedSize * RATIO);
    tell(budget, 'maven.archive.entry-unreadable', path, read.error);
    return undefined;
  }
  budget.bytes -= read.value.content.length;
  if (read.value.oddity) tell(budget, 'maven.archive.entry-odd', path, read.value.oddity, 'info');
  return read.value;
}

function tell(
  budget: Budget,
  code: string,
  path: string,
  message: string,
  severity: Diagnostic['severity'] = 'warning',
): void {
  const isNew = !budget.diagnostics.some((known) => known.code === code && known.path === path);
  if (isNew && budget.diagnostics.length < MAX_DIAGNOSTICS) {
    budget.diagnostics.push({ code, severity, message, path });
  }
}
