/** Choices that a seed repeats. */
export interface Seeded {
  /** A whole number from 0 to below `end`. */
  below(end: number): number;
  chance(probability: number): boolean;
  pick<Thing>(things: readonly Thing[]): Thing | undefined;
  bytes(length: number): Buffer;
}

/** xorshift32: https://www.jstatsoft.org/article/view/v008i14 */
export function seeded(seed: number): Seeded {
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995) | 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const below = (end: number): number => next() % end;
  return {
    below,
    chance: (probability) => next() < probability * 2 ** 32,
    pick: (things) => things[below(Math.max(1, things.length))],
    bytes: (length) => {
      const bytes = Buffer.alloc(length);
      for (let at = 0; at + 4 <= length; at += 4) bytes.writeUInt32LE(next(), at);
      return bytes;
    },
  };
}
