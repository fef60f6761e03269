import { parseFileName } from './file-name.ts';
import { wellKnownGroupOf } from './well-known-groups.ts';

/** What an archive without Maven's metadata may be. */
export interface GuessedIdentity {
  /** Best first; never empty. */
  readonly artifactIds: readonly string[];
  /** Best first. */
  readonly groupIds: readonly string[];
  readonly version: string;
  readonly evidence: 'manifest' | 'file-name';
}

const VERSIONS = [
  'plugin-version',
  'implementation-version',
  'bundle-version',
  'specification-version',
];
const TITLES = ['short-name', 'implementation-title', 'bundle-name', 'extension-name'];
const TOKEN = /^[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*$/;
const DOMAIN = /^[a-z][a-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+$/;
/** Of vendors, not of one of their projects. */
const VENDORS = new Set(['com.google', 'com.sun', 'org.apache', 'org.eclipse']);
const MAX_LENGTH = 200;

/**
 * Name and version of manifest and file name. Where both tell the same version, the file is named
 * as its repository names it and its name is the artifactId; else it was renamed and the manifest
 * counts. `undefined` where nothing names a version.
 */
export function guessIdentity(
  path: string,
  attributes: ReadonlyMap<string, string>,
): GuessedIdentity | undefined {
  const file = parseFileName(path);
  const versions = VERSIONS.flatMap((name) => versionIn(attributes.get(name)));
  const isAgreed = versions.some((version) => isSameRelease(version, file.version));
  const version = isAgreed ? file.version : (versions[0] ?? file.version);
  if (version === '') return undefined;
  if (attributes.has('plugin-version') && isToken(attributes.get('short-name'))) {
    return jenkinsPlugin(attributes, version);
  }
  const named = partDottedName(file.name, attributes);
  const titles = TITLES.map((name) => attributes.get(name) ?? '').filter(isToken);
  const isFileFirst = isAgreed || versions.length === 0;
  const artifactIds = isFileFirst
    ? [...named.artifactIds, ...titles]
    : [...titles, ...named.artifactIds];
  const groupIds = [...named.groupIds, ...groupsOf(attributes, artifactIds)];
  return {
    artifactIds: unique(artifactIds),
    groupIds: unique(groupIds),
    version,
    evidence: versions.length > 0 ? 'manifest' : 'file-name',
  };
}

function jenkinsPlugin(attributes: ReadonlyMap<string, string>, version: string): GuessedIdentity {
  return {
    artifactIds: [attributes.get('short-name') ?? ''],
    groupIds: [attributes.get('group-id') || 'org.jenkins-ci.plugins'],
    version,
    evidence: 'manifest',
  };
}

/** The first word: builders append dates and commits. */
function versionIn(text: string | undefined): string[] {
  const [word = ''] = (text ?? '').split(/[\s(]/, 1);
  return /\d/.test(word) && !word.includes('${') && word.length <= MAX_LENGTH ? [word] : [];
}

/** `1.9.0` of a bundle is the repository's `1.9`, `4.0.0.RC1` is `4.0.0-RC1`. */
function isSameRelease(manifest: string, file: string): boolean {
  if (manifest === '' || file === '') return false;
  const [a, b] = [manifest, file].map((version) => `${version.replaceAll(/[-_]/g, '.')}.`);
  return a !== undefined && b !== undefined && (a.startsWith(b) || b.startsWith(a));
}

/** Some builders name a file with its groupId before it: `org.ow2.asm.asm-tree-9.10.1.jar`. */
function partDottedName(
  name: string,
  attributes: ReadonlyMap<string, string>,
): { readonly artifactIds: string[]; readonly groupIds: string[] } {
  const isDotted = DOMAIN.test(name) && name.split('.').length >= 3;
  if (!isDotted || name === bundleName(attributes)) return { artifactIds: [name], groupIds: [] };
  const vendor = attributes.get('implementation-vendor-id') ?? '';
  const cut = name.startsWith(`${vendor}.`) ? vendor.length : name.lastIndexOf('.');
  return { artifactIds: [name.slice(cut + 1), name], groupIds: [name.slice(0, cut)] };
}

function groupsOf(
  attributes: ReadonlyMap<string, string>,
  artifactIds: readonly string[],
): readonly string[] {
  const [artifactId = ''] = artifactIds;
  const symbolic = bundleName(attributes);
  const vendors = ['implementation-vendor-id', 'specification-vendor', 'implementation-vendor'];
  return [
    attributes.get('group-id') ?? '',
    ...artifactIds.map((name) => wellKnownGroupOf(name) ?? ''),
    ...vendors.map((name) => attributes.get(name) ?? ''),
    symbolic.endsWith(`.${artifactId}`) ? symbolic.slice(0, -artifactId.length - 1) : '',
    symbolic,
    symbolic.slice(0, Math.max(0, symbolic.lastIndexOf('.'))),
    attributes.get('automatic-module-name') ?? '',
  ].filter((group) => isGroup(group) || group === wellKnownGroupOf(artifactId));
}

function isGroup(text: string): boolean {
  return DOMAIN.test(text) && text.length <= MAX_LENGTH && !VENDORS.has(text);
}

/** Without directives: `org.eclipse.equinox.common; singleton:=true`. */
function bundleName(attributes: ReadonlyMap<string, string>): string {
  return attributes.get('bundle-symbolicname')?.split(';', 1)[0]?.trim() ?? '';
}

function isToken(text: string | undefined): boolean {
  return text !== undefined && text.length <= MAX_LENGTH && TOKEN.test(text);
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].filter((text) => text !== '').slice(0, 6);
}
