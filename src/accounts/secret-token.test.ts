import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { makeToken, randomLetters, tokenHash, tokenPrefix } from './secret-token.ts';

test('a token tells its kind, and a scanner of secrets finds it by one pattern', () => {
  const token = makeToken('ddp', randomBytes);
  assert.match(token, /^ddp_[0-9A-Za-z]{42}$/);
  assert.equal(tokenPrefix(token), 'ddp');
  assert.equal(tokenPrefix(makeToken('ddr', randomBytes)), 'ddr');
  assert.notEqual(tokenHash(token), tokenHash(makeToken('ddp', randomBytes)));
});

test('a token with any letter changed is told from a token without a look-up', () => {
  const token = makeToken('ddp', randomBytes);
  for (let at = 4; at < token.length; at += 1) {
    const other = token[at] === 'a' ? 'b' : 'a';
    assert.equal(tokenPrefix(token.slice(0, at) + other + token.slice(at + 1)), undefined);
  }
  const shapes = [
    '',
    'ddp_',
    'ddx_',
    token.slice(1),
    `${token}a`,
    `${token}\n`,
    token.toUpperCase(),
  ];
  for (const text of shapes) assert.equal(tokenPrefix(text), undefined, text);
});

test('letters are drawn evenly, whatever the bytes', () => {
  const highFirst = [255, 250, 248, 0];
  const bytes = (): Uint8Array => Uint8Array.from(highFirst);
  assert.equal(
    randomLetters(3, bytes),
    '000',
    'bytes past the last whole multiple are passed over',
  );
  const counts = new Map<string, number>();
  for (const letter of randomLetters(62_000, randomBytes)) {
    counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  assert.equal(counts.size, 62);
  for (const [letter, count] of counts) assert.ok(Math.abs(count - 1_000) < 200, letter);
});
