import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { codesOf, packageLines, packagesIn } from '../found-packages.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { contextOf } from '../sample-values.ts';
import { conanLock } from './catalog-conan-lock.ts';
import { conanCache } from './catalog-cache.ts';
import { conanInfo } from './catalog-conaninfo.ts';
import { sampleDatabase } from '../sqlite-samples.contract.ts';
import { conan } from './index.ts';

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');

const LOCK = 'app/conan.lock';
const STORED = 'root/.conan/data/openssl/1.1.1k/_/_/package/d0/conaninfo.txt';

const CACHE = 'root/.conan2/p/cache.sqlite3';

/** The table as Conan 2.34 makes it. */
const CACHE_BYTES = sampleDatabase(
  'CREATE TABLE packages (reference text NOT NULL, rrev text NOT NULL, pkgid text, prev text, path text NOT NULL UNIQUE, timestamp real NOT NULL, build_id text, lru integer NOT NULL , UNIQUE(reference, rrev, pkgid, prev))',
  ['zlib/1.2.13', 'openssl/3.2.2', 'openssl/3.2.2', 'tiny/2.0@me/stable'].map(
    (reference, index) => [
      reference,
      'd82ba5f9b88365f30543f7da8b02d58d',
      'da39a3ee5e6b4b0d3255bfef95601890afd80709',
      `${index}`,
      `b/tiny${index}`,
      1795496819.114565,
      null,
      1795496819,
    ],
  ),
);

catalogerTests(conanCache, [{ [CACHE]: CACHE_BYTES }]);
catalogerTests(conanLock, [{ [LOCK]: fixture('conan-1.lock') }, { [LOCK]: fixture('conan.lock') }]);
catalogerTests(conanInfo, [{ 'app/conaninfo.txt': fixture('conaninfo.txt') }]);
hostileTextTests(conanLock, LOCK);
hostileTextTests(conanInfo, 'app/conaninfo.txt');

test('the graph of Conan 1 gives packages, not the project; tools for building are apart', async () => {
  const found = await packagesIn(conanLock, LOCK, fixture('conan-1.lock'));
  assert.deepEqual(
    found.map((pkg) => `${conan.purlOf(pkg, undefined)} ${pkg.scope}`),
    [
      'pkg:conan/openssl@1.1.1k runtime',
      'pkg:conan/zlib@1.2.11 runtime',
      'pkg:conan/cctz@2.3?channel=stable&user=bincrafters runtime',
      'pkg:conan/cmake@3.21.3 dev',
    ],
  );
  assert.deepEqual(
    found.map((pkg) => conan.matchTargetOf(pkg, contextOf(undefined))?.namespace),
    ['ConanCenter', 'ConanCenter', undefined, 'ConanCenter'],
  );
});

test('Conan 2 lists references with their revisions', async () => {
  assert.deepEqual(await packageLines(conanLock, LOCK, fixture('conan.lock')), [
    'zlib 1.2.13',
    'openssl 3.2.2',
    'cmake 3.29.3 dev',
  ]);
});

test('conaninfo.txt tells of its own package by its place, elsewhere of what is required', async () => {
  const text = fixture('conaninfo.txt');
  assert.deepEqual(await packageLines(conanInfo, STORED, text), ['openssl 1.1.1k']);
  assert.deepEqual(await packageLines(conanInfo, 'app/conaninfo.txt', text), [
    'zlib 1.2.11',
    'cctz 2.3',
  ]);
});

test('the cache of Conan 2 names each binary package once', async () => {
  const found = await packagesIn(conanCache, CACHE, CACHE_BYTES);
  assert.deepEqual(
    found.map((pkg) => conan.purlOf(pkg, undefined)),
    [
      'pkg:conan/zlib@1.2.13',
      'pkg:conan/openssl@3.2.2',
      'pkg:conan/tiny@2.0?channel=stable&user=me',
    ],
  );
  assert.deepEqual(await codesOf(conanCache, CACHE, 'odd'), ['conan.cache.damaged']);
});

test('what cannot be read is told of', async () => {
  assert.deepEqual(await codesOf(conanLock, LOCK, '{'), ['conan.lock.malformed']);
});
