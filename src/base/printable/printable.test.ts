import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPrintable, printable, splitUnprintable } from './printable.ts';

test('what could steer a terminal is taken out of names, and the rest stays', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['libssl3', 'libssl3'],
    ['naïve-ünï ✓ 漢字 😀', 'naïve-ünï ✓ 漢字 😀'],
    ['a\u001B[31mred\u001B[0m', 'a�[31mred�[0m'],
    ['\u001B]8;;http://x\u0007link', '�]8;;http://x�link'],
    ['\u009B2J', '�2J'],
    ['one\r\ntwo\tthree', 'one��two�three'],
    ['\u202Etxt.exe', '�txt.exe'],
    ['zero\u200Bwidth', 'zero�width'],
    ['lone \uD800 half', 'lone � half'],
    ['tag\u{E0068}\u{E0069}', 'tag��'],
  ];
  assert.deepEqual(
    cases.map(([text]) => printable(text)),
    cases.map(([, shown]) => shown),
  );
});

test('what is unprintable stands apart, row by row', () => {
  assert.deepEqual(splitUnprintable('plain'), ['plain']);
  assert.deepEqual(splitUnprintable('a\u202E\u2066b\u{E0041}'), [
    'a',
    '\u202E\u2066',
    'b',
    '\u{E0041}',
    '',
  ]);
  assert.ok(isPrintable('漢字 😀') && !isPrintable('a\u200B') && !isPrintable('a\u200B'));
});
