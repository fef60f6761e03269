/** A package URL taken apart, percent signs decoded. */
export interface PurlParts {
  /** Lowercase, as registered: `deb`, `npm`, `golang`. */
  readonly type: string;
  /** Segments parted by `/`: `debian`, `github.com/gorilla`. */
  readonly namespace?: string;
  readonly name: string;
  readonly version?: string;
  readonly qualifiers?: Readonly<Record<string, string>>;
  readonly subpath?: string;
}

/** What a purl type asks of its parts beyond the general rules. */
export interface PurlTypeRule {
  /** Parts that are not case-sensitive, written in lower case. */
  readonly lower?: readonly ('namespace' | 'name' | 'version')[];
  /** Respells the lower-cased parts, where lower case is not all. */
  readonly respell?: (parts: PurlParts) => PurlParts;
  readonly isSound?: (parts: PurlParts) => boolean;
}

/** The names of these keep their slashes: `pkg:git/codeberg.org/forgejo/forgejo`. */
export const PATH_NAMED_TYPES: ReadonlySet<string> = new Set(['git']);

const BOTH: PurlTypeRule = { lower: ['namespace', 'name'] };
const NAME: PurlTypeRule = { lower: ['name'] };
const NAMESPACE: PurlTypeRule = { lower: ['namespace'] };

/**
 * Rules of the registered purl types. A namespace that a type asks for is demanded only where the
 * specification's own tests do: packages of a distribution that nobody could name have none.
 *
 * https://github.com/package-url/purl-spec/tree/main/types
 */
export const PURL_TYPE_RULES: ReadonlyMap<string, PurlTypeRule> = new Map<string, PurlTypeRule>([
  ['alpm', BOTH],
  ['apk', BOTH],
  ['bitbucket', BOTH],
  ['bitnami', NAME],
  ['brew', BOTH],
  ['chrome-extension', { lower: ['name'], isSound: isChromeExtension }],
  ['composer', BOTH],
  ['cpan', { isSound: ({ name }) => !name.includes('::') }],
  ['deb', BOTH],
  ['git', { respell: lowerOnGitHub }],
  ['github', BOTH],
  ['hex', BOTH],
  ['huggingface', { lower: ['version'] }],
  ['julia', { isSound: ({ qualifiers }) => Boolean(qualifiers?.['uuid']) }],
  ['luarocks', BOTH],
  ['mlflow', { respell: lowerOnDatabricks }],
  ['oci', { lower: ['name', 'version'] }],
  ['otp', { lower: ['name'], isSound: hasNoNamespace }],
  ['pub', { lower: ['name'], respell: onlyWordCharacters }],
  ['pypi', { lower: ['name', 'version'], respell: dashForUnderscore }],
  ['qpkg', NAMESPACE],
  ['rpm', NAMESPACE],
  ['swift', { isSound: hasNamespace }],
  ['vcpkg', { isSound: hasNoNamespace }],
  ['vscode-extension', { lower: ['namespace', 'name', 'version'], isSound: hasNamespace }],
  ['yocto', NAMESPACE],
]);

function hasNamespace({ namespace }: PurlParts): boolean {
  return Boolean(namespace);
}

function hasNoNamespace({ namespace }: PurlParts): boolean {
  return !namespace;
}

/** 32 letters from a to p, and up to four numbers. */
function isChromeExtension({ name, version }: PurlParts): boolean {
  return /^[a-p]{32}$/.test(name) && (!version || /^\d+(?:\.\d+){0,3}$/.test(version));
}

function dashForUnderscore(parts: PurlParts): PurlParts {
  return { ...parts, name: parts.name.replaceAll('_', '-') };
}

function onlyWordCharacters(parts: PurlParts): PurlParts {
  return { ...parts, name: parts.name.replaceAll(/[^a-z0-9_]/g, '_') };
}

/** GitHub's names are not case-sensitive; those of other hosts are. */
function lowerOnGitHub(parts: PurlParts): PurlParts {
  const isGitHub = /^github(?:\.com)?(?:\/|$)/i.test(parts.namespace ?? '');
  if (!isGitHub) return parts;
  return {
    ...parts,
    namespace: parts.namespace?.toLowerCase() ?? '',
    name: parts.name.toLowerCase(),
  };
}

/** Databricks' model names are not case-sensitive; Azure ML's are. */
function lowerOnDatabricks(parts: PurlParts): PurlParts {
  const server = parts.qualifiers?.['repository_url'] ?? '';
  return /databricks/i.test(server) ? { ...parts, name: parts.name.toLowerCase() } : parts;
}
