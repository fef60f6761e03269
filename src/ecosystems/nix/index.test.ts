import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { sampleElf } from '../executable-samples.contract.ts';
import { codesOf, packageLines, packagesIn } from '../found-packages.contract.ts';
import { contextOf } from '../sample-values.ts';
import { sampleDatabase } from '../sqlite-samples.contract.ts';
import { nixDatabase, nixStore } from './catalog-store.ts';
import { nix } from './index.ts';
import { packageOfStorePath } from './store-path.ts';

const HASH = '0c5jn7q8yl1pnm5y6m1b5d2vbv3hcd4x';
const PROGRAM = `nix/store/${HASH}-openssl-3.0.13-bin/bin/openssl`;
const DATABASE = 'nix/var/nix/db/db.sqlite';
const DATABASE_BYTES = sampleDatabase(
  'create table ValidPaths (id integer primary key autoincrement not null, path text unique not null, hash text not null, registrationTime integer not null, deriver text, narSize integer)',
  ['glibc-2.38-44', 'glibc-2.38-44-bin', 'hello-2.12.1.drv'].map((name, index) => [
    index + 1,
    `/nix/store/${HASH}-${name}`,
    'sha256:00',
    1,
    null,
    null,
  ]),
);

catalogerTests(nixStore, [{ [PROGRAM]: sampleElf({}) }]);
catalogerTests(nixDatabase, [{ [DATABASE]: DATABASE_BYTES }]);

test('name and version are told from the folder by the rule of Nix', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['openssl-3.0.13-bin', 'openssl 3.0.13'],
    ['glibc-2.38-44', 'glibc 2.38-44'],
    ['python3.11-requests-2.31.0', 'python3.11-requests 2.31.0'],
    ['xorg-libX11-1.8.7-dev', 'xorg-libX11 1.8.7'],
    ['hook', undefined],
    ['stdenv-linux', undefined],
    ['hello-2.12.1.drv', undefined],
    ['curl-8.4.0.tar.xz', undefined],
    ['-1.0', undefined],
  ];
  for (const [folder, expected] of cases) {
    const found = packageOfStorePath(`/nix/store/${HASH}-${folder}/bin/x`);
    assert.equal(found && `${found.name} ${found.version}`, expected, folder);
  }
});

test('a folder with a program is a package, by its name only; others are not read', async () => {
  const [found] = await packagesIn(nixStore, PROGRAM, sampleElf({}));
  assert.ok(found);
  assert.equal(nix.purlOf(found, undefined), 'pkg:generic/nix/openssl@3.0.13');
  assert.equal(found.confidence, 'heuristic');
  assert.deepEqual(found.locations, [`nix/store/${HASH}-openssl-3.0.13-bin`]);
  assert.equal(nix.matchTargetOf(found, contextOf(undefined)), undefined);
  assert.equal(nix.advisedBy, 'nobody');
  assert.deepEqual(await packageLines(nixStore, 'usr/bin/a-1.0', sampleElf({})), []);
});

test('the database names every path; one that is damaged is told of', async () => {
  assert.deepEqual(await packageLines(nixDatabase, DATABASE, DATABASE_BYTES), ['glibc 2.38-44']);
  for (const bytes of ['', DATABASE_BYTES.subarray(0, 5000)]) {
    assert.deepEqual(await codesOf(nixDatabase, DATABASE, bytes), ['nix.database.damaged']);
  }
});
