import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apkVersions } from './apk/version.ts';
import { composerVersions, normalizeComposer } from './composer/version.ts';
import { cranVersions } from './cran/version.ts';
import { gemVersions } from './gem/version.ts';
import { mavenVersions } from './maven/version.ts';
import { pep440Versions } from './pypi/version.ts';
import { semverVersions } from './semver.ts';
import type { VersionScheme } from './version-scheme.ts';
import type { Fact } from './version-vectors.contract.ts';
import { factsTest, judge } from './version-vectors.contract.ts';

// docs/decisions/0002-contested-versions.md: where sources and native tools disagree.

/** Facts of which we say neither what the source says nor what the native tool does. */
function ownWay(
  facts: readonly Fact[],
  // oxlint-disable-next-line typescript/no-explicit-any -- each scheme is used with itself
  scheme: VersionScheme<any>,
): string[] {
  return facts
    .filter((fact) => judge(fact, scheme) !== fact.nativeTool)
    .map((fact) => `${fact.a} ${judge(fact, scheme)} ${fact.b}`);
}

factsTest(
  'apk: what apk-tools does not call valid is no version',
  'contested/apk-osv.tsv',
  (facts) => {
    assert.equal(facts.length, 47);
    assert.ok(facts.every((fact) => judge(fact, apkVersions) === 'unparsed'));
  },
);

factsTest('pep440: what packaging refuses is no version', 'contested/pep440.tsv', (facts) => {
  assert.equal(facts.length, 72);
  assert.ok(facts.every((fact) => judge(fact, pep440Versions) === 'unparsed'));
});

factsTest('cran: as R compares', 'contested/cran.tsv', (facts) => {
  assert.equal(facts.length, 5);
  assert.deepEqual(ownWay(facts, cranVersions), []);
});

factsTest('gem: what RubyGems refuses is no version', 'contested/gem.tsv', (facts) => {
  assert.equal(facts.length, 5);
  assert.ok(facts.every((fact) => judge(fact, gemVersions) === 'unparsed'));
});

test('gem: a blank text is version 0', () => {
  const blank = gemVersions.parse('\t');
  const zero = gemVersions.parse('0');
  assert.ok(blank && zero);
  assert.equal(gemVersions.compare(blank, zero), 0);
});

factsTest('semver: numbers have no upper bound', 'contested/semver.tsv', (facts) => {
  assert.deepEqual(
    facts.map((fact) => judge(fact, semverVersions)),
    ['<', '<', 'unparsed'],
  );
});

factsTest(
  'composer: v is no part of a version, numbers are unbounded',
  'contested/composer.tsv',
  (facts) => {
    assert.equal(facts.length, 14);
    assert.deepEqual(
      facts.map((fact) => judge(fact, composerVersions)).join(' '),
      '> > > > > > = > > = = < < <',
    );
  },
);

factsTest(
  'composer: dates as its own tests have them',
  'contested/composer-normalize.tsv',
  (facts) => {
    assert.deepEqual(
      facts.filter(({ a, b }) => normalizeComposer(a) !== b).map(({ a }) => a),
      ['1.0.0-0.3.7', '1.0.0-x.7.z.92'],
    );
  },
);

factsTest('maven: as Maven 4, but in one order', 'contested/maven.tsv', (facts) => {
  assert.equal(facts.length, 32);
  assert.deepEqual(ownWay(facts, mavenVersions), [
    '4.0.16.Final < 4.0.16.Final-jason1',
    '4.0.17.Final < 4.0.17.Final-wildfly-1',
    '1.1.3.RELEASE < 1.1.3.RELEASE-A',
    '7.4.3.20 < 7.4.3.20-ga20',
    '7.4.3.21 < 7.4.3.21-ga21',
  ]);
});
