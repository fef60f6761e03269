import { parseNumeric } from './tar-number.ts';

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
  const mode = parseNumeric(block.subarray(100, 108));
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
    mode: Number(BigInt.asUintN(32, mode)),
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

const SLASH = Buffer.from('/');
const EMPTY = Buffer.alloc(0);

function areNumbers(block: Buffer, fields: Fields): boolean {
  return fields.every(
    ([start, length]) => parseNumeric(block.subarray(start, start + length)) !== undefined,
  );
}

function hasSoundChecksum(block: Buffer): boolean {
  let unsigned = 8 * 0x20;
  let high = 0;
  for (let at = 0; at < BLOCK; at += 1) {
    if (at === 148) at = 156;
    const byte = block[at] ?? 0;
    unsigned += byte;
    if (byte >= 0x80) high += 1;
  }
  const field = block.subarray(148, 156);
  // The checksum is octal only: a first byte over 0x7f is no digit.
  if ((field[0] ?? 0) >= 0x80) return false;
  const stated = parseNumeric(field);
  return stated === BigInt(unsigned) || stated === BigInt(unsigned - 256 * high);
}

function formatOf(block: Buffer): Format {
  const magic = block.toString('latin1', 257, 263);
  if (magic === 'ustar\0') return block.toString('latin1', 508, 512) === 'tar\0' ? 'star' : 'ustar';
  return magic === 'ustar ' && block.toString('latin1', 263, 265) === ' \0' ? 'gnu' : 'v7';
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
