import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PackageCataloger } from './cataloger.ts';
import { layerFile } from './layer-file.ts';

/** Damaged copies of each sample; `TEST_FUZZ=100000` in a longer run. */
const ROUNDS = Number(process.env['TEST_FUZZ'] ?? 1000);
/** Milliseconds for one damaged file of some kilobytes. */
const LONGEST = 2000;

/** Values that lengths and offsets break on. */
const BOUNDARIES = [0, 1, 0x7f, 0x80, 0xff];

/**
 * No damage of a file makes a cataloger throw, hang or give a package without a name. The damage is
 * the same in every run.
 */
export function mutationTests(cataloger: PackageCataloger, path: string, sample: Uint8Array): void {
  test(`${cataloger.id}: ${ROUNDS} mutations of ${path} do no harm`, async () => {
    const random = randomNumbers(path);
    for (let round = 0; round < ROUNDS; round++) {
      const bytes = mutate(sample, random);
      const start = performance.now();
      const { findings } = await cataloger.catalog([layerFile(path, [bytes])]).catch((cause) => {
        throw new Error(`round ${round}`, { cause });
      });
      const took = performance.now() - start;
      assert.ok(took < LONGEST, `round ${round} took ${took} ms`);
      const names = findings.flatMap(({ packages }) => packages.map(({ name }) => name));
      assert.ok(!names.includes(''), `round ${round} gave a package without a name`);
    }
  });
}

function mutate(sample: Uint8Array, random: () => number): Uint8Array {
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

/** A small generator of numbers below 2^31, seeded by a text. */
function randomNumbers(seed: string): () => number {
  let state = 1;
  for (const char of seed) state = Math.imul(state, 31) + char.charCodeAt(0);
  return () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    return (Math.imul(state ^ (state >>> 13), 0x297a2d39) >>> 1) & 0x7fffffff;
  };
}
