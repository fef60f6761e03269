import { isUtf8 } from 'node:buffer';

/**
 * Where an entry of that name lies, relative to the image root: no leading slash, no empty, `.` or
 * `..` segments. `..` at the root stays at the root, as in a chroot. The root itself is ''.
 */
export function cleanPath(name: string): string {
  if (isClean(name)) return name;
  const segments: string[] = [];
  for (const segment of name.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}

/** Most names of most layers need no change: no segment to drop, at most a slash at the end. */
function isClean(name: string): boolean {
  return (
    name !== '' &&
    !name.startsWith('/') &&
    !name.startsWith('.') &&
    !name.endsWith('/') &&
    !name.includes('/.') &&
    !name.includes('//')
  );
}

/** What a name in a layer tells instead of being a file. */
export type Whiteout =
  /** `.wh.NAME`: what lower layers have at this path is gone. */
  | { readonly kind: 'removed'; readonly path: string }
  /** `.wh..wh..opq`: what lower layers have in this directory is gone. */
  | { readonly kind: 'opaque'; readonly path: string }
  /** Bookkeeping of AUFS (`.wh..wh.plnk`), or a whiteout of no name: means nothing here. */
  | { readonly kind: 'ignored'; readonly path: string };

const PREFIX = '.wh.';
const META_PREFIX = '.wh..wh.';

/**
 * https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts
 *
 * @param path clean; `undefined` is the answer for what is no whiteout.
 */
export function whiteoutOf(path: string): Whiteout | undefined {
  if (!path.includes(PREFIX)) return undefined;
  const slash = path.lastIndexOf('/');
  const folder = slash < 0 ? '' : path.slice(0, slash);
  const base = path.slice(slash + 1);
  if (base === '.wh..wh..opq') return { kind: 'opaque', path: folder };
  if (base.startsWith(META_PREFIX) || path.startsWith(META_PREFIX))
    return { kind: 'ignored', path };
  if (!base.startsWith(PREFIX)) return undefined;
  const name = base.slice(PREFIX.length);
  if (name === '' || name === '.' || name === '..') return { kind: 'ignored', path };
  return { kind: 'removed', path: folder === '' ? name : `${folder}/${name}` };
}

const ESCAPE = '\uFFFD';

/**
 * A name's bytes as text. What is no UTF-8 becomes U+FFFD and two hex digits for each byte, and a
 * U+FFFD that was there becomes two: different bytes are always different texts, all well-formed.
 */
export function decodeName(bytes: Buffer): string {
  if (isUtf8(bytes)) {
    const text = bytes.toString('utf8');
    return text.includes(ESCAPE) ? text.replaceAll(ESCAPE, ESCAPE + ESCAPE) : text;
  }
  let text = '';
  let start = 0;
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    text += escaped(bytes, start, at) + ESCAPE + bytes.toString('hex', at, at + 1);
    at += 1;
    start = at;
  }
  return text + escaped(bytes, start, at);
}

function escaped(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('utf8', start, end).replaceAll(ESCAPE, ESCAPE + ESCAPE);
}

/** Bytes of the UTF-8 sequence at `at`; 0 when there is none. */
function sequenceLength(bytes: Buffer, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  const end = at + length;
  return end <= bytes.length && isUtf8(bytes.subarray(at, end)) ? length : 0;
}
