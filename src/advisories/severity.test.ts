import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bandOf, createRater, severityByLabel } from './severity.ts';

/** Vectors and scores of FIRST's documents and calculators. */
const SCORES = [
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8, 'critical'],
  ['CVSS:3.0/AV:L/AC:H/PR:N/UI:R/S:C/C:H/I:H/A:H', 7.7, 'high'],
  ['CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:L', 3.7, 'low'],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0, 'none'],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P', 9.8, 'critical'],
  ['AV:N/AC:L/Au:N/C:C/I:C/A:C', 10, 'high'],
  ['AV:N/AC:L/Au:N/C:P/I:P/A:P', 7.5, 'high'],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 9.3, 'critical'],
] as const;

test('a vector of any CVSS version is rated by its base score', () => {
  const rate = createRater();
  for (const [vector, score, severity] of SCORES) {
    assert.deepEqual(rate('GHSA', vector), { source: 'GHSA', severity, vector, score }, vector);
  }
});

test('what is no vector has no rating', () => {
  const rate = createRater();
  for (const text of [
    '',
    'high',
    'CVSS:3.1/XX:Y',
    'CVSS:9.9/AV:N',
    'CVSS:3.1/AV:/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'CVSS:3.1/AV:Q/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H',
    'CVSS:3.1/AV:N/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    `CVSS:3.1/${'AV:N/'.repeat(999)}`,
  ]) {
    assert.equal(rate('GHSA', text), undefined, text.slice(0, 20));
  }
});

test('the bands begin at 0.1, 4, 7 and 9, and CVSS 2 has no critical one', () => {
  const bands = [0, 0.1, 3.9, 4, 6.9, 7, 8.9, 9, 10].map((score) => bandOf(score));
  assert.deepEqual(bands, 'none low low medium medium high high critical critical'.split(' '));
  assert.equal(bandOf(10, true), 'high');
});

test('labels of every vendor have one meaning', () => {
  const labels = ['Important', 'MODERATE', 'unimportant', 'untriaged', 'not yet assigned'];
  assert.deepEqual(labels.map(severityByLabel), [
    'high',
    'medium',
    'negligible',
    undefined,
    undefined,
  ]);
});
