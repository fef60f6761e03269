import { isRecord, recordOf } from '../base/index.ts';
import type { OpenApiDocument } from './openapi.ts';

/** A request made from the description of an operation: right, nearly right, or hostile. */
export interface GeneratedRequest {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Numbers from 0 up to 1, the same for a seed: mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Endless requests over all operations. `known`: values that lead somewhere, by name of the parameter. */
export function* generatedRequests(
  document: OpenApiDocument,
  known: Readonly<Record<string, readonly string[]>>,
  random: () => number,
): Generator<GeneratedRequest, never> {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => ({ path, method, one: recordOf(one) })),
  );
  const maker = new Maker(document, known, random);
  for (;;) {
    const { path, method, one } = maker.pick(operations);
    yield maker.request(path, method, one);
  }
}

type Schema = Readonly<Record<string, unknown>>;

class Maker {
  readonly #document: OpenApiDocument;
  readonly #known: Readonly<Record<string, readonly string[]>>;
  readonly #random: () => number;

  constructor(
    document: OpenApiDocument,
    known: Readonly<Record<string, readonly string[]>>,
    random: () => number,
  ) {
    this.#document = document;
    this.#known = known;
    this.#random = random;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.#random() * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  #isOnce(times: number): boolean {
    return this.#random() < 1 / times;
  }

  request(path: string, method: string, operation: Schema): GeneratedRequest {
    let filled = path;
    const query: string[] = [];
    const headers: Record<string, string> = {};
    const parameters: readonly unknown[] = Array.isArray(operation['parameters'])
      ? operation['parameters']
      : [];
    for (const parameter of parameters) {
      const { name, in: place, required, schema } = recordOf(parameter);
      if (required !== true && this.#isOnce(2)) continue;
      const value = encodeURIComponent(this.#text(String(name), recordOf(schema)).toWellFormed());
      if (place === 'path') filled = filled.replace(`{${String(name)}}`, value);
      else if (place === 'query') query.push(`${String(name)}=${value}`);
      else if (/^[\x21-\x7e]*$/.test(value)) headers[String(name)] = value;
    }
    if (this.#isOnce(15)) query.push(`${encodeURIComponent(this.pick(HOSTILE).toWellFormed())}=1`);
    const body = this.#body(operation, headers);
    return {
      operation: String(operation['operationId']),
      method: method.toUpperCase(),
      path: query.length > 0 ? `${filled}?${query.join('&')}` : filled,
      headers,
      ...(body !== undefined && { body }),
    };
  }

  #text(name: string, schema: Schema): string {
    const known = this.#known[name];
    if (known && !this.#isOnce(4)) return this.pick(known);
    if (this.#isOnce(4)) return this.pick(HOSTILE);
    const value = this.#value(schema, name);
    return typeof value === 'string' ? value : JSON.stringify(value);
  }

  #body(operation: Schema, headers: Record<string, string>): string | undefined {
    const content = recordOf(recordOf(operation['requestBody'])['content']);
    const [mediaType] = Object.keys(content);
    if (mediaType === undefined) return undefined;
    headers['content-type'] = this.#isOnce(30) ? 'text/plain' : mediaType;
    if (mediaType !== 'application/json') return this.pick(HOSTILE);
    const body = JSON.stringify(this.#value(recordOf(recordOf(content[mediaType])['schema']), ''));
    return this.#isOnce(20) ? body.slice(0, Math.floor(body.length * this.#random())) : body;
  }

  /** Mostly what the schema lets pass. */
  #value(schema: Schema, name: string): unknown {
    if (this.#isOnce(25)) return this.pick(ODD);
    const { $ref, enum: values, const: constant, type } = schema;
    if (typeof $ref === 'string') {
      return this.#value(
        this.#document.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {},
        name,
      );
    }
    if (constant !== undefined) return constant;
    if (Array.isArray(values)) return this.pick<unknown>(values);
    const choices = schema['oneOf'] ?? schema['anyOf'];
    if (Array.isArray(choices)) return this.#value(recordOf(this.pick<unknown>(choices)), name);
    switch (Array.isArray(type) ? this.pick<unknown>(type) : type) {
      case 'object':
        return this.#object(schema);
      case 'array':
        return [0, 1, 2]
          .slice(0, Math.floor(this.#random() * 4))
          .map(() => this.#value(recordOf(schema['items']), name));
      case 'integer':
      case 'number':
        return this.pick([1, 0, 2, 30, -1, 1e9, 0.5, Number(schema['maximum'] ?? 7)]);
      case 'boolean':
        return this.#isOnce(2);
      case 'null':
        return null;
      default:
        return this.pick([...(this.#known[name] ?? ['x1']), ...WORDS, this.pick(HOSTILE)]);
    }
  }

  #object(schema: Schema): unknown {
    const { properties, required } = schema;
    const needed = new Set<unknown>(Array.isArray(required) ? required : []);
    const made = Object.entries(isRecord(properties) ? properties : {})
      .filter(([name]) => (needed.has(name) ? !this.#isOnce(20) : this.#isOnce(2)))
      .map(([name, one]) => [name, this.#value(recordOf(one), name)] as const);
    return Object.fromEntries(
      this.#isOnce(20) ? [...made, [this.pick(HOSTILE), 1] as const] : made,
    );
  }
}

const WORDS = ['abc', 'a-b_c', 'x@example.com', '2026-01-01T00:00:00.000Z', 'free', 'read', ''];

const ODD: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  [],
  {},
  [[]],
  '',
  { __proto__: null, a: {} },
];

/** What has broken servers: queries, paths, controls, long texts, other scripts, formulas. */
const HOSTILE: readonly string[] = [
  `' OR 1=1 --`,
  `"; DROP TABLE users; --`,
  `') UNION SELECT password_hash FROM users --`,
  '%',
  '_',
  '\\',
  '../../etc/passwd',
  '..%2f..%2f',
  '\u0000',
  'a\u0000b',
  '\r\nx-injected: 1',
  '\ud800',
  '\u202eabc',
  '=cmd()|A1',
  '<script>alert(1)</script>',
  '${7*7}',
  '{{7*7}}',
  '__proto__',
  'constructor',
  'toString',
  'sha256:',
  `sha256:${'a'.repeat(64)}`,
  '1e309',
  '-0',
  'NaN',
  '9'.repeat(400),
  'x'.repeat(500),
  'é'.repeat(100),
  '😀'.repeat(50),
  '*'.repeat(60),
  '(a+)+$',
];
