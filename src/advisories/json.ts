import { arrayOf, isRecord, recordOf, stringOf, stringsOf } from '../base/index.ts';

/** A JSON object whose members are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

export { isRecord as isObject } from '../base/index.ts';

/**
 * The value that a JSON text or its UTF-8 bytes say; `undefined` of what is no JSON. Feeds are bounded
 * before, and nothing here walks a value by its depth: base's look at the nesting is left out, which
 * would take as long again as parsing.
 */
export function parseJson(input: string | Uint8Array): unknown {
  const text = typeof input === 'string' ? input : bufferOver(input).toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A member that is text; empty where it is absent or something else. */
export function textAt(object: JsonObject, key: string): string {
  return stringOf(object[key]) ?? '';
}

/** A member that is an object; empty where it is absent or something else. */
export function objectAt(object: JsonObject, key: string): JsonObject {
  return recordOf(object[key]);
}

/** A member that is a list; empty where it is absent or something else. */
export function listAt(object: JsonObject, key: string): readonly unknown[] {
  return arrayOf(object[key]);
}

/** The texts of a list, whatever else stands in it. */
export function textsAt(object: JsonObject, key: string): readonly string[] {
  return stringsOf(object[key]);
}

/** The objects of a list, whatever else stands in it. */
export function objectsAt(object: JsonObject, key: string): readonly JsonObject[] {
  return arrayOf(object[key]).filter(isRecord);
}

/** The same bytes as a Buffer, not copied. */
export function bufferOver(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
