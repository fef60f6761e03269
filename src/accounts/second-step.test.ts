import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import {
  isSecondStep,
  newRecoveryCodes,
  newSecondStep,
  recoveryHash,
  secondStepUri,
  stepOf,
} from './second-step.ts';

/** "12345678901234567890": RFC 6238, appendix B; its codes have eight digits, of which six are ours. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test('codes are those of RFC 6238', () => {
  const vectors = [
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ] as const;
  for (const [seconds, code] of vectors) {
    assert.equal(stepOf(SECRET, code, seconds * 1000), Math.floor(seconds / 30), code);
  }
});

test('one step to either side is taken, with the step that it is of; two are not', () => {
  const code = '050471'; // of step 37037037
  const at = 37037037 * 30_000;
  for (const [delta, expected] of [
    [-60_000, undefined],
    [-30_000, 37037037],
    [0, 37037037],
    [59_000, 37037037],
    [60_000, undefined],
  ] as const) {
    assert.equal(stepOf(SECRET, code, at + delta), expected, `${delta}`);
  }
});

test('spaces are left out, and what is no code is none', () => {
  assert.equal(stepOf(SECRET, '050 471', 1111111111_000), 37037037);
  for (const code of ['', '05047', '0504711', '05047a', '٠٥٠٤٧١']) {
    assert.equal(stepOf(SECRET, code, 1111111111_000), undefined, code);
  }
});

test('a secret has 160 bits, and its address names account and instance', () => {
  const secret = newSecondStep(randomBytes);
  assert.ok(isSecondStep(secret));
  assert.ok(!isSecondStep('GEZDGNBV') && !isSecondStep(`${secret}!`));
  const uri = secondStepUri(secret, 'alice', 'Drydock drydock.test');
  assert.match(uri, /^otpauth:\/\/totp\/Drydock%20drydock\.test:alice\?/);
  assert.ok(uri.includes(`secret=${secret}`));
});

test('recovery codes are ten, different, and read with or without dashes and capitals', () => {
  const codes = newRecoveryCodes(randomBytes);
  assert.equal(new Set(codes).size, 10);
  const [code = ''] = codes;
  assert.match(code, /^(?:[a-z2-9]{4}-){3}[a-z2-9]{4}$/);
  assert.equal(recoveryHash(` ${code.replaceAll('-', '').toUpperCase()}`), recoveryHash(code));
  assert.equal(recoveryHash('123456'), undefined);
});
