import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvText } from './csv.ts';

test('no cell of an export is a formula (H7)', () => {
  const hostile = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '"=1', "'=1"];
  for (const text of hostile) {
    const [line = ''] = csvText([[text]]).split(/\r\n$/);
    const first = line.replace(/^"/, '');
    assert.ok(first.startsWith("'"), `${JSON.stringify(text)} is ${line}`);
  }
  assert.equal(csvText([[-1, 'a-b', 'x=y']]), '-1,a-b,x=y\r\n');
});

test('commas, quotes and new lines stay within their cell', () => {
  const rows = [
    ['a,b', 'c "d"', 'e\nf'],
    [true, undefined, 3],
  ];
  assert.equal(csvText(rows), '"a,b","c ""d""","e\nf"\r\ntrue,,3\r\n');
});
