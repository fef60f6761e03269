import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assert as assertProperty, integer, property, string } from 'fast-check';
import { widthOf } from './columns.ts';
import { cutLine, wrapWords } from './fitting.ts';
import { createPainter } from './painter.ts';

const painter = createPainter({ hasColour: true, hasLinks: true, columns: 80 });

test('a line is cut to its width, and what was opened is closed', () => {
  assert.equal(cutLine('short', 10), 'short');
  assert.equal(cutLine('0123456789x', 10), '012345678…');
  assert.equal(cutLine('漢字漢字漢字', 6), '漢字…');
  const painted = `${painter.paint('red', '01234')}${painter.link('56789', 'http://a')} end`;
  assert.equal(
    cutLine(painted, 8),
    '\u001B[31m01234\u001B[39m\u001B]8;;http://a\u001B\\56…\u001B]8;;\u001B\\',
  );
});

test('a cut line is never wider than asked, whatever it is made of', () => {
  assertProperty(
    property(string({ unit: 'grapheme' }), integer({ min: 1, max: 20 }), (text, columns) => {
      assert.ok(widthOf(cutLine(painter.paint('red', text), columns)) <= columns);
    }),
    { seed: 1, numRuns: 500 },
  );
});

test('words are wrapped between words', () => {
  assert.deepEqual(wrapWords(['aaa', 'bbb', 'ccc'], ' ', 7), ['aaa bbb', 'ccc']);
  assert.deepEqual(wrapWords(['aaa', 'bbb', 'ccc'], '  ', 7, '  '), ['aaa', '  bbb', '  ccc']);
  assert.deepEqual(wrapWords(['much-too-long', 'b'], ' ', 5), ['much-too-long', 'b']);
  assert.deepEqual(wrapWords(['a', 'b'], ' ', Infinity), ['a b']);
  assert.deepEqual(wrapWords([], ' ', 7), []);
});
