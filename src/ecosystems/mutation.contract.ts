import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LONGEST_MS, MUTATIONS, mutated, randomNumbers } from '../mutated.contract.ts';
import type { PackageCataloger } from './cataloger.ts';
import { layerFile } from './layer-file.ts';

/**
 * No damage of a file makes a cataloger throw, hang or give a package without a name. The damage is
 * the same in every run.
 */
export function mutationTests(cataloger: PackageCataloger, path: string, sample: Uint8Array): void {
  test(`${cataloger.id}: ${MUTATIONS} mutations of ${path} do no harm`, async () => {
    const random = randomNumbers(path);
    for (let round = 0; round < MUTATIONS; round++) {
      const bytes = mutated(sample, random);
      const start = performance.now();
      const { findings } = await cataloger.catalog([layerFile(path, [bytes])]).catch((cause) => {
        throw new Error(`round ${round}`, { cause });
      });
      const took = performance.now() - start;
      assert.ok(took < LONGEST_MS, `round ${round} took ${took} ms`);
      const names = findings.flatMap(({ packages }) => packages.map(({ name }) => name));
      assert.ok(!names.includes(''), `round ${round} gave a package without a name`);
    }
  });
}
