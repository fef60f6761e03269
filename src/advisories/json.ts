/** A JSON object whose members are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value that a JSON text or its UTF-8 bytes say; `undefined` of what is no JSON. */
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
  const value = object[key];
  return typeof value === 'string' ? value : '';
}

/** A member that is an object; empty where it is absent or something else. */
export function objectAt(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return isObject(value) ? value : {};
}

/** A member that is a list; empty where it is absent or something else. */
export function listAt(object: JsonObject, key: string): readonly unknown[] {
  const value = object[key];
  return Array.isArray(value) ? value : [];
}

/** The texts of a list, whatever else stands in it. */
export function textsAt(object: JsonObject, key: string): string[] {
  return listAt(object, key).filter((value) => typeof value === 'string');
}

/** The objects of a list, whatever else stands in it. */
export function objectsAt(object: JsonObject, key: string): JsonObject[] {
  return listAt(object, key).filter(isObject);
}

/** The same bytes as a Buffer, not copied. */
export function bufferOver(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
