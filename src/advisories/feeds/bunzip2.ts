import { FailureError, failure } from '../../base/index.ts';

/** `1` of the whole file, by 100 kB: the largest block is nine of them. */
const BLOCK_UNIT = 100_000;

const BLOCK = 0x31_41_59_26_53_59;
const END = 0x17_72_45_38_50_90;

const GROUP_SYMBOLS = 50;
const CODE_BITS = 20;
const RUN_A = 0;
const RUN_B = 1;

/**
 * The blocks of a bzip2 file, inflated: 900 kB at most each, though a run within may be 255 times as
 * long as it is written. Several streams one after another are one file. Throws FailureError of what is
 * no bzip2, is cut off, or does not add up. Node has no bzip2.
 *
 * https://github.com/dsnet/compress/blob/master/doc/bzip2-format.pdf
 */
export function* bunzip2(bytes: Uint8Array): Generator<Buffer> {
  const bits = new BitReader(bytes);
  do {
    if (bits.read(24) !== 0x42_5a_68) throw malformed('it does not begin as bzip2 does');
    const level = bits.read(8) - 0x30;
    if (level < 1 || level > 9) throw malformed('its blocks have no size');
    let whole = 0;
    for (;;) {
      const mark = bits.read(24) * 2 ** 24 + bits.read(24);
      const expected = bits.read(32);
      if (mark === END) {
        if (expected !== whole) throw malformed('its checksum is another');
        break;
      }
      if (mark !== BLOCK) throw malformed('a block in it has no beginning');
      const block = inflateBlock(bits, level * BLOCK_UNIT);
      const sum = checksum(block);
      if (sum !== expected) throw malformed('the checksum of a block is another');
      whole = (((whole << 1) | (whole >>> 31)) ^ sum) >>> 0;
      yield block;
    }
    bits.alignToByte();
  } while (!bits.isAtEnd);
}

function malformed(what: string): FailureError {
  return new FailureError(failure('advisory.feed.malformed', `bzip2 cannot be read: ${what}`));
}

/** Most significant bit first. */
class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #bit = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  bit(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw malformed('it is cut off');
    const bit = (byte >> (7 - this.#bit)) & 1;
    this.#bit += 1;
    if (this.#bit === 8) {
      this.#bit = 0;
      this.#at += 1;
    }
    return bit;
  }

  read(count: number): number {
    let value = 0;
    for (let left = count; left > 0;) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw malformed('it is cut off');
      const taken = Math.min(left, 8 - this.#bit);
      const part = (byte >> (8 - this.#bit - taken)) & ((1 << taken) - 1);
      value = value * 2 ** taken + part;
      this.#bit += taken;
      if (this.#bit === 8) {
        this.#bit = 0;
        this.#at += 1;
      }
      left -= taken;
    }
    return value;
  }

  alignToByte(): void {
    if (this.#bit > 0) this.#at += 1;
    this.#bit = 0;
  }
}

function inflateBlock(bits: BitReader, size: number): Buffer {
  if (bits.bit() === 1)
    throw malformed('a block in it is randomized, which nothing writes any more');
  const origin = bits.read(24);
  const symbols = readSymbols(bits);
  const tables = readTables(bits, symbols.length + 2);
  const { last, counts, length } = decodeSymbols(bits, symbols, tables, size);
  if (origin >= length) throw malformed('a block in it begins behind its end');
  return unrun(transformBack(last, counts, length, origin), length);
}

/** The bytes that occur in a block: of 16 groups of 16 those that are marked. */
function readSymbols(bits: BitReader): Uint8Array {
  const groups = bits.read(16);
  const used: number[] = [];
  for (let group = 0; group < 16; group += 1) {
    if (((groups >> (15 - group)) & 1) === 0) continue;
    const marks = bits.read(16);
    for (let at = 0; at < 16; at += 1) if ((marks >> (15 - at)) & 1) used.push(group * 16 + at);
  }
  if (used.length === 0) throw malformed('a block in it has no bytes');
  return Uint8Array.from(used);
}

interface Tables {
  readonly codes: readonly Code[];
  /** Which code each group of 50 symbols is written in. */
  readonly selectors: Uint8Array;
}

/** A canonical Huffman code: by length, the largest value and where its symbols begin. */
interface Code {
  readonly limits: Int32Array;
  readonly bases: Int32Array;
  readonly symbols: Uint16Array;
}

function readTables(bits: BitReader, symbolCount: number): Tables {
  const count = bits.read(3);
  const selectorCount = bits.read(15);
  if (count < 2 || count > 6 || selectorCount === 0) throw malformed('a block in it has no code');
  const order = Array.from({ length: count }, (_, index) => index);
  const selectors = new Uint8Array(selectorCount);
  for (let at = 0; at < selectorCount; at += 1) {
    let place = 0;
    while (bits.bit() === 1) place += 1;
    const [code] = order.splice(place, 1);
    if (code === undefined) throw malformed('a block in it names a code that it has not');
    order.unshift(code);
    selectors[at] = code;
  }
  return { codes: order.map(() => readCode(bits, symbolCount)), selectors };
}

function readCode(bits: BitReader, symbolCount: number): Code {
  const lengths = new Uint8Array(symbolCount);
  let length = bits.read(5);
  for (let symbol = 0; symbol < symbolCount; symbol += 1) {
    while (bits.bit() === 1) length += bits.bit() === 1 ? -1 : 1;
    if (length < 1 || length > CODE_BITS) throw malformed('a code in it is too long');
    lengths[symbol] = length;
  }
  const limits = new Int32Array(CODE_BITS + 1).fill(-1);
  const bases = new Int32Array(CODE_BITS + 1);
  const symbols = new Uint16Array(symbolCount);
  let value = 0;
  let placed = 0;
  for (let bitCount = 1; bitCount <= CODE_BITS; bitCount += 1) {
    value <<= 1;
    bases[bitCount] = placed - value;
    for (let symbol = 0; symbol < symbolCount; symbol += 1) {
      if (lengths[symbol] !== bitCount) continue;
      symbols[placed] = symbol;
      placed += 1;
      value += 1;
      limits[bitCount] = value - 1;
    }
  }
  return { limits, bases, symbols };
}

function readSymbol(bits: BitReader, { limits, bases, symbols }: Code): number {
  let value = 0;
  for (let length = 1; length <= CODE_BITS; length += 1) {
    value = (value << 1) | bits.bit();
    const symbol = symbols[value + (bases[length] ?? 0)];
    if (value <= (limits[length] ?? -1) && symbol !== undefined) return symbol;
  }
  throw malformed('a symbol in it is of no code');
}

interface Decoded {
  /** The last column of the sorted rotations. */
  readonly last: Uint8Array;
  readonly counts: Uint32Array;
  readonly length: number;
}

/** Undoes the Huffman codes, the runs of the front symbol, and moving to the front. */
function decodeSymbols(
  bits: BitReader,
  symbols: Uint8Array,
  { codes, selectors }: Tables,
  size: number,
): Decoded {
  const last = new Uint8Array(size);
  const counts = new Uint32Array(256);
  const front = Uint8Array.from(symbols);
  const endOfBlock = symbols.length + 1;
  let length = 0;
  let run = 0;
  let weight = 1;
  const put = (byte: number, times: number) => {
    if (length + times > size) throw malformed('a block in it is longer than it may be');
    last.fill(byte, length, length + times);
    counts[byte] = (counts[byte] ?? 0) + times;
    length += times;
  };
  for (let read = 0; ; read += 1) {
    const code = codes[selectors[Math.floor(read / GROUP_SYMBOLS)] ?? -1];
    if (code === undefined) throw malformed('a block in it has no end');
    const symbol = readSymbol(bits, code);
    if (symbol === RUN_A || symbol === RUN_B) {
      run += weight << symbol;
      weight <<= 1;
      if (run > size) throw malformed('a run in it is longer than a block');
      continue;
    }
    if (run > 0) put(front[0] ?? 0, run);
    run = 0;
    weight = 1;
    if (symbol === endOfBlock) return { last, counts, length };
    const byte = front[symbol - 1] ?? 0;
    front.copyWithin(1, 0, symbol - 1);
    front[0] = byte;
    put(byte, 1);
  }
}

/** Burrows and Wheeler's transform, undone. */
function transformBack(
  last: Uint8Array,
  counts: Uint32Array,
  length: number,
  origin: number,
): Uint8Array {
  const starts = new Uint32Array(256);
  for (let byte = 1; byte < 256; byte += 1) {
    starts[byte] = (starts[byte - 1] ?? 0) + (counts[byte - 1] ?? 0);
  }
  const next = new Uint32Array(length);
  for (let at = 0; at < length; at += 1) {
    const byte = last[at] ?? 0;
    const place = starts[byte] ?? 0;
    next[place] = at;
    starts[byte] = place + 1;
  }
  const text = new Uint8Array(length);
  let at = next[origin] ?? 0;
  for (let index = 0; index < length; index += 1) {
    text[index] = last[at] ?? 0;
    at = next[at] ?? 0;
  }
  return text;
}

/** Four equal bytes are followed by how many more there are. */
function unrun(text: Uint8Array, length: number): Buffer {
  const size = lengthWithRuns(text, length);
  const out = Buffer.allocUnsafe(size);
  let written = 0;
  let equal = 0;
  for (let at = 0; at < length; at += 1) {
    const byte = text[at] ?? 0;
    if (equal === 4) {
      out.fill(text[at - 1] ?? 0, written, written + byte);
      written += byte;
      equal = 0;
      continue;
    }
    equal = equal > 0 && byte === text[at - 1] ? equal + 1 : 1;
    out[written] = byte;
    written += 1;
  }
  return out;
}

function lengthWithRuns(text: Uint8Array, length: number): number {
  let size = 0;
  let equal = 0;
  for (let at = 0; at < length; at += 1) {
    const byte = text[at] ?? 0;
    if (equal === 4) {
      size += byte;
      equal = 0;
      continue;
    }
    equal = equal > 0 && byte === text[at - 1] ? equal + 1 : 1;
    size += 1;
  }
  return size;
}

/** CRC-32 with the most significant bit first, as bzip2 has it. */
const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) value = (value << 1) ^ (value < 0 ? 0x04_c1_1d_b7 : 0);
  return value >>> 0;
});

function checksum(bytes: Uint8Array): number {
  let value = 0xff_ff_ff_ff;
  for (const byte of bytes) value = (value << 8) ^ (CRC[((value >>> 24) ^ byte) & 0xff] ?? 0);
  return ~value >>> 0;
}
