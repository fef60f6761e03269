import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csrfTokenOf, isCrossSite, requireCsrfToken } from './csrf.ts';

const here = {
  origin: undefined,
  fetchSite: undefined,
  host: 'reg.example.com',
  publicOrigin: 'https://reg.example.com',
};

test('a write from another site is told by what the browser sends', () => {
  const cases: readonly (readonly [Partial<typeof here> | Record<string, string>, boolean])[] = [
    [{}, false],
    [{ fetchSite: 'same-origin', origin: 'https://reg.example.com' }, false],
    [{ fetchSite: 'none' }, false],
    [{ origin: 'http://reg.example.com' }, false],
    [{ fetchSite: 'cross-site' }, true],
    [{ fetchSite: 'same-site' }, true],
    [{ origin: 'https://evil.example.com' }, true],
    [{ origin: 'https://reg.example.com.evil.com' }, true],
    [{ origin: 'null' }, true],
    [{ fetchSite: 'same-origin', origin: 'https://evil.example.com' }, true],
  ];
  for (const [signs, expected] of cases) {
    assert.equal(isCrossSite({ ...here, ...signs }), expected, JSON.stringify(signs));
  }
});

test('only the token of the session itself passes', () => {
  requireCsrfToken('secret', csrfTokenOf('secret'));
  for (const sent of [undefined, '', 'secret', csrfTokenOf('other'), `${csrfTokenOf('secret')}x`]) {
    assert.throws(() => requireCsrfToken('secret', sent), { code: 'csrf.refused' });
  }
});
