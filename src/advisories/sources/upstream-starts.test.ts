import assert from 'node:assert/strict';
import { test } from 'node:test';
import { upstreamStartsOf } from './upstream-starts.ts';

test('upstream starts are where affected ranges begin, or unaffected ones from the first end', () => {
  const rows: readonly (readonly [object, readonly string[]])[] = [
    [{ version: '3.0.0', lessThan: '3.0.7', status: 'affected', versionType: 'semver' }, ['3.0.0']],
    [{ version: '7.69.0', lessThanOrEqual: '8.3.0', status: 'affected' }, ['7.69.0']],
    // The kernel's two forms: a commit, and the release that had it first.
    [{ version: '1da177e4c3f4', lessThan: '2c7e4a2', status: 'affected', versionType: 'git' }, []],
    [{ version: '0', lessThan: '4.19', status: 'unaffected', versionType: 'semver' }, ['4.19']],
    [{ version: '5.10.210', lessThanOrEqual: '5.10.*', status: 'unaffected' }, []],
    // GitHub's
    [{ version: '>= 1.2.0, < 1.4.1', status: 'affected' }, ['1.2.0']],
    [{ version: '< 1.4.1', status: 'affected' }, []],
    // One version, which begins nothing; nobody knows; a distribution's; no version at all.
    [{ version: '2.4.1', status: 'affected' }, []],
    [{ version: '7.88.1', lessThanOrEqual: '7.88.1', status: 'affected' }, []],
    [{ version: '0', lessThan: '2.0', status: 'affected' }, []],
    [{ version: '0:1.2-3.el9', lessThan: '*', status: 'affected' }, []],
    [{ version: 'n/a', lessThan: 'x', status: 'affected' }, []],
    [{ version: 3, status: {} }, []],
  ];
  for (const [range, versions] of rows) {
    const container = { affected: [{ product: 'OpenSSL', versions: [range] }] };
    const expected = versions.length > 0 ? [{ product: 'OpenSSL', versions }] : [];
    assert.deepEqual(upstreamStartsOf(container), expected, JSON.stringify(range));
  }
});

test('a record on a whole line of products tells of no package', () => {
  const versions = [{ version: '10.0.1', lessThan: '10.0.2', status: 'affected' }];
  const line = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ product: `Windows ${n}`, versions }));
  assert.equal(upstreamStartsOf({ affected: line(4) }).length, 4);
  assert.deepEqual(upstreamStartsOf({ affected: line(5) }), []);
});

test('a series after others that all have it tells nothing', () => {
  const versions = [
    { version: '0', lessThan: '3.8.20', status: 'affected' },
    { version: '3.9.0', lessThan: '3.9.20', status: 'affected' },
  ];
  assert.deepEqual(upstreamStartsOf({ affected: [{ product: 'CPython', versions }] }), []);
});
