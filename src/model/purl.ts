import type { PurlParts } from './purl-types.ts';
import { PATH_NAMED_TYPES, PURL_TYPE_RULES } from './purl-types.ts';

/** A canonical package URL, e.g. `pkg:deb/debian/openssl@3.0.11-1?distro=debian-12`. */
export type Purl = string & { readonly __brandPurl: 'Purl' };

const QUALIFIER_KEY = /^[a-z][a-z0-9._-]*$/;
/** The specification lower-cases `repositorY_url` and refuses `Arch` (its tests for maven and rpm). */
const STRICT_KEY = /^[a-z]/;

/**
 * Reads a package URL into the parts of its canonical form, percent signs decoded; `undefined` of
 * a text that is none: no scheme, type or name, a qualifier key that begins in upper case or stands
 * twice, broken percent-encoding, or parts that its type forbids.
 *
 * https://github.com/package-url/purl-spec/blob/main/docs/specification/how-to-parse.md
 */
export function parsePurl(text: string): PurlParts | undefined {
  const parts = readParts(text);
  const isStrict = Object.keys(parts?.qualifiers ?? {}).every((key) => STRICT_KEY.test(key));
  return parts && isStrict ? normalize(parts) : undefined;
}

/** As {@link parsePurl}, but for purls that others wrote: qualifier keys in any case. */
export function parseForeignPurl(text: string): PurlParts | undefined {
  const parts = readParts(text);
  return parts && normalize(parts);
}

/**
 * Writes a package URL in its canonical form, or says `undefined` of parts that make none.
 *
 * https://github.com/package-url/purl-spec/blob/main/docs/specification/how-to-build.md
 */
export function formatPurl(parts: PurlParts): Purl | undefined {
  const sound = normalize(parts);
  if (sound === undefined) return undefined;

  const { type, version } = sound;
  const query = Object.entries(sound.qualifiers ?? {})
    .map(([key, value]) => `${key}=${encode(value)}`)
    .join('&');
  const subpath = (sound.subpath ?? '').split('/').map(encode).join('/');
  const tail = [version && `@${encode(version)}`, query && `?${query}`, subpath && `#${subpath}`];
  const text = `pkg:${type}/${encodePath(sound)}${tail.filter(Boolean).join('')}`;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place that makes a Purl
  return text as Purl;
}

/** Splits as the specification says, from the right; `undefined` where it cannot be split. */
function readParts(text: string): PurlParts | undefined {
  const [beforeSubpath, subpath] = splitLast(text, '#');
  const [beforeQuery, query] = splitLast(beforeSubpath, '?');
  const path = /^pkg:\/*([^/]+)\/+(.*)$/i.exec(beforeQuery);
  const { 1: type, 2: rest } = path ?? [];
  if (type === undefined || rest === undefined) return undefined;

  const at = versionStart(rest);
  if (at > 0 && rest[at - 1] === '/') return undefined;
  const full = (at === -1 ? rest : rest.slice(0, at)).split('/').filter(Boolean);
  const nameAt = PATH_NAMED_TYPES.has(type.toLowerCase()) ? 1 : full.length - 1;
  try {
    return {
      type,
      namespace: full.slice(0, nameAt).map(decodeURIComponent).join('/'),
      name: full.slice(nameAt).map(decodeURIComponent).join('/'),
      version: at === -1 ? '' : decodeURIComponent(rest.slice(at + 1)),
      qualifiers: readQualifiers(query),
      subpath: subpath.split('/').map(decodeURIComponent).join('/'),
    };
  } catch {
    // URIError: a percent sign without two hexadecimal digits, or bytes that are not UTF-8.
    return undefined;
  }
}

/** An `@` that opens a segment with more to come is a scope's: `npm/@babel/core`. */
function versionStart(rest: string): number {
  const at = rest.lastIndexOf('@');
  const isScope = (at === 0 || rest[at - 1] === '/') && rest.includes('/', at);
  return isScope ? -1 : at;
}

/** A key that stands twice is kept under a name that no check lets pass. */
function readQualifiers(query: string): Record<string, string> {
  const seen = new Set<string>();
  const qualifiers = query
    .split('&')
    .filter(Boolean)
    .map((pair) => {
      const [key = '', ...value] = pair.split('=');
      const isSecond = seen.has(key.toLowerCase());
      seen.add(key.toLowerCase());
      return [isSecond ? `${key} twice` : key, decodeURIComponent(value.join('='))] as const;
    });
  return Object.fromEntries(qualifiers);
}

/** The parts as their canonical form has them; `undefined` of parts that make no purl. */
function normalize(parts: PurlParts): PurlParts | undefined {
  const cleaned = clean(parts);
  const rule = PURL_TYPE_RULES.get(cleaned.type);
  const spelled = rule?.respell?.(cleaned) ?? cleaned;
  const isSound =
    /^[a-z][a-z0-9.-]*$/.test(spelled.type) &&
    spelled.name !== '' &&
    Object.keys(spelled.qualifiers ?? {}).every((key) => QUALIFIER_KEY.test(key)) &&
    (rule?.isSound?.(spelled) ?? true);
  return isSound ? spelled : undefined;
}

/** Lower-cases what has no case, sorts the qualifiers, drops what is empty. */
function clean(parts: PurlParts): PurlParts {
  const type = parts.type.toLowerCase();
  const lower = PURL_TYPE_RULES.get(type)?.lower;
  const cased = (part: 'namespace' | 'name' | 'version', text: string): string =>
    lower?.includes(part) ? text.toLowerCase() : text;
  const qualifiers = Object.entries(parts.qualifiers ?? {})
    .filter(([, value]) => value !== '')
    .map(([key, value]) => [key.toLowerCase(), value] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const namespace = cased('namespace', cleanPath(parts.namespace ?? ''));
  const version = cased('version', parts.version ?? '');
  const subpath = cleanPath(parts.subpath ?? '', ['.', '..']);
  return {
    type,
    ...(namespace && { namespace }),
    name: cased('name', PATH_NAMED_TYPES.has(type) ? cleanPath(parts.name) : parts.name),
    ...(version && { version }),
    ...(qualifiers.length > 0 && { qualifiers: Object.fromEntries(qualifiers) }),
    ...(subpath && { subpath }),
  };
}

/** Without leading, trailing and double slashes, and without the given segments. */
function cleanPath(path: string, without: readonly string[] = []): string {
  return path
    .split('/')
    .filter((segment) => segment !== '' && !without.includes(segment))
    .join('/');
}

/** Namespace and name; a slash in a name is encoded, but where names are paths. */
function encodePath({ type, namespace = '', name }: PurlParts): string {
  const names = PATH_NAMED_TYPES.has(type) ? name.split('/') : [name];
  return [...namespace.split('/').filter(Boolean), ...names].map(encode).join('/');
}

/** Percent-encodes all but letters, digits and `.-_~:`; encodeURIComponent leaves `!'()*` alone. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replaceAll('%3A', ':')
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** What stands before and after the last separator; '' after it where there is none. */
function splitLast(text: string, separator: string): [before: string, after: string] {
  const at = text.lastIndexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
