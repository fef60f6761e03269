import assert from 'node:assert/strict';
import { test } from 'node:test';
import { semverVersions } from '../semver.ts';
import { rangeGrammarTests } from '../range-grammar.contract.ts';
import { vectorTests } from '../version-vectors.contract.ts';
import { npmRanges, npmRangesWith } from './version-range.ts';

vectorTests({ file: 'npm-range.tsv', facts: 90 }, semverVersions, npmRanges);
vectorTests(
  { file: 'npm-range-pre.tsv', facts: 18 },
  semverVersions,
  npmRangesWith({ includePrerelease: true }),
);
vectorTests(
  { file: 'npm-range-loose.tsv', facts: 4 },
  semverVersions,
  npmRangesWith({ loose: true }),
);

test('what is no npm range is not parsed', () => {
  const texts = ['1.2.3pre', 'latest', '>=1.0.0 foo', '1.0.0-a..b', 'git+https://example.com/a'];
  assert.deepEqual(
    texts.filter((text) => npmRanges.parse(text) !== undefined),
    [],
  );
});

rangeGrammarTests(
  npmRanges,
  ['1.0.0', '2.0.0-a'].map((text) => semverVersions.parse(text)),
  ['^1.2.3 || ~2.0', '>=1.0.0 <2', '1.0.0 - 2', '1.x', '>1.2.3-rc.1'],
);
