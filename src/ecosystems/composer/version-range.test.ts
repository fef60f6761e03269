import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rangeGrammarTests } from '../range-grammar.contract.ts';
import { vectorTests } from '../version-vectors.contract.ts';
import { composerRanges } from './version-range.ts';
import { composerNormalizedVersions } from './version.ts';

vectorTests({ file: 'composer-range.tsv', facts: 67 }, composerNormalizedVersions, composerRanges);

test('what is no constraint is not parsed', () => {
  const texts = ['', '^', '^8 || ^', '~1 ~', 'foo', '>=', '1.0 || ', '>=1.0 foo'];
  assert.deepEqual(
    texts.filter((text) => composerRanges.parse(text) !== undefined),
    [],
  );
});

rangeGrammarTests(
  composerRanges,
  ['1.0', 'dev-main'].map((text) => composerNormalizedVersions.parse(text)),
  ['^1.2.3 || ~2.0', '>=1.0,<2', '1.0 - 2.0', '1.*', 'dev-main', '!=1.0@dev'],
);
