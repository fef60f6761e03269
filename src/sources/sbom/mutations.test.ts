import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DEFAULT_LIMITS, FailureError } from '../../base/index.ts';
import {
  LONGEST_MS,
  MUTATIONS,
  mutated,
  mutatedJson,
  randomNumbers,
} from '../../mutated.contract.ts';
import { openSbom } from './sbom.ts';

const FOLDER = join(import.meta.dirname, 'fixtures');

for (const name of readdirSync(FOLDER)) {
  test(`${name}: ${MUTATIONS} mutations are read or refused, in bounded time`, async () => {
    const sample = readFileSync(join(FOLDER, name), 'utf8');
    const random = randomNumbers(name);
    const outcomes = new Set<string>();
    for (let round = 0; round < MUTATIONS; round++) {
      const bytes =
        round % 4 === 0
          ? mutated(Buffer.from(sample), random)
          : Buffer.from(mutatedJson(sample, random));
      const start = performance.now();
      outcomes.add(await outcomeOf(bytes));
      const took = performance.now() - start;
      assert.ok(took < LONGEST_MS, `round ${round} took ${took} ms`);
    }
    assert.deepEqual([...outcomes].toSorted(), ['read', 'refused']);
  });
}

/** Anything but a Failure that is thrown is a bug, and fails the test. */
async function outcomeOf(bytes: Uint8Array): Promise<string> {
  try {
    const { occurrences } = await openSbom(chunksOf(bytes), 'sbom', { limits: DEFAULT_LIMITS });
    assert.ok(occurrences.every((one) => one.package.name !== ''));
    return 'read';
  } catch (error) {
    if (error instanceof FailureError) return 'refused';
    throw error;
  }
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
