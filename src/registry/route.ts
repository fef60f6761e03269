import { parseDigest } from '../model/index.ts';
import type { Digest } from '../model/index.ts';
import { Refusal } from './refusal.ts';

/** What a path of the registry names. */
export type Route =
  | { readonly kind: 'ping' }
  | { readonly kind: 'token' }
  | { readonly kind: 'catalog' }
  | { readonly kind: 'tags'; readonly name: string }
  | { readonly kind: 'manifest'; readonly name: string; readonly reference: Reference }
  | { readonly kind: 'blob'; readonly name: string; readonly digest: Digest }
  | { readonly kind: 'uploads'; readonly name: string }
  | { readonly kind: 'upload'; readonly name: string; readonly id: string }
  | { readonly kind: 'referrers'; readonly name: string; readonly digest: Digest };

export type Reference =
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'digest'; readonly digest: Digest };

/** Names longer than this are refused by most clients too. */
const NAME_LENGTH = 255;
/** No path of the registry is longer than a name, a digest and the words between them. */
const PATH_LENGTH = 512;
const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const UPLOAD = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The path as it stands in the request line. Nothing is decoded but the colon of a digest: a name
 * cannot be written in two ways, so that what was allowed is what is opened.
 */
export function parseRoute(path: string): Route {
  if (path === '/v2/' || path === '/v2') return { kind: 'ping' };
  if (path === '/token') return { kind: 'token' };
  if (path === '/v2/_catalog') return { kind: 'catalog' };
  if (path.length > PATH_LENGTH || !path.startsWith('/v2/')) throw unknownPath();
  const parts = path.slice('/v2/'.length).split('/');
  const last = parts.pop() ?? '';
  const word = parts.pop() ?? '';
  if (word === 'uploads' && parts.at(-1) === 'blobs') {
    const name = nameOf(parts.slice(0, -1));
    return last === '' ? { kind: 'uploads', name } : { kind: 'upload', name, id: uploadOf(last) };
  }
  return routeOf(word, last, parts);
}

function routeOf(word: string, last: string, parts: readonly string[]): Route {
  switch (word) {
    case 'manifests':
      return { kind: 'manifest', name: nameOf(parts), reference: referenceOf(last) };
    case 'blobs':
      // `blobs/uploads` without its slash: some clients leave it out.
      if (last === 'uploads') return { kind: 'uploads', name: nameOf(parts) };
      return { kind: 'blob', name: nameOf(parts), digest: digestOf(last) };
    case 'referrers':
      return { kind: 'referrers', name: nameOf(parts), digest: digestOf(last) };
    case 'tags':
      if (last === 'list') return { kind: 'tags', name: nameOf(parts) };
      throw unknownPath();
    default:
      throw unknownPath();
  }
}

function unknownPath(): Refusal {
  return new Refusal('UNSUPPORTED', 'the registry has nothing at this path', { status: 404 });
}

function nameOf(parts: readonly string[]): string {
  const name = parts.join('/');
  if (!isRepositoryName(name)) {
    const message =
      'a repository name has lowercase letters, digits and single separators (. _ __ -) between ' +
      `slashes, ${NAME_LENGTH} characters at most`;
    throw new Refusal('NAME_INVALID', message);
  }
  return name;
}

/** The grammar of the specification for `<name>`. */
export function isRepositoryName(text: string): boolean {
  return text.length <= NAME_LENGTH && text.split('/').every((part) => COMPONENT.test(part));
}

/** The grammar of the specification for tags: 128 characters at most. */
export function isTag(text: string): boolean {
  return TAG.test(text);
}

function referenceOf(text: string): Reference {
  if (isTag(text)) return { kind: 'tag', tag: text };
  if (!/:|%3a/i.test(text)) {
    const message = 'a tag has letters, digits, _ . and -, 128 at most, and begins with no . or -';
    throw new Refusal('MANIFEST_INVALID', message);
  }
  return { kind: 'digest', digest: digestOf(text) };
}

/** @throws Refusal of what is no digest that we know. */
export function digestOf(text: string): Digest {
  const digest = parseDigest(text.replace(/%3a/i, ':'));
  if (digest) return digest;
  const message = 'a digest is sha256: and 64, or sha512: and 128, lowercase hex digits';
  throw new Refusal('DIGEST_INVALID', message);
}

function uploadOf(text: string): string {
  if (UPLOAD.test(text)) return text;
  throw new Refusal('BLOB_UPLOAD_UNKNOWN', 'there is no such upload; start a new one');
}
