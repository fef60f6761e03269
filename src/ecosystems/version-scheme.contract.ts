import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Arbitrary } from 'fast-check';
import {
  array,
  assert as assertProperty,
  constant,
  constantFrom,
  nat,
  oneof,
  property,
  record,
  string,
  tuple,
} from 'fast-check';
import { MUTATIONS } from '../mutated.contract.ts';
import type { VersionScheme } from './version-scheme.ts';

const SEED = 440;

/** Pieces that version grammars give a meaning to. */
const PIECES =
  '0 00 1 2 10 007 99999999999999999999 99999999999999999998 . - _ + ~ ^ : ! # v x * a b rc alpha beta pre post dev ga final sp p git r1 snapshot RC1 .0 -0 -r0 _rc ٨ ß \0 \ud800'
    .split(' ')
    .concat(' ');

/** Versions of any length that a careless reader takes hours for, or a deep stack. */
const HOSTILE: readonly ((length: number) => string)[] = [
  (length) => '1'.repeat(length),
  (length) => '0'.repeat(length),
  (length) => '1.'.repeat(length / 2) + '1',
  (length) => '0.'.repeat(length / 2) + '0',
  (length) => '1-'.repeat(length / 2) + '1',
  (length) => '1.0.0-' + 'a.'.repeat(length / 2) + 'a',
  (length) => '1' + '~'.repeat(length),
  (length) => '1' + '-'.repeat(length),
  (length) => '1' + '.'.repeat(length),
  (length) => '1' + '_p'.repeat(length / 2),
  (length) => '1_rc' + '1'.repeat(length) + '!',
  (length) => '1a'.repeat(length / 2),
  (length) => '1.0.0-beta' + '1'.repeat(length) + '!',
  (length) => '1.0+' + 'a.'.repeat(length / 2) + 'a',
  (length) => '1.0+' + 'a-'.repeat(length / 2) + '!',
  (length) => ' '.repeat(length) + '1.0' + ' '.repeat(length) + '!',
  (length) => '0.x.'.repeat(length / 4),
  (length) => 'x-1'.repeat(length / 3),
  (length) => '1'.repeat(length) + ':1',
];

/** The laws of a VersionScheme, checked on samples, on mutations of them and on hostile texts. */
export function versionSchemeTests<Version>(
  scheme: VersionScheme<Version>,
  samples: readonly string[],
): void {
  test(`${scheme.id}: the samples are versions`, () => {
    assert.deepEqual(
      samples.filter((text) => scheme.parse(text) === undefined),
      [],
    );
  });

  test(`${scheme.id}: versions are in one order`, () => {
    const three = tuple(...[1, 2, 3].map(() => mutated(samples)));
    assertProperty(
      property(three, (texts) => checkLaws(scheme, texts)),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  test(`${scheme.id}: each of ${MUTATIONS} mutations is a version or is not, without an error`, () => {
    const text = oneof(string({ unit: 'binary' }), mutated(samples));
    assertProperty(
      property(text, (one) => checkLaws(scheme, [one])),
      { seed: SEED, numRuns: MUTATIONS },
    );
  });

  test(`${scheme.id}: the time is linear in the text`, () => {
    for (const [index, make] of HOSTILE.entries()) {
      const short = bestTime(scheme, make(10_000), 100);
      assert.ok(short < 300, `text ${index}: ${short} ms for a twentieth of it`);
      // Twenty times the text; quadratic is 400. Below 2 s the heap and other work decide.
      const allowed = Math.max(2_000, short * 100);
      const long = bestTime(scheme, make(200_000), allowed);
      assert.ok(long <= allowed, `text ${index}: ${short} ms, then ${long} ms`);
    }
  });
}

function checkLaws<Version>(scheme: VersionScheme<Version>, texts: readonly string[]): void {
  const sign = (a: Version, b: Version): number => Math.sign(scheme.compare(a, b));
  const versions = texts.map((text) => scheme.parse(text)).filter(isParsed);
  for (const a of versions) {
    assert.equal(scheme.compare(a, a), 0, 'reflexive');
    for (const b of versions) {
      assert.equal(sign(a, b) + sign(b, a), 0, 'antisymmetric');
      for (const c of versions) {
        if (sign(a, b) <= 0 && sign(b, c) <= 0) {
          assert.equal(sign(a, c), Math.min(sign(a, b), sign(b, c)), 'transitive');
        }
      }
    }
  }
}

function isParsed<Version>(version: Version | undefined): version is Version {
  return version !== undefined;
}

/** A sample with pieces taken out and others put in. */
function mutated(samples: readonly string[]): Arbitrary<string> {
  const edit = record({
    at: nat(12),
    drop: nat(3),
    piece: oneof(constant(''), constantFrom(...PIECES)),
  });
  return tuple(constantFrom(...samples), array(edit, { maxLength: 3 })).map(([sample, edits]) => {
    let text = sample;
    for (const { at, drop, piece } of edits) {
      text = text.slice(0, at) + piece + text.slice(at + drop);
    }
    return text;
  });
}

/** Milliseconds to parse a text twice and compare the two: the best of five, or one below `enough`. */
function bestTime<Version>(scheme: VersionScheme<Version>, text: string, enough: number): number {
  let best = Infinity;
  for (let round = 0; round < 5 && best > enough; round++) {
    const start = performance.now();
    const a = scheme.parse(text);
    const b = scheme.parse(text);
    if (a !== undefined && b !== undefined) assert.equal(scheme.compare(a, b), 0);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
