import { octalAt, parseNumeric } from './tar-number.ts';

export const BLOCK = 512;

/** A header block as written, before what PAX records and GNU long names change. */
export interface RawHeader {
  readonly name: Buffer;
  readonly linkName: Buffer;
  /** The type flag's byte. */
  readonly type: number;
  readonly size: bigint;
  readonly mode: number;
  readonly isGnu: boolean;
  /** The block itself. */
  readonly block: Buffer;
}

/**
 * Reads a header block as Go's archive/tar does: v7, ustar, star and GNU, numbers in octal or
 * base-256, the checksum of signed or unsigned bytes. A text says why it is none.
 *
 * @param block 512 bytes; what is returned points into it.
 */
export function parseHeader(block: Buffer): RawHeader | string {
  if (!hasSoundChecksum(block)) return 'its checksum is wrong';
  const format = formatOf(block);
  const mode = modeOf(block);
  const size = parseNumeric(block.subarray(124, 136));
  if (mode === undefined || size === undefined || !areNumbers(block, COMMON_NUMBERS)) {
    return 'a number in it cannot be read';
  }
  if (format !== 'v7' && !areNumbers(block, DEVICE_NUMBERS)) {
    return 'a device number in it cannot be read';
  }
  if (format === 'star' && !areNumbers(block, STAR_TIMES)) return 'a time in it cannot be read';
  const prefix = prefixOf(block, format);
  const name = text(block, 0, 100);
  return {
    name: prefix.length === 0 ? name : Buffer.concat([prefix, SLASH, name]),
    linkName: text(block, 157, 100),
    type: block[156] ?? 0,
    size,
    mode,
    isGnu: format === 'gnu',
    block,
  };
}

/** Whether a file that begins so is a tar: sound, empty, or damaged in its first header. */
export function isTarStart(head: Uint8Array): boolean {
  if (head.length < BLOCK) return false;
  const block = Buffer.from(head.subarray(0, BLOCK));
  if (block.toString('latin1', 257, 262) === 'ustar') return true;
  return block.every((byte) => byte === 0) || typeof parseHeader(block) !== 'string';
}

type Format = 'v7' | 'ustar' | 'star' | 'gnu';

/** Start and length of fields. */
type Fields = readonly (readonly [number, number])[];
const COMMON_NUMBERS: Fields = [
  [108, 8],
  [116, 8],
  [136, 12],
];
const DEVICE_NUMBERS: Fields = [
  [329, 8],
  [337, 8],
];
const STAR_TIMES: Fields = [
  [476, 12],
  [488, 12],
];
const GNU_TIMES: Fields = [
  [345, 12],
  [357, 12],
];

const USTAR = Buffer.from('ustar\0', 'latin1');
const STAR = Buffer.from('tar\0', 'latin1');
const GNU = Buffer.from('ustar  \0', 'latin1');
const SLASH = Buffer.from('/');
const EMPTY = Buffer.alloc(0);

function areNumbers(block: Buffer, fields: Fields): boolean {
  return fields.every(
    ([start, length]) =>
      octalAt(block, start, length) >= 0 ||
      parseNumeric(block.subarray(start, start + length)) !== undefined,
  );
}

function modeOf(block: Buffer): number | undefined {
  const octal = octalAt(block, 100, 8);
  if (octal >= 0) return octal;
  const mode = parseNumeric(block.subarray(100, 108));
  return mode === undefined ? undefined : Number(BigInt.asUintN(32, mode));
}

/** Summed over the header with its own field as spaces; as signed bytes by old writers. */
function hasSoundChecksum(block: Buffer): boolean {
  const stated = octalAt(block, 148, 8);
  const unsigned = 8 * 0x20 + sumOf(block, 0, 148) + sumOf(block, 156, BLOCK);
  return stated >= 0 && (stated === unsigned || stated === unsigned - 256 * highBytesOf(block));
}

function sumOf(block: Buffer, start: number, end: number): number {
  let sum = 0;
  for (let at = start; at < end; at += 1) sum += block[at] ?? 0;
  return sum;
}

function highBytesOf(block: Buffer): number {
  return block.filter((byte, at) => byte >= 0x80 && (at < 148 || at >= 156)).length;
}

function formatOf(block: Buffer): Format {
  if (isAt(block, 257, USTAR)) return isAt(block, 508, STAR) ? 'star' : 'ustar';
  return isAt(block, 257, GNU) ? 'gnu' : 'v7';
}

function isAt(block: Buffer, start: number, magic: Buffer): boolean {
  for (let at = 0; at < magic.length; at += 1) {
    if (block[start + at] !== magic[at]) return false;
  }
  return true;
}

function prefixOf(block: Buffer, format: Format): Buffer {
  if (format === 'ustar') return text(block, 345, 155);
  if (format === 'star') return text(block, 345, 131);
  if (format !== 'gnu') return EMPTY;
  // Go before 1.8 wrote a prefix where GNU has times: taken for one if they cannot be times.
  const areTimes = GNU_TIMES.every(
    ([start, length]) => block[start] === 0 || areNumbers(block, [[start, length]]),
  );
  const prefix = text(block, 345, 155);
  return !areTimes && prefix.every((byte) => byte < 0x80) ? prefix : EMPTY;
}

/** Up to the first NUL. */
function text(block: Buffer, start: number, length: number): Buffer {
  const end = block.indexOf(0, start);
  return block.subarray(start, end < 0 || end > start + length ? start + length : end);
}
