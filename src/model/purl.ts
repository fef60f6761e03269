/** A canonical package URL, e.g. `pkg:deb/debian/openssl@3.0.11-1?distro=debian-12`. */
export type Purl = string & { readonly __brandPurl: 'Purl' };

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

/** What the purl types ask of their parts, where they ask more than a type and a name. */
const TYPE_RULES: Readonly<Record<string, (parts: PurlParts) => boolean>> = {
  cpan: (parts) => !parts.name.includes('::'),
  otp: (parts) => !parts.namespace,
  swift: (parts) => Boolean(parts.namespace),
  vcpkg: (parts) => !parts.namespace,
  'vscode-extension': (parts) => Boolean(parts.namespace),
};

/**
 * Writes a package URL in its canonical form, or says `undefined` of parts that make none.
 * Spelling rules of a type (PyPI's `_` -> `-`) are its ecosystem's.
 *
 * https://github.com/package-url/purl-spec
 */
export function formatPurl(parts: PurlParts): Purl | undefined {
  const { type, name, version } = parts;
  const qualifiers = Object.entries(parts.qualifiers ?? {})
    .filter(([, value]) => value !== '')
    .map(([key, value]) => [key.toLowerCase(), encode(value)] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const isSound =
    /^[a-z][a-z0-9.-]*$/.test(type) &&
    name !== '' &&
    qualifiers.every(([key]) => /^[a-z][a-z0-9._-]*$/.test(key)) &&
    (TYPE_RULES[type]?.(parts) ?? true);
  if (!isSound) return undefined;

  const query = qualifiers.map(([key, value]) => `${key}=${value}`).join('&');
  const subpath = encodeSegments(parts.subpath ?? '').join('/');
  const tail = [version && `@${encode(version)}`, query && `?${query}`, subpath && `#${subpath}`];
  const text = `pkg:${type}/${encodePath(parts)}${tail.filter(Boolean).join('')}`;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place that makes a Purl
  return text as Purl;
}

/** Namespace and name; a git repository's name is a path of its own. */
function encodePath({ type, namespace = '', name }: PurlParts): string {
  const segments = type === 'git' ? encodeSegments(name) : [encode(name)];
  return [...encodeSegments(namespace), ...segments].join('/');
}

function encodeSegments(path: string): string[] {
  return path
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.' && segment !== '..')
    .map(encode);
}

/** Percent-encodes all but letters, digits and `.-_~:`; encodeURIComponent leaves `!'()*` alone. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replaceAll('%3A', ':')
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
