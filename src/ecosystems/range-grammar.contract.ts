import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutatedText, mutationTest } from '../mutated.contract.ts';
import type { RangeGrammar } from './version-range.ts';

/** Range texts of any length that a careless reader takes hours for. */
const HOSTILE: readonly ((length: number) => string)[] = [
  (length) => '>'.repeat(length),
  (length) => ' '.repeat(length) + '!',
  (length) => '>= '.repeat(length / 3) + '!',
  (length) => '1'.repeat(length) + '!',
  (length) => '1.'.repeat(length / 2) + '!',
  (length) => '~1.0-' + 'a.'.repeat(length / 2),
  (length) => '>=1.0.0,'.repeat(length / 8) + '<2.0.0',
  (length) => '>=1.0.0 || '.repeat(length / 11) + '<2.0.0',
  (length) => '1.0.0 or '.repeat(length / 9) + '2.0.0',
  (length) => '1.0.0 - '.repeat(length / 8),
  (length) => '[' + ','.repeat(length),
  (length) => '1.0' + '@dev'.repeat(length / 4),
];

/**
 * A grammar reads any text in a time that is linear in it, and without an error.
 *
 * @param versions parsed, to be asked for in every range.
 */
export function rangeGrammarTests<Range, Version>(
  grammar: RangeGrammar<Range, Version>,
  versions: readonly (Version | undefined)[],
  samples: readonly string[],
): void {
  mutationTest(
    grammar.id,
    (random) => mutatedText(samples, random),
    (text) => {
      const range = grammar.parse(text);
      if (range === undefined) return 'refused';
      for (const version of versions) {
        assert.ok(version !== undefined, 'a version of the samples is none');
        assert.equal(typeof grammar.contains(range, version), 'boolean');
      }
      return 'read';
    },
  );

  test(`${grammar.id}: the time to read a range is linear in the text`, () => {
    for (const [index, make] of HOSTILE.entries()) {
      for (const [length, milliseconds] of [
        [25_000, 300],
        [250_000, 2_000],
      ] as const) {
        const took = bestTime(grammar, make(length), milliseconds);
        assert.ok(took <= milliseconds, `text ${index} of ${length}: ${took} ms`);
      }
    }
  });
}

/** The best of three, or one that is fast enough. */
function bestTime<Range, Version>(
  grammar: RangeGrammar<Range, Version>,
  text: string,
  enough: number,
): number {
  let best = Infinity;
  for (let round = 0; round < 3 && best > enough; round++) {
    const start = performance.now();
    grammar.parse(text);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
