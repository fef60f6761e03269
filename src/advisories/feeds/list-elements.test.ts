import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { listElements } from './list-elements.ts';

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function elementsOf(text: string, size = 7, limit = 1000): Promise<(string | undefined)[]> {
  const elements: (string | undefined)[] = [];
  for await (const bytes of listElements(inPieces(text, size), limit)) {
    elements.push(bytes?.toString());
  }
  return elements;
}

test('elements are what a parser of the whole document finds, however it comes in pieces', async () => {
  const elements = fc.array(fc.jsonValue(), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(
      elements,
      fc.nat(2),
      fc.integer({ min: 1, max: 40 }),
      async (list, i, size) => {
        const text = JSON.stringify(
          { format: 'a "[{,\\', more: { list: [1] }, list },
          undefined,
          i,
        );
        const found = await elementsOf(text, size, 100_000);
        assert.deepEqual(
          found.map((element) => JSON.stringify(JSON.parse(element ?? ''))),
          list.map((element) => JSON.stringify(element)),
        );
      },
    ),
    { numRuns: 200, seed: 7 },
  );
});

test('an element over the limit is told as such, and the others come', async () => {
  const text = `{"list": [1, "${'x'.repeat(50)}", {"a": [2]}]}`;
  assert.deepEqual(await elementsOf(text, 7, 40), ['1', undefined, ' {"a": [2]}']);
});

test('what is no whole object with a list is refused', async () => {
  for (const text of ['', '<html>', '{}', '[]', '[1]', '{"list": [1, 2', '{"list": [1]', ']']) {
    await assert.rejects(elementsOf(text), RangeError, text);
  }
});
