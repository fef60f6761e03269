import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quotaOf, quotaText } from './quota-text.ts';

test('a quota is typed in gigabytes, and nothing is no bound', () => {
  assert.equal(quotaOf('1.5'), 1_500_000_000);
  assert.equal(quotaOf(' 20 '), 20_000_000_000);
  assert.equal(quotaOf(''), null);
});

test('what is no size is not taken for one', () => {
  for (const text of ['-1', '1e3', '10 GB', '1,5', 'Infinity', '99999999999']) {
    assert.equal(quotaOf(text), undefined, text);
  }
});

test('what the field shows is what it was set to', () => {
  for (const bytes of [0, 1, 1_234_567_890, 10e9, 5e12])
    assert.equal(quotaOf(quotaText(bytes)), bytes);
  assert.equal(quotaText(undefined), '');
});
