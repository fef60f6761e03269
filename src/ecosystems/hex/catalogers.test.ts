import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { codesOf, packageLines, packagesIn } from '../found-packages.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { otp } from '../otp/index.ts';
import { contextOf } from '../sample-values.ts';
import { erlangApp } from './catalog-erlang-app.ts';
import { mixLock } from './catalog-mix-lock.ts';
import { rebarLock } from './catalog-rebar-lock.ts';
import { startErl } from './catalog-start-erl.ts';

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');

const PHOENIX = 'app/lib/phoenix-1.6.13/ebin/phoenix.app';
const SSL = 'usr/lib/erlang/lib/ssl-10.8.7/ebin/ssl.app';
const START = 'app/releases/start_erl.data';

catalogerTests(mixLock, [{ 'app/mix.lock': fixture('mix.lock') }]);
catalogerTests(rebarLock, [{ 'app/rebar.lock': fixture('rebar.lock') }]);
catalogerTests(erlangApp, [{ [PHOENIX]: fixture('phoenix.app') }, { [SSL]: fixture('ssl.app') }]);
catalogerTests(startErl, [{ [START]: '13.1.3 0.1.0\n' }]);
hostileTextTests(mixLock, 'app/mix.lock');
hostileTextTests(rebarLock, 'app/rebar.lock');
hostileTextTests(erlangApp, PHOENIX);
hostileTextTests(startErl, START);

test('Mix locks packages of Hex by their own names; an organization stands before them', async () => {
  const text = fixture('mix.lock');
  assert.deepEqual(await packageLines(mixLock, 'app/mix.lock', text), [
    'castore 0.1.18',
    'jason 1.4.0',
    'phoenix 1.6.13',
    'acme/shop_prices 2.0.0',
  ]);
  assert.deepEqual(await packageLines(mixLock, 'app/deps/phoenix/mix.lock', text), []);
});

test('rebar3 locks packages, and repositories without a version', async () => {
  assert.deepEqual(await packageLines(rebarLock, 'app/rebar.lock', fixture('rebar.lock')), [
    'cowboy 2.9.0',
    'cowlib 2.11.0',
  ]);
});

test('an application in a release is a package of Hex, those of Erlang itself are not', async () => {
  const [phoenix] = await packagesIn(erlangApp, PHOENIX, fixture('phoenix.app'));
  const [ssl] = await packagesIn(erlangApp, SSL, fixture('ssl.app'));
  assert.equal(`${phoenix?.ecosystem} ${phoenix?.name} ${phoenix?.version}`, 'hex phoenix 1.6.13');
  assert.ok(ssl);
  assert.equal(ssl.ecosystem, 'otp');
  assert.equal(otp.purlOf(ssl, undefined), 'pkg:otp/ssl@10.8.7');
  assert.equal(otp.matchTargetOf(ssl, contextOf(undefined)), undefined);
});

test('an application counts where Erlang loads it from, and not of a build for tests', async () => {
  const cases: readonly (readonly [path: string, isFound: boolean])[] = [
    ['usr/lib/elixir/lib/phoenix/ebin/phoenix.app', true],
    ['app/_build/prod/lib/phoenix/ebin/phoenix.app', true],
    ['app/_build/test/lib/phoenix/ebin/phoenix.app', false],
    ['app/deps/phoenix/ebin/phoenix.app', false],
    ['app/lib/other-1.0/ebin/phoenix.app', false],
  ];
  for (const [path, isFound] of cases) {
    const found = await packageLines(erlangApp, path, fixture('phoenix.app'));
    assert.equal(found.length, isFound ? 1 : 0, path);
  }
});

test('a release says which runtime system it starts', async () => {
  assert.deepEqual(await packageLines(startErl, START, '13.1.3 0.1.0'), ['erts 13.1.3']);
  assert.deepEqual(await packageLines(startErl, START, 'what else'), []);
});

test('what cannot be read is told of', async () => {
  assert.deepEqual(await codesOf(mixLock, 'mix.lock', 'no'), ['hex.mix-lock.malformed']);
  assert.deepEqual(await codesOf(rebarLock, 'rebar.lock', ''), ['hex.rebar-lock.malformed']);
  assert.deepEqual(await codesOf(erlangApp, PHOENIX, '{application,a,[]}.'), [
    'hex.erlang-app.incomplete',
  ]);
});
