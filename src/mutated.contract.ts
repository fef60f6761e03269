import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FailureError } from './base/index.ts';

/** Damaged copies of a sample, the same in every run; `TEST_FUZZ=100000` makes a longer run. */
export const MUTATIONS: number = Number(process.env['TEST_FUZZ'] ?? 1000);

/** Milliseconds that reading one damaged sample of some kilobytes may take. */
const LONGEST_MS = 2000;

/** Values that lengths and offsets break on. */
const BOUNDARIES = [0, 1, 0x7f, 0x80, 0xff];

/** A copy with up to eight damages, one in eight cut short as well. */
export function mutated(sample: Uint8Array, random: () => number): Uint8Array {
  let bytes: Buffer = Buffer.from(sample);
  for (let count = 1 + (random() % 8); count > 0 && bytes.length > 0; count -= 1) {
    const at = random() % bytes.length;
    const kind = random() % 8;
    if (kind < 2) bytes = resized(bytes, at, random);
    else damage(bytes, at, kind, random);
  }
  return random() % 8 === 0 ? bytes.subarray(0, random() % (bytes.length + 1)) : bytes;
}

/** A piece of up to 64 bytes is taken out, or there twice. */
function resized(bytes: Buffer, at: number, random: () => number): Buffer {
  const end = at + 1 + (random() % 64);
  const [head, rest] = random() % 2 === 0 ? [at, end] : [end, at];
  return Buffer.concat([bytes.subarray(0, head), bytes.subarray(rest)]);
}

function damage(bytes: Buffer, at: number, kind: number, random: () => number): void {
  if (kind === 2) bytes[at] = random() & 255;
  else if (kind === 3) bytes[at] = pick(BOUNDARIES, random);
  else if (kind === 4) bytes[at] = (bytes[at] ?? 0) ^ (1 << (random() % 8));
  else if (kind === 5) bytes.copyWithin(at, random() % bytes.length, random() % bytes.length);
  else bytes.subarray(at, at + (kind === 6 ? 4 : 8)).fill(pick(BOUNDARIES, random));
}

/** What a reader of JSON may find where it expects something else. */
const ODD: readonly string[] = [
  'null',
  'true',
  '0',
  '-1',
  '1e300',
  '""',
  '"x"',
  String.raw`"\u0000\u001B[31m\uD800"`,
  `"${'0'.repeat(5000)}"`,
  '[]',
  '[[]]',
  '{}',
  '{"__proto__": 1, "constructor": "x"}',
];

/**
 * JSON that parses, with up to four values of the sample replaced by odd ones: damaged bytes are
 * nearly never JSON, and what is behind the parser is not reached by them.
 */
export function mutatedJson(sample: string, random: () => number): string {
  const rate = 1 + (random() % 40);
  let left = 4;
  return JSON.stringify(JSON.parse(sample), (key, value: unknown) => {
    if (key === '' || left === 0 || random() % (rate * 4) !== 0) return value;
    left -= 1;
    return JSON.parse(ODD[random() % ODD.length] ?? 'null');
  });
}

/** What readers of text break on: signs of their grammars, odd characters, names of Object.prototype. */
const ODD_TEXTS: readonly string[] = [
  ...'\0 \t \n \r\n \v " \\ \' ` : / // @ ? # = & ; , . .. - + ~ ^ ! * | || < <= > >= == $ {'.split(
    ' ',
  ),
  ...'} [ ] ( ) % %2f %00 %ff %zz 0 00 1 -1 0x 1e9 99999999999999999999 x v .wh. .wh..wh..opq'.split(
    ' ',
  ),
  ...'\u00a0 \u200b \u202e \ud800 \udc00 \ufeff \ufffd \u0130 \u0661 \u00df __proto__ constructor'.split(
    ' ',
  ),
  ' ',
  'a'.repeat(300),
  '-'.repeat(300),
  '('.repeat(300),
];

/** A text with up to six pieces taken out, written twice, or brought in from elsewhere. */
export function mutatedText(samples: readonly string[], random: () => number): string {
  let text = pick(samples, random);
  for (let count = 1 + (random() % 6); count > 0; count -= 1) {
    const at = random() % (text.length + 1);
    const end = at + (random() % 12);
    const piece = text.slice(at, end);
    const kind = random() % 5;
    if (kind === 0) text = text.slice(0, at) + text.slice(end);
    else if (kind === 1) text = text.slice(0, end) + piece + text.slice(end);
    else if (kind === 2) text = text.slice(0, at) + pick(samples, random).slice(-(random() % 40));
    else text = text.slice(0, at) + pick(ODD_TEXTS, random) + text.slice(kind === 3 ? at : end);
  }
  return text;
}

/** Damages one block, and mostly makes its checksum right again: what is behind it is reached so. */
export function mutatedTar(tar: Uint8Array, random: () => number): Uint8Array {
  const at = (random() % Math.max(1, Math.floor(tar.length / 512))) * 512;
  const copy = Buffer.from(tar);
  const block = copy.subarray(at, at + 512);
  if (block.length < 512 || random() % 8 === 0) return mutated(tar, random);
  block.set(mutated(block, random).subarray(0, 512));
  if (random() % 4 > 0) {
    block.fill(' ', 148, 156);
    const sum = block.reduce((total, byte) => total + byte, 0);
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  }
  return copy;
}

/** Any of the values. */
export function pick<Value>(values: readonly Value[], random: () => number): Value {
  const value = values[random() % values.length];
  if (value === undefined) throw new Error('there is nothing to pick of');
  return value;
}

/** Bytes that are damaged, or JSON of another shape. */
export function mutatedDocument(samples: readonly string[], random: () => number): Uint8Array {
  const sample = pick(samples, random);
  const isDamaged = random() % 4 === 0;
  return isDamaged
    ? mutated(Buffer.from(sample), random)
    : Buffer.from(mutatedJson(sample, random));
}

/**
 * A test that everything which `make` makes is read in bounded time, and that nothing but a
 * FailureError is thrown of it. `read` says what came of it; `seen` are the words that must come up,
 * `refused` being that of a FailureError: a test that damages too much, or nothing, shows nothing.
 */
export function mutationTest<Input>(
  name: string,
  make: (random: () => number) => Input,
  read: (input: Input) => string | Promise<string>,
  seen: readonly string[] = ['read', 'refused'],
): void {
  test(`${name}: ${MUTATIONS} mutations are read or refused, in bounded time`, async (context) => {
    const random = randomNumbers(name);
    const counts: Record<string, number> = {};
    let slowest = 0;
    for (let round = 0; round < MUTATIONS; round += 1) {
      const input = make(random);
      const start = performance.now();
      const outcome = await outcomeOf(() => read(input), `round ${round}`);
      const took = performance.now() - start;
      assert.ok(took < LONGEST_MS, `round ${round} took ${took} ms`);
      slowest = Math.max(slowest, took);
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
    for (const outcome of seen) assert.ok(outcome in counts, `none was ${outcome}`);
    if (process.env['TEST_FUZZ']) {
      context.diagnostic(`${name}: ${JSON.stringify(counts)}, slowest ${slowest.toFixed(1)} ms`);
    }
  });
}

async function outcomeOf(read: () => string | Promise<string>, round: string): Promise<string> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof FailureError) return 'refused';
    throw new Error(round, { cause: error });
  }
}

/** The word for a Result, or for what is `undefined` where it cannot be read. */
export function outcomeOfResult(result: { readonly ok: boolean } | undefined): string {
  return result?.ok ? 'read' : 'refused';
}

/** A small generator of numbers below 2^31, seeded by a text. */
export function randomNumbers(seed: string): () => number {
  let state = 1;
  for (const char of seed) state = Math.imul(state, 31) + char.charCodeAt(0);
  return () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    return (Math.imul(state ^ (state >>> 13), 0x297a2d39) >>> 1) & 0x7fffffff;
  };
}
