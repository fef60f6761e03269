import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rangeGrammarTests } from '../range-grammar.contract.ts';
import { vectorTests } from '../version-vectors.contract.ts';
import { nugetRanges } from './version-range.ts';
import { nugetVersions } from './version.ts';

vectorTests({ file: 'nuget-range.tsv', facts: 16 }, nugetVersions, nugetRanges);

test('what is no NuGet range is not parsed', () => {
  const texts = ['', '[', '[]', '(1.0)', '[1.0)', '(,)', '[1,2,3]', '[1.0', '1.0]', '[a,b]', '1.*'];
  assert.deepEqual(
    texts.filter((text) => nugetRanges.parse(text) !== undefined),
    [],
  );
});

rangeGrammarTests(
  nugetRanges,
  ['1.0.0', '2.0.0-a'].map((text) => nugetVersions.parse(text)),
  ['[1.0,2.0)', '(,1.0-b]', '1.0', '(1.0.0.1,)'],
);
