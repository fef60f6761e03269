/** What a tar entry says beside its content. */
export interface TarEntry {
  /** UTF-8 bytes would not survive as text: paths are what the filesystem gives, as text. */
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'symlink';
  readonly mode: number;
  readonly size: number;
  /** Of a symbolic link. */
  readonly target: string;
}

const BLOCK = 512;
const TYPES = { file: '0', symlink: '2', directory: '5' } as const;
/** Sizes of 8 GiB and more do not fit eleven octal digits. */
const MAX_OCTAL_SIZE = 8 ** 11;

/**
 * The header blocks of an entry in ustar, with a PAX header before it where ustar has no room.
 *
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 */
export function tarHeader(entry: TarEntry): Uint8Array {
  const path = entry.kind === 'directory' ? `${entry.path}/` : entry.path;
  const records = [
    ...(fits(path) ? [] : [paxRecord('path', path)]),
    ...(fits(entry.target) ? [] : [paxRecord('linkpath', entry.target)]),
    ...(entry.size < MAX_OCTAL_SIZE ? [] : [paxRecord('size', String(entry.size))]),
  ];
  const own = block(path, TYPES[entry.kind], entry.mode, entry.size, entry.target);
  if (records.length === 0) return own;
  const pax = Buffer.from(records.join(''));
  return Buffer.concat([
    block('PaxHeader', 'x', 0o644, pax.length, ''),
    pax,
    padding(pax.length),
    own,
  ]);
}

/** Zeros up to the next block. */
export function padding(size: number): Uint8Array {
  return new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);
}

/** Two blocks of zeros end an archive. */
export function tarEnd(): Uint8Array {
  return new Uint8Array(2 * BLOCK);
}

function fits(text: string): boolean {
  return Buffer.byteLength(text) <= 100 && /^[\x20-\x7e]*$/.test(text);
}

function block(path: string, type: string, mode: number, size: number, target: string): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(path, 0, 100);
  header.write(`${(mode & 0o7777).toString(8).padStart(7, '0')}\0`, 100);
  header.write('0000000\0'.repeat(2), 108);
  header.write(`${(size < MAX_OCTAL_SIZE ? size : 0).toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(target, 157, 100);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** A record states its own length in bytes, with the digits of that length. */
function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (rest + String(length).length > length) length += 1;
  return `${length} ${key}=${value}\n`;
}
