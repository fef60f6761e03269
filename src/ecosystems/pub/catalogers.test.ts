import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { codesOf, packageLines, packagesIn } from '../found-packages.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { contextOf } from '../sample-values.ts';
import { pubspecLock } from './catalog-pubspec-lock.ts';
import { pub } from './index.ts';

const LOCK = readFileSync(join(import.meta.dirname, 'fixtures/pubspec.lock'), 'utf8');
const PATH = 'app/pubspec.lock';

catalogerTests(pubspecLock, [{ [PATH]: LOCK }]);
hostileTextTests(pubspecLock, PATH);

test('a lockfile gives every package with its version', async () => {
  assert.deepEqual(await packageLines(pubspecLock, PATH, LOCK), [
    'args 2.4.2',
    'flutter 0.0.0',
    'http 0.13.5',
    'forked 1.2.0',
    'prices 0.1.0',
    'test 1.24.1 dev',
  ]);
  assert.deepEqual(
    await packageLines(pubspecLock, 'root/.pub-cache/hosted/a/pubspec.lock', LOCK),
    [],
  );
});

test('what comes with the SDK or from a folder has no advisories', async () => {
  const found = await packagesIn(pubspecLock, PATH, LOCK);
  const matched = found.filter((pkg) => pub.matchTargetOf(pkg, contextOf(undefined)));
  assert.deepEqual(
    matched.map(({ name }) => name),
    ['args', 'http', 'forked', 'test'],
  );
});

test('a project without dependencies is no trouble, a file without packages is', async () => {
  assert.deepEqual(await codesOf(pubspecLock, PATH, 'packages: {}\n'), []);
  assert.deepEqual(await codesOf(pubspecLock, PATH, 'a: b\n'), ['pub.pubspec-lock.malformed']);
});
