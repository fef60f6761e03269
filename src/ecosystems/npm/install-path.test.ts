import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isInstalledPackage } from './install-path.ts';

test('a package lies below an unbroken chain of node_modules', () => {
  const installed = [
    'node_modules/a',
    'app/node_modules/a',
    'app/node_modules/@scope/a',
    'app/node_modules/a/node_modules/b',
    'app/node_modules/@scope/a/node_modules/@other/b/node_modules/c',
    'app/node_modules/.pnpm/a@1.0.0/node_modules/a',
    'app/node_modules/.pnpm/@scope+a@1.0.0_b@2.0.0/node_modules/@scope/a',
    'app/node_modules/.store/a-npm-1.0.0-0123456789/package',
    'app/node_modules/.store/a@1.0.0-abc/node_modules/a',
    'app/.yarn/unplugged/a-npm-1.0.0-0123456789/node_modules/a',
    'usr/lib/node_modules/npm/node_modules/string-width-cjs',
    'usr/local/lib/node_modules/corepack',
    'usr/share/nodejs/acorn',
    'usr/share/nodejs/@babel/core',
    'usr/share/nodejs/npm/node_modules/ip',
    'usr/lib/x86_64-linux-gnu/nodejs/bcrypt',
  ];
  assert.deepEqual(
    installed.filter((folder) => !isInstalledPackage(`${folder}/package.json`)),
    [],
  );
});

test('what lies elsewhere is a project, a part of a package or a fixture', () => {
  const others = [
    '',
    'app',
    'app/node_modules',
    'app/node_modules/.cache/a',
    'app/node_modules/@scope',
    'app/node_modules/a/dist/esm',
    'app/node_modules/resolve/test/resolver/node_modules/b',
    'app/node_modules/a/test/fixtures/node_modules/@scope/b',
    'app/node_modules/.pnpm/a@1.0.0',
    'app/node_modules/node_modules/a',
    'usr/share/nodejs',
    'usr/share/nodejs/acorn/dist',
    'root/.vscode/extensions/publisher.name-1.0.0',
  ];
  assert.deepEqual(
    others.filter((folder) => isInstalledPackage(`${folder}/package.json`)),
    [],
  );
});
