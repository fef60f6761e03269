import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { codesOf, packageLines, packagesIn } from '../found-packages.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { cabalFreeze, stackLock } from './catalog-lockfiles.ts';
import { ghcPackageDb } from './catalog-package-db.ts';

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');

const CONF = 'var/lib/ghc/package.conf.d/aeson-2.0.3.0.conf';
const FREEZE = 'app/cabal.project.freeze';
const STACK = 'app/stack.yaml.lock';

catalogerTests(ghcPackageDb, [{ [CONF]: fixture('aeson-2.0.3.0.conf') }]);
catalogerTests(cabalFreeze, [{ [FREEZE]: fixture('cabal.project.freeze') }]);
catalogerTests(stackLock, [{ [STACK]: fixture('stack.yaml.lock') }]);
hostileTextTests(ghcPackageDb, CONF);
hostileTextTests(cabalFreeze, FREEZE);
hostileTextTests(stackLock, STACK);

test('a registered package is installed; an internal library is its package', async () => {
  const [found] = await packagesIn(ghcPackageDb, CONF, fixture('aeson-2.0.3.0.conf'));
  assert.deepEqual([found?.name, found?.version], ['aeson', '2.0.3.0']);
  assert.deepEqual(found?.licenses, ['BSD-3-Clause']);
  const internal = 'name: z-attoparsec-z-internal\nversion: 0.14.4\npackage-name: attoparsec\n';
  assert.deepEqual(await packageLines(ghcPackageDb, CONF, internal), ['attoparsec 0.14.4']);
  assert.deepEqual(await codesOf(ghcPackageDb, CONF, 'name: a\n'), [
    'hackage.package-db.incomplete',
  ]);
});

test('a frozen project names every version', async () => {
  assert.deepEqual(await packageLines(cabalFreeze, FREEZE, fixture('cabal.project.freeze')), [
    'aeson 2.0.3.0',
    'attoparsec-iso8601 1.0.2.1',
    'base 4.15.1.0',
  ]);
});

test('Stack’s lockfile names what is not in its snapshot', async () => {
  assert.deepEqual(await packageLines(stackLock, STACK, fixture('stack.yaml.lock')), [
    'acme-missiles 0.3',
    'http-client-tls 0.3.5.3',
  ]);
});
