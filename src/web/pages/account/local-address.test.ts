import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localAddress } from './local-address.ts';

test('after signing in one gets to a page of ours, and nowhere else (H6)', () => {
  assert.equal(localAddress('/r/acme/shop?q=1#a'), '/r/acme/shop?q=1#a');
  const elsewhere = [
    undefined,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    'r/acme',
  ];
  for (const text of elsewhere) assert.equal(localAddress(text), '/', String(text));
});
