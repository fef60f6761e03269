import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseEncoding } from './choose-encoding.ts';

const BOTH = { br: true, gzip: true };

test('the smallest form that a client takes is chosen', () => {
  const cases: readonly (readonly [string | undefined, string | undefined])[] = [
    [undefined, undefined],
    ['', undefined],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['GZIP;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0, gzip;q=0', undefined],
    ['*', 'br'],
    ['*;q=0', undefined],
    ['br;q=0, *', 'gzip'],
    ['identity', undefined],
    ['br;q=nonsense', undefined],
  ];
  for (const [header, chosen] of cases)
    assert.equal(chooseEncoding(header, BOTH), chosen, `${header}`);
  assert.equal(chooseEncoding('br, gzip', { br: false, gzip: true }), 'gzip');
  assert.equal(chooseEncoding('br, gzip', { br: false, gzip: false }), undefined);
});
