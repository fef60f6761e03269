import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { codesOf, packageLines, packagesIn } from '../found-packages.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { depsJson } from './catalog-deps-json.ts';
import { packagesConfig } from './catalog-packages-config.ts';
import { packagesLock } from './catalog-packages-lock.ts';

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');

const RUNTIME =
  'usr/share/dotnet/shared/Microsoft.AspNetCore.App/8.0.4/Microsoft.AspNetCore.App.deps.json';

catalogerTests(depsJson, [
  { 'app/app.deps.json': fixture('app.deps.json') },
  { [RUNTIME]: fixture('Microsoft.AspNetCore.App.deps.json') },
]);
catalogerTests(packagesLock, [{ 'src/packages.lock.json': fixture('packages.lock.json') }]);
catalogerTests(packagesConfig, [{ 'src/packages.config': fixture('packages.config') }]);
hostileTextTests(depsJson, 'app/app.deps.json');
hostileTextTests(packagesLock, 'src/packages.lock.json');
hostileTextTests(packagesConfig, 'src/packages.config');

test('a program is made of the packages whose files it loads, not of projects or build tools', async () => {
  assert.deepEqual(await packageLines(depsJson, 'app/app.deps.json', fixture('app.deps.json')), [
    'Microsoft.NETCore.App.Runtime.linux-x64 6.0.5',
    'Newtonsoft.Json 9.0.1',
    'SQLitePCLRaw.lib.e_sqlite3 2.1.2',
  ]);
});

test('without a runtime target every package counts', async () => {
  const text = '{"libraries":{"A/1.0.0":{"type":"package"},"B/1.0.0":{"type":"project"}}}';
  assert.deepEqual(await packageLines(depsJson, 'a.deps.json', text), ['A 1.0.0']);
});

test('a shared runtime is the package that its advisories name', async () => {
  const [found] = await packagesIn(
    depsJson,
    RUNTIME,
    fixture('Microsoft.AspNetCore.App.deps.json'),
  );
  assert.deepEqual(found, {
    ecosystem: 'nuget',
    name: 'Microsoft.AspNetCore.App.Runtime.linux-musl-x64',
    version: '8.0.4',
    licenses: [],
    locations: [RUNTIME],
    evidence: 'metadata',
    confidence: 'exact',
    scope: 'runtime',
  });
});

test('a lockfile gives what was resolved for any framework, once; projects are none', async () => {
  const text = fixture('packages.lock.json');
  const expected = ['Newtonsoft.Json 13.0.1', 'System.Memory 4.5.5', 'Serilog 2.10.0'];
  assert.deepEqual(await packageLines(packagesLock, 'src/packages.lock.json', text), expected);
  const unpacked = 'root/.nuget/packages/a/1.0.0/packages.lock.json';
  assert.deepEqual(await packageLines(packagesLock, unpacked, text), []);
});

test('packages.config lists packages, some of them for development', async () => {
  assert.deepEqual(
    await packageLines(packagesConfig, 'src/packages.config', fixture('packages.config')),
    ['jQuery 3.1.1', 'NUnit.Console 3.16.3 dev', 'Microsoft.Net.Compilers 1.0.0'],
  );
});

test('what cannot be read is told of', async () => {
  assert.deepEqual(await codesOf(depsJson, 'a.deps.json', '[1,'), ['nuget.deps-json.malformed']);
  assert.deepEqual(await codesOf(packagesLock, 'packages.lock.json', '1'), [
    'nuget.packages-lock.malformed',
  ]);
  assert.deepEqual(await codesOf(packagesConfig, 'packages.config', '<a/>'), [
    'nuget.packages-config.malformed',
  ]);
});
