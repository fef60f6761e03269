/** Damaged copies of a sample, the same in every run; `TEST_FUZZ=100000` makes a longer run. */
export const MUTATIONS: number = Number(process.env['TEST_FUZZ'] ?? 1000);

/** Milliseconds that reading one damaged sample of some kilobytes may take. */
export const LONGEST_MS = 2000;

/** Values that lengths and offsets break on. */
const BOUNDARIES = [0, 1, 0x7f, 0x80, 0xff];

/** A copy with up to eight damages, one in eight cut short as well. */
export function mutated(sample: Uint8Array, random: () => number): Uint8Array {
  const bytes = Uint8Array.from(sample);
  const count = 1 + (random() % 8);
  for (let i = 0; i < count; i++) {
    const at = random() % bytes.length;
    const kind = random() % 5;
    if (kind === 0) bytes[at] = random() & 255;
    else if (kind === 1) bytes[at] = BOUNDARIES[random() % BOUNDARIES.length] ?? 0;
    else if (kind === 2) bytes[at] = (bytes[at] ?? 0) ^ (1 << (random() % 8));
    else if (kind === 3) bytes.copyWithin(at, random() % bytes.length, random() % bytes.length);
    else bytes.fill(255, at, at + 4);
  }
  return random() % 8 === 0 ? bytes.subarray(0, random() % bytes.length) : bytes;
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

/** A small generator of numbers below 2^31, seeded by a text. */
export function randomNumbers(seed: string): () => number {
  let state = 1;
  for (const char of seed) state = Math.imul(state, 31) + char.charCodeAt(0);
  return () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    return (Math.imul(state ^ (state >>> 13), 0x297a2d39) >>> 1) & 0x7fffffff;
  };
}
