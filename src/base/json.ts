import { failure } from './failure.ts';
import type { Failure } from './failure.ts';
import { err, ok } from './result.ts';
import type { Result } from './result.ts';

/** `Limits` fits; `bytes` where the caller has not bounded the text already. */
export interface JsonLimits {
  /** Arrays and objects inside each other. */
  readonly nesting: number;
  readonly bytes?: number;
}

/**
 * Parses JSON from outside: its size and its nesting are looked at first, since `JSON.parse`
 * takes any depth and what walks the value later would not. UTF-8, with or without a byte order
 * mark; what is no UTF-8 reads as U+FFFD. Narrow the value with `isRecord` and its like.
 */
export function parseJson(
  input: Uint8Array | string,
  limits: JsonLimits,
): Result<unknown, Failure> {
  const size = input.length;
  if (limits.bytes !== undefined && size > limits.bytes) {
    return err(
      failure('json.too-large', `JSON of ${size} bytes, over the ${limits.bytes} allowed`),
    );
  }
  const text = typeof input === 'string' ? input : new TextDecoder().decode(input);
  const depth = hasFewOpeners(text, limits.nesting) ? 0 : nestingOf(text, limits.nesting);
  if (depth > limits.nesting) {
    return err(
      failure('json.too-deep', `JSON nested more than the ${limits.nesting} levels allowed`),
    );
  }
  try {
    const value: unknown = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
    return ok(value);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return err(failure('json.malformed', `not JSON: ${reason.slice(0, 200)}`));
  }
}

/** An object of JSON: neither an array nor null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object, an empty one when it is none. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

/** The value when it is a text. An empty text is one. */
export function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The value when it is an array, else an empty one. */
export function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The texts of an array; whatever else is in it is left out. */
export function stringsOf(value: unknown): readonly string[] {
  return arrayOf(value).filter((item) => typeof item === 'string');
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether there are too few brackets for that nesting: most texts, told by a search in place of a scan. */
function hasFewOpeners(text: string, limit: number): boolean {
  let openers = 0;
  for (const opener of '[{') {
    for (let at = text.indexOf(opener); at >= 0; at = text.indexOf(opener, at + 1)) {
      openers += 1;
      if (openers > limit) return false;
    }
  }
  return true;
}

/** How deep the text nests, counted no further than one past `limit`. */
function nestingOf(text: string, limit: number): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
    } else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > deepest) deepest = depth;
      if (depth > limit) return depth;
    } else if (code === 0x5d || code === 0x7d) {
      depth -= 1;
    }
  }
  return deepest;
}

/** Index of the quote that closes the string opened at `start`; the text's length if none does. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    at += code === BACKSLASH ? 2 : 1;
  }
  return text.length;
}

/**
 * Keys that an object of the (well-formed) text holds twice, in any letter case: readers differ in
 * which one they take. Objects under a key in `maps` are labels and the like, where case counts.
 */
export function duplicateKeys(text: string, maps: ReadonlySet<string>): readonly string[] {
  const duplicates: string[] = [];
  const open: OpenValue[] = [];
  let lastKey = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') {
      const end = endOfString(text, at);
      const object = open.at(-1);
      if (object?.keys && isKey(text, end + 1)) {
        lastKey = unquote(text.slice(at, end + 1));
        const folded = object.isMap ? lastKey : foldCase(lastKey);
        if (object.keys.has(folded)) duplicates.push(lastKey);
        object.keys.add(folded);
      }
      at = end;
    } else if (char === '{') {
      open.push({ keys: new Set(), isMap: maps.has(lastKey) });
    } else if (char === '[') {
      open.push({ keys: undefined, isMap: false });
    } else if ('}]'.includes(char)) {
      open.pop();
    }
    // A key counts for the value right after its colon, not for an array's second object.
    if (',['.includes(char)) lastKey = '';
  }
  return duplicates;
}

interface OpenValue {
  /** Keys seen in it, folded unless it is a map; `undefined` of an array. */
  readonly keys: Set<string> | undefined;
  readonly isMap: boolean;
}

/** A string is a key when a colon comes next. */
function isKey(text: string, from: number): boolean {
  let at = from;
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at += 1;
  return text[at] === ':';
}

function unquote(literal: string): string {
  const value: unknown = JSON.parse(literal);
  return String(value);
}

/** Letters that Go's JSON reader takes for the same: also U+017F for s and U+212A for k. */
export function foldCase(key: string): string {
  return key.replaceAll('\u017f', 's').toLowerCase();
}
