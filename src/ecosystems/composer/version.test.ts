import assert from 'node:assert/strict';
import { versionSchemeTests } from '../version-scheme.contract.ts';
import { factsTest, vectorTests } from '../version-vectors.contract.ts';
import { composerNormalizedVersions, composerVersions, normalizeComposer } from './version.ts';

versionSchemeTests(composerVersions, [
  '1.0',
  'v1.0.0-beta2',
  '1.0.0pl1',
  '1.0-dev',
  '1.x-dev',
  'dev-main',
  '20100102-203040',
  '1.0.0-RC1',
  '1.2.3.#.p3',
]);
versionSchemeTests(composerNormalizedVersions, [
  '1.0',
  'v1.0.0-beta2',
  '1.x-dev',
  'dev-main',
  '2010-01-02',
  '1.0.0-RC1',
]);
vectorTests({ file: 'composer.tsv', facts: 5_312 }, composerVersions);
factsTest('composer normalizes as its 47 facts say', 'composer-normalize.tsv', (facts) => {
  assert.equal(facts.length, 47);
  const said = facts.map(({ a }) => normalizeComposer(a));
  const expected = facts.map(({ op, b }) => (op === 'invalid' ? undefined : b));
  assert.deepEqual(said, expected);
});
