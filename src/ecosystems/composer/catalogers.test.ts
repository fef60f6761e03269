import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { codesOf, packageLines, packagesIn } from '../found-packages.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { contextOf } from '../sample-values.ts';
import { composerLock } from './catalog-composer-lock.ts';
import { installedJson } from './catalog-installed-json.ts';
import { installedPhp } from './catalog-installed-php.ts';
import { composer } from './index.ts';

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');

const JSON_PATH = 'app/vendor/composer/installed.json';
const PHP_PATH = 'app/vendor/composer/installed.php';

catalogerTests(installedJson, [
  { [JSON_PATH]: fixture('installed.json') },
  { [JSON_PATH]: fixture('installed-1.json') },
]);
catalogerTests(installedPhp, [{ [PHP_PATH]: fixture('installed.php') }]);
catalogerTests(composerLock, [{ 'app/composer.lock': fixture('composer.lock') }]);
hostileTextTests(installedJson, JSON_PATH);
hostileTextTests(installedPhp, PHP_PATH);
hostileTextTests(composerLock, 'app/composer.lock');

test('what Composer 2 installed is listed with what is for development', async () => {
  assert.deepEqual(await packageLines(installedJson, JSON_PATH, fixture('installed.json')), [
    'guzzlehttp/psr7 1.8.3',
    'phpunit/phpunit 9.6.13 dev',
    'shop/prices dev-main',
    'Symfony/Polyfill-Mbstring v1.28.0',
  ]);
});

test('Composer 1 wrote a list alone', async () => {
  const [found, ...others] = await packagesIn(
    installedJson,
    JSON_PATH,
    fixture('installed-1.json'),
  );
  assert.deepEqual(found?.licenses, ['MIT', 'BSD-3-Clause']);
  assert.deepEqual(
    others.map(({ name, version }) => `${name} ${version}`),
    ['psr/http-message 1.1'],
  );
});

test('installed.php tells the same, without the project and what is only provided', async () => {
  assert.deepEqual(await packageLines(installedPhp, PHP_PATH, fixture('installed.php')), [
    'guzzlehttp/psr7 1.8.3',
    'phpunit/phpunit 9.6.13 dev',
  ]);
});

test('Composer 2.0 wrote installed.php with other blanks', async () => {
  const text = `<?php return array (
  'root' =>
  array (
    'name' => 'shop/web',
  ),
  'versions' =>
  array (
    'shop/web' =>
    array (
      'pretty_version' => 'dev-main',
    ),
    'doctrine/cache' =>
    array (
      'pretty_version' => '1.11.0',
      'aliases' =>
      array (
      ),
    ),
  ),
);
`;
  assert.deepEqual(await packageLines(installedPhp, PHP_PATH, text), ['doctrine/cache 1.11.0']);
});

test('a lockfile parts what is for development; one inside a package is its authors’', async () => {
  const text = fixture('composer.lock');
  assert.deepEqual(await packageLines(composerLock, 'app/composer.lock', text), [
    'guzzlehttp/psr7 1.8.3',
    'drupal/core 9.5.0',
    'phpunit/phpunit 9.6.13 dev',
  ]);
  assert.deepEqual(await packageLines(composerLock, 'app/vendor/a/b/composer.lock', text), []);
});

test('a list in a package’s tests is not of what is installed', async () => {
  const path = 'app/vendor/a/b/tests/Fixtures/vendor/composer/installed.json';
  assert.deepEqual(await packageLines(installedJson, path, fixture('installed.json')), []);
});

test('a package of the project’s own folder has no advisories; names match in any case', async () => {
  const found = await packagesIn(installedJson, JSON_PATH, fixture('installed.json'));
  const targets = found.map((pkg) => composer.matchTargetOf(pkg, contextOf(undefined)));
  assert.deepEqual(
    targets.map((target) => target?.keys[0]?.name),
    ['guzzlehttp/psr7', 'phpunit/phpunit', undefined, 'symfony/polyfill-mbstring'],
  );
});

test('what cannot be read is told of', async () => {
  assert.deepEqual(await codesOf(installedJson, JSON_PATH, '{'), [
    'composer.installed-json.malformed',
  ]);
  assert.deepEqual(await codesOf(installedPhp, PHP_PATH, '<?php return 1;'), [
    'composer.installed-php.malformed',
  ]);
  assert.deepEqual(await codesOf(composerLock, 'composer.lock', ''), ['composer.lock.malformed']);
});
