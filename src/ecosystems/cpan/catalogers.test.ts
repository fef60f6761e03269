import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { codesOf, packageLines, packagesIn } from '../found-packages.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { contextOf } from '../sample-values.ts';
import { cpanInstallJson } from './catalog-install-json.ts';
import { perllocal } from './catalog-perllocal.ts';
import { cpan } from './index.ts';

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');

const RECORD = 'app/local/lib/perl5/x86_64-linux/.meta/URI-PackageURL-2.01/install.json';
const LOG = 'usr/local/lib/perl5/5.36.0/x86_64-linux/perllocal.pod';

catalogerTests(cpanInstallJson, [{ [RECORD]: fixture('install.json') }]);
catalogerTests(perllocal, [{ [LOG]: fixture('perllocal.pod') }]);
hostileTextTests(cpanInstallJson, RECORD);
hostileTextTests(perllocal, LOG);

test('a distribution has a name, a version and an author, and no advisories', async () => {
  const [found] = await packagesIn(cpanInstallJson, RECORD, fixture('install.json'));
  assert.ok(found);
  assert.equal(cpan.purlOf(found, undefined), 'pkg:cpan/URI-PackageURL@2.01?author=GDT');
  assert.equal(cpan.matchTargetOf(found, contextOf(undefined)), undefined);
});

test('of a module that was installed twice the last version is there', async () => {
  const [found, ...others] = await packagesIn(perllocal, LOG, fixture('perllocal.pod'));
  assert.equal(`${found?.name} ${found?.version} ${found?.confidence}`, 'JSON-XS 4.03 derived');
  assert.deepEqual(others, []);
});

test('an install.json of something else is none of Perl', async () => {
  assert.deepEqual(await packageLines(cpanInstallJson, 'app/install.json', '{}'), []);
  assert.deepEqual(await codesOf(cpanInstallJson, RECORD, '{}'), ['cpan.install-json.malformed']);
});
