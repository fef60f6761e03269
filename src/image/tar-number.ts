/** A field of a tar header as Go's archive/tar reads it: base-256 or octal, possibly negative. */
export function parseNumeric(field: Uint8Array): bigint | undefined {
  const first = field[0] ?? 0;
  if ((first & 0x80) === 0) {
    const value = octalAt(field, 0, field.length);
    return value < 0 ? undefined : BigInt(value);
  }
  const invert = (first & 0x40) === 0 ? 0 : 0xff;
  let value = 0n;
  for (let at = 0; at < field.length; at += 1) {
    let byte = (field[at] ?? 0) ^ invert;
    if (at === 0) byte &= 0x7f;
    value = (value << 8n) | BigInt(byte);
  }
  if (value > INT64_MAX) return undefined;
  return invert === 0 ? value : -value - 1n;
}

/**
 * The number of an octal field, of at most 12 bytes; -1 when it is none: malformed, or base-256.
 * Nearly all fields of nearly all tars are octal, and big numbers cost as much as all else of an
 * entry.
 */
export function octalAt(block: Uint8Array, fieldStart: number, fieldLength: number): number {
  let start = fieldStart;
  let end = fieldStart + fieldLength;
  while (start < end && isPadding(block[start])) start += 1;
  while (end > start && isPadding(block[end - 1])) end -= 1;
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const byte = block[at] ?? 0;
    if (byte === 0) break;
    if (byte < 0x30 || byte > 0x37) return -1;
    value = value * 8 + (byte - 0x30);
  }
  return value;
}

function isPadding(byte: number | undefined): boolean {
  return byte === 0 || byte === 0x20;
}

export const INT64_MAX: bigint = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/** Decimal digits with an optional sign, within 64 bits: Go's strconv.ParseInt. */
export function parseInt64(text: string): bigint | undefined {
  // 64 bits are 19 digits; longer texts may have leading zeros, which are not worth a big number.
  const digits = /^([+-]?)0*(\d{1,19})$/.exec(text);
  if (!digits) return undefined;
  const magnitude = BigInt(digits[2] ?? '0');
  const value = digits[1] === '-' ? -magnitude : magnitude;
  return value > INT64_MAX || value < INT64_MIN ? undefined : value;
}
