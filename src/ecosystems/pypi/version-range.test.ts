import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rangeGrammarTests } from '../range-grammar.contract.ts';
import { vectorTests } from '../version-vectors.contract.ts';
import { pep440Specifiers } from './version-range.ts';
import { pep440Versions } from './version.ts';

vectorTests({ file: 'pep440.tsv', facts: 8_918 }, pep440Versions, pep440Specifiers);

test('a set of specifiers asks for all of them', () => {
  const range = pep440Specifiers.parse('>=1.0, <2, !=1.5.*');
  assert.ok(range);
  const isIn = ['0.9', '1.0', '1.5.1', '1.6', '2.0'].filter((text) => {
    const version = pep440Versions.parse(text);
    return version && pep440Specifiers.contains(range, version);
  });
  assert.deepEqual(isIn, ['1.0', '1.6']);
});

test('what is no specifier is not parsed', () => {
  const texts = ['1.0', '=>1', '>=1.*', '~=1', '>1.0+local', '==1.0,', '==', '>= 1 2'];
  assert.deepEqual(
    texts.filter((text) => pep440Specifiers.parse(text) !== undefined),
    [],
  );
});

rangeGrammarTests(
  pep440Specifiers,
  ['1.0', '2.0a1+local'].map((text) => pep440Versions.parse(text)),
  ['>=1.0, <2, !=1.5.*', '~=1.4.2', '===1.0', '==1.0+local'],
);
