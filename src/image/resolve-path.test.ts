import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkTree, resolvePath } from './resolve-path.ts';

const LINKS = linkTree([
  ['lib', 'usr/lib'],
  ['var/lib/rpm', '../../usr/lib/sysimage/rpm'],
  ['etc/os-release', '../usr/lib/os-release'],
  ['escape', '../../../../etc'],
  ['absolute', '/usr/lib'],
  ['usr/lib/apk/db', '/var/apk'],
  ['a', 'b'],
  ['b', 'a'],
]);

test('links are followed inside the root, at every segment', () => {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['var/lib/dpkg/status', 'var/lib/dpkg/status'],
    ['lib/x', 'usr/lib/x'],
    ['var/lib/rpm/Packages', 'usr/lib/sysimage/rpm/Packages'],
    ['etc/os-release', 'usr/lib/os-release'],
    ['escape/passwd', 'etc/passwd'],
    ['absolute/x', 'usr/lib/x'],
    ['lib/apk/db/installed', 'var/apk/installed'],
    ['a/x', undefined],
  ];
  for (const [path, expected] of rows) assert.equal(resolvePath(path, LINKS, 40), expected, path);
});

test('a chain of links ends at the limit', () => {
  const chain = linkTree(Array.from({ length: 10_000 }, (_, i) => [`l${i}`, `l${i + 1}`]));
  assert.equal(resolvePath('l0', chain, 40), undefined);
  assert.equal(resolvePath('l9970', chain, 40), 'l10000');
});

test('a path of very many segments takes no longer than it is long', () => {
  const deep = 'd/'.repeat(500_000);
  const tree = linkTree([[deep.slice(0, -1), 'x']]);
  assert.equal(resolvePath(`${deep}y`, tree, 40), `${'d/'.repeat(499_999)}x/y`);
});
