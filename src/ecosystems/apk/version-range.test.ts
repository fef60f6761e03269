import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rangeGrammarTests } from '../range-grammar.contract.ts';
import { vectorTests } from '../version-vectors.contract.ts';
import { apkCandidateOf, apkConstraints } from './version-range.ts';
import { apkVersions } from './version.ts';

// Two of the facts order `23_foo` and `1.0bc`, which are no versions.
vectorTests(
  { file: 'apk.tsv', facts: 375, unparsed: 2 },
  apkVersions,
  apkConstraints,
  apkCandidateOf,
);

test('what is no constraint is not parsed', () => {
  const texts = ['', '1.0', '~', '~~1', '><1.0', '=<1', '>=foo'];
  assert.deepEqual(
    texts.filter((text) => apkConstraints.parse(text) !== undefined),
    [],
  );
});

rangeGrammarTests(apkConstraints, ['1.0', '2.0_rc1-r2'].map(apkCandidateOf), [
  '>=1.0-r0',
  '~1.2',
  '=1.0_rc1',
  '<2',
  '>1a',
]);
