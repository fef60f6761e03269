import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAlpineSecdb } from './alpine-secdb.ts';
import { parseWolfiSecdb } from './wolfi-secdb.ts';

/** Typed by hand after https://secdb.alpinelinux.org/. */
function secdb(secfixes: unknown): Uint8Array {
  return Buffer.from(JSON.stringify({ packages: [{ pkg: { name: 'busybox', secfixes } }] }));
}

test('each id that a version fixed is an advisory, over all packages it is listed for', () => {
  const document = {
    packages: [
      { pkg: { name: 'a', secfixes: { '1.0-r1': ['CVE-2020-1', 'CVE-2020-2 (regression fix)'] } } },
      {
        pkg: {
          name: 'b',
          secfixes: { '2.0-r0': ['CVE-2020-1 XSA-12', 'CVE_2020-3', 'GHSA-ab12-cd34-ef56'] },
        },
      },
    ],
  };
  const parsed = parseAlpineSecdb(Buffer.from(JSON.stringify(document)), 'v3.20', 'main.json');
  assert.ok(parsed.ok);
  const said = parsed.value.advisories.map(({ id, upstream, affected }) => [
    id,
    ...upstream,
    ...affected.map(
      ({ namespace, name, ranges }) => `${namespace} ${name} < ${ranges[0]?.[1]?.version}`,
    ),
  ]);
  assert.deepEqual(said, [
    ['ALPINE-CVE-2020-1', 'CVE-2020-1', 'Alpine:v3.20 a < 1.0-r1', 'Alpine:v3.20 b < 2.0-r0'],
    ['ALPINE-CVE-2020-2', 'CVE-2020-2', 'Alpine:v3.20 a < 1.0-r1'],
    ['ALPINE-XSA-12', 'XSA-12', 'Alpine:v3.20 b < 2.0-r0'],
    ['ALPINE-CVE-2020-3', 'CVE-2020-3', 'Alpine:v3.20 b < 2.0-r0'],
    ['ALPINE-GHSA-ab12-cd34-ef56', 'GHSA-ab12-cd34-ef56', 'Alpine:v3.20 b < 2.0-r0'],
  ]);
});

test('the fixed version 0 says that the package was never affected', () => {
  const parsed = parseWolfiSecdb(secdb({ '0': ['CVE-2020-1'] }), 'security.json');
  assert.ok(parsed.ok);
  const [entry] = parsed.value.advisories[0]?.affected ?? [];
  assert.deepEqual([entry?.namespace, entry?.status, entry?.ranges], ['Wolfi', 'not_affected', []]);
});

test('what is no id, and a package without fixes, is left out and listed', () => {
  const parsed = parseAlpineSecdb(
    secdb({ '1.0-r0': ['see notes'], '2.0-r0': 'CVE-2020-1' }),
    'edge',
    'main.json',
  );
  assert.ok(parsed.ok);
  assert.deepEqual(
    parsed.value.skipped.map(({ code, path }) => [code, path]),
    [
      ['advisory.secdb.bad-id', 'main.json#busybox/1.0-r0'],
      ['advisory.secdb.bad-fix', 'main.json#busybox/2.0-r0'],
    ],
  );
});

test('an error page is no secdb document', () => {
  const parsed = parseWolfiSecdb(Buffer.from('<html>502 Bad Gateway</html>'), 'security.json');
  assert.ok(!parsed.ok);
  assert.equal(parsed.error.code, 'advisory.feed.malformed');
});
