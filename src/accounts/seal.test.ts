import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createSeal, newKeyFile, readKeyFile } from './seal.ts';

const PLAIN = Buffer.from('JBSWY3DPEHPK3PXP');

test('what is sealed is unreadable, differs each time, and opens for its purpose', () => {
  const seal = createSeal([randomBytes(32)], randomBytes);
  const sealed = seal.seal(PLAIN, 'second step');
  assert.ok(!Buffer.from(sealed).includes(PLAIN));
  assert.notDeepEqual(seal.seal(PLAIN, 'second step'), sealed);
  assert.deepEqual(seal.open(sealed, 'second step'), PLAIN);
  assert.throws(() => seal.open(sealed, 'signing key'));
});

test('any bit that is changed, and any byte that is missing, is found', () => {
  const seal = createSeal([randomBytes(32)], randomBytes);
  const sealed = Buffer.from(seal.seal(PLAIN, 'x'));
  for (let bit = 0; bit < sealed.length * 8; bit += 1) {
    const changed = Buffer.from(sealed);
    const at = Math.floor(bit / 8);
    changed[at] = (changed[at] ?? 0) ^ (1 << (bit % 8));
    assert.throws(() => seal.open(changed, 'x'), `bit ${bit}`);
  }
  for (let end = 0; end < sealed.length; end += 1) {
    assert.throws(() => seal.open(sealed.subarray(0, end), 'x'), `${end} bytes`);
  }
});

test('a new key in front seals, old ones still open, and a key that is gone is named', () => {
  const [old, fresh] = [randomBytes(32), randomBytes(32)];
  const before = createSeal([old], randomBytes).seal(PLAIN, 'second step');
  const seal = createSeal([fresh, old], randomBytes);
  assert.deepEqual(seal.open(before, 'second step'), PLAIN);
  const after = seal.seal(PLAIN, 'second step');
  const onlyFresh = createSeal([fresh], randomBytes);
  assert.deepEqual(onlyFresh.open(after, 'second step'), PLAIN);
  assert.throws(() => onlyFresh.open(before, 'second step'), /second step was sealed with a key/);
});

test('a key file holds keys, one a line; another is refused without being shown', () => {
  const text = newKeyFile(randomBytes) + newKeyFile(randomBytes);
  const keys = readKeyFile(text);
  assert.ok(keys.ok && keys.value.length === 2 && keys.value.every((key) => key.length === 32));
  for (const bad of ['', '\n', 'hunter2', `${newKeyFile(randomBytes)}hunter2`]) {
    const refused = readKeyFile(bad);
    assert.ok(!refused.ok && !refused.error.message.includes('hunter2'), bad);
  }
});
