import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserName } from './browser-name.ts';

test('a session is recognized by browser and system', () => {
  const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
  const cases: readonly (readonly [string, string])[] = [
    [
      `Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0`,
      'Firefox 131 on Linux',
    ],
    [
      `Mozilla/5.0 (Windows NT 10.0) ${webkit} Chrome/130.0.0.0 Safari/537.36`,
      'Chrome 130 on Windows',
    ],
    [
      `Mozilla/5.0 (Windows NT 10.0) ${webkit} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0`,
      'Edge 130 on Windows',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605.1.15 (KHTML) Version/18.0 Safari/605.1.15',
      'Safari 18 on macOS',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
      'Safari 18 on iOS',
    ],
    ['drydock/0.1.0', 'drydock 0.1.0'],
    ['something else', 'something else'],
    ['', 'unknown client'],
  ];
  for (const [userAgent, name] of cases) assert.equal(browserName(userAgent), name);
});
