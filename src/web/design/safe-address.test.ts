import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safeAddress } from './safe-address.ts';

test('links of others lead to the web or a mail address, and nowhere else (H4, G9)', () => {
  const bad = [
    'javascript:alert(1)',
    ' JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    '//evil.example',
    '/admin',
    '#x',
    'blob:https://x/1',
    'file:///etc/passwd',
    'https:javascript:alert(1)',
    '',
  ];
  for (const text of bad) assert.equal(safeAddress(text), undefined, text);
  assert.equal(safeAddress('https://example.com/a?b#c'), 'https://example.com/a?b#c');
  assert.equal(safeAddress('HTTP://example.com'), 'http://example.com/');
  assert.equal(safeAddress('mailto:a@example.com'), 'mailto:a@example.com');
});
