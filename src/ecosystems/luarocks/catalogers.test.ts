import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogerTests } from '../cataloger.contract.ts';
import { packageLines, packagesIn } from '../found-packages.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { rockspec } from './catalog-rockspec.ts';
import { luarocks } from './index.ts';

const SPEC = readFileSync(join(import.meta.dirname, 'fixtures/luasocket-3.1.0-1.rockspec'), 'utf8');
const TREE = 'usr/local/lib/luarocks/rocks-5.1/luasocket/3.1.0-1';

catalogerTests(rockspec, [{ [`${TREE}/luasocket-3.1.0-1.rockspec`]: SPEC }]);
hostileTextTests(rockspec, `${TREE}/luasocket-3.1.0-1.rockspec`);

test('an installed rock has the name and version of its folders', async () => {
  const [found] = await packagesIn(rockspec, `${TREE}/luasocket-3.1.0-1.rockspec`, SPEC);
  assert.ok(found);
  assert.equal(luarocks.purlOf(found, undefined), 'pkg:luarocks/luasocket@3.1.0-1');
  assert.deepEqual(found.licenses, ['MIT']);
});

test('a rockspec of a source, or of another rock, is not installed', async () => {
  for (const path of ['src/luasocket-3.1.0-1.rockspec', `${TREE}/other-1.0-1.rockspec`]) {
    assert.deepEqual(await packageLines(rockspec, path, SPEC), []);
  }
});
