import assert from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';
import { mutated, mutatedDocument, mutatedText, mutationTest, pick } from '../mutated.contract.ts';

/** A file of a layer. */
export interface SampleFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** No damage of a file makes a cataloger throw or hang; `run` checks what it finds, and counts it. */
export function catalogerMutationTest(
  id: string,
  samples: readonly (readonly SampleFile[])[],
  run: (sample: readonly SampleFile[]) => Promise<number>,
): void {
  mutationTest(
    id,
    (random) => {
      const sample = pick(samples, random);
      const index = random() % sample.length;
      const { path, bytes } = sample[index] ?? assert.fail('an example without a file');
      return sample.with(index, { path, bytes: mutatedFile(bytes, random) });
    },
    async (sample) => ((await run(sample)) > 0 ? 'found' : 'nothing found'),
    ['found'],
  );
}

/** Damaged as what it is: JSON, text, or bytes. */
export function mutatedFile(bytes: Uint8Array, random: () => number): Uint8Array {
  if (!isUtf8(bytes) || bytes.includes(0)) return mutated(bytes, random);
  const text = Buffer.from(bytes).toString('utf8');
  if (isJson(text)) return mutatedDocument([text], random);
  return random() % 2 === 0 ? mutated(bytes, random) : Buffer.from(mutatedText([text], random));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
