/** A column's value: NULL and floats (which rpm's tables have none of) are `undefined`. */
export type SqliteValue = number | Uint8Array | undefined;

/** Bytes of integers by serial type. */
const INTEGER_BYTES = [0, 1, 2, 3, 4, 6, 8];
const FLOAT = 7;
const ZERO = 8;
const ONE = 9;
const FIRST_BLOB = 12;

/** More columns than any table has. */
const MOST_COLUMNS = 64;

/** The columns of a row; a record that is cut has fewer. */
export function readRecord(payload: Uint8Array): SqliteValue[] {
  const values: SqliteValue[] = [];
  const [headerEnd, first] = readVarint(payload, 0);
  let at = first;
  let content = headerEnd;
  while (at < headerEnd && at < payload.length && values.length < MOST_COLUMNS) {
    const [type, next] = readVarint(payload, at);
    const length = contentLength(type);
    if (content + length > payload.length) break;
    values.push(valueOf(type, payload.subarray(content, content + length)));
    content += length;
    at = next;
  }
  return values;
}

function contentLength(type: number): number {
  if (type >= FIRST_BLOB) return Math.floor((type - FIRST_BLOB) / 2);
  return type === FLOAT ? 8 : (INTEGER_BYTES[type] ?? 0);
}

function valueOf(type: number, content: Uint8Array): SqliteValue {
  if (type >= FIRST_BLOB) return content;
  if (type === ZERO || type === ONE) return type - ZERO;
  if (type === 0 || type >= FLOAT) return undefined;
  return content.reduce((value, byte) => value * 256 + byte, 0);
}

/** A number of one to nine bytes, seven bits each, most significant first; and where it ends. */
export function readVarint(bytes: Uint8Array, offset: number): readonly [number, number] {
  let value = 0;
  for (let i = 0; i < 8; i++) {
    const byte = bytes[offset + i] ?? 0;
    value = value * 128 + (byte & 127);
    if (byte < 128) return [value, offset + i + 1];
  }
  return [value * 256 + (bytes[offset + 8] ?? 0), offset + 9];
}
