import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_LIMITS } from '../../base/index.ts';
import { mutatedDocument, mutationTest } from '../../mutated.contract.ts';
import { openSbom } from './sbom.ts';

const FOLDER = join(import.meta.dirname, 'fixtures');

for (const name of readdirSync(FOLDER).filter((name) => name.endsWith('.json'))) {
  const sample = readFileSync(join(FOLDER, name), 'utf8');
  mutationTest(
    name,
    (random) => mutatedDocument([sample], random),
    async (bytes) => {
      const { occurrences } = await openSbom(chunksOf(bytes), 'sbom', { limits: DEFAULT_LIMITS });
      assert.ok(occurrences.every((one) => one.package.name !== ''));
      return 'read';
    },
  );
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
