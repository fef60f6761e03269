import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rangeGrammarTests } from '../range-grammar.contract.ts';
import { vectorTests } from '../version-vectors.contract.ts';
import { hexRequirements } from './version-range.ts';
import { hexVersions } from './version.ts';

vectorTests({ file: 'hex-range.tsv', facts: 33 }, hexVersions, hexRequirements);

test('what is no requirement is not parsed', () => {
  const texts = [
    '',
    'and',
    '1.0.0 or',
    '>',
    '> > 1.0.0',
    '1.0.0 2.0.0',
    '~> 1',
    '>= 1.0',
    '=> 1.0.0',
  ];
  assert.deepEqual(
    texts.filter((text) => hexRequirements.parse(text) !== undefined),
    [],
  );
});

rangeGrammarTests(
  hexRequirements,
  ['1.0.0', '2.0.0-a'].map((text) => hexVersions.parse(text)),
  ['~> 1.2', '>= 1.0.0 and < 2.0.0', '1.0.0 or != 2.0.0-a'],
);
