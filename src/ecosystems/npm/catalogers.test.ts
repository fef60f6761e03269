import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { PackageCataloger } from '../cataloger.ts';
import { catalogerTests } from '../cataloger.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { layerFile } from '../layer-file.ts';
import { bunLock } from './catalog-bun-lock.ts';
import { packageJson } from './catalog-package-json.ts';
import { packageLock } from './catalog-package-lock.ts';
import { pnpmLock } from './catalog-pnpm-lock.ts';
import { yarnLock } from './catalog-yarn-lock.ts';

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');

const INSTALLED = 'app/node_modules/left/package.json';

catalogerTests(packageJson, [
  { [INSTALLED]: '{"name":"left","version":"1.3.0","licenses":[{"type":"MIT"}]}' },
]);
catalogerTests(packageLock, [
  { 'app/package-lock.json': fixture('package-lock-v1.json') },
  { 'app/npm-shrinkwrap.json': fixture('package-lock-v3.json') },
]);
catalogerTests(yarnLock, [
  { 'app/yarn.lock': fixture('yarn-v1.lock') },
  { 'app/yarn.lock': fixture('yarn-berry.lock') },
]);
catalogerTests(pnpmLock, [
  { 'app/pnpm-lock.yaml': fixture('pnpm-lock-v5.yaml') },
  { 'app/pnpm-lock.yaml': fixture('pnpm-lock-v6.yaml') },
  { 'app/pnpm-lock.yaml': fixture('pnpm-lock-v9.yaml') },
]);
catalogerTests(bunLock, [{ 'app/bun.lock': fixture('bun.lock') }]);

const PATHS: readonly (readonly [PackageCataloger, path: string])[] = [
  [packageJson, INSTALLED],
  [packageLock, 'app/package-lock.json'],
  [packageLock, 'app/npm-shrinkwrap.json'],
  [yarnLock, 'app/yarn.lock'],
  [yarnLock, 'shop/yarn.lock'],
  [pnpmLock, 'app/pnpm-lock.yaml'],
  [pnpmLock, 'shop/pnpm-lock.yaml'],
  [bunLock, 'app/bun.lock'],
];
for (const [cataloger, path] of PATHS) {
  hostileTextTests(cataloger, path);
}

test('each lockfile tells names, versions, what is for development and what is from elsewhere', async () => {
  const common = ['@scope/tool@2.0.0 dev', 'left@1.3.0', 'right@1.0.5', 'width@4.2.0'];
  const elsewhere = ['forked@3.1.0 git', 'local@0.0.1 file'];
  const expected: Readonly<Record<string, readonly string[]>> = {
    'package-lock-v1.json': [
      '@scope/tool@2.0.0 dev',
      'forked@git+ssh://git@github.com/example/forked.git#0123abc git',
      'left@1.3.0',
      'local@file:../local file',
      'right@1.0.5',
      'right@2.0.0',
      'width@4.2.0',
    ],
    'package-lock-v3.json': [...common, 'forked@3.1.0 git', 'right@2.0.0'],
    'yarn-v1.lock': [...common.map(withoutDev), ...elsewhere],
    'yarn-berry.lock': [...common.map(withoutDev), ...elsewhere].filter((x) => x !== 'right@1.0.5'),
    'pnpm-lock-v5.yaml': [...common, 'forked@3.1.0', 'local@0.0.1 file'],
    'pnpm-lock-v6.yaml': [...common, 'forked@3.1.0', 'local@0.0.1 file'],
    'pnpm-lock-v9.yaml': [...common, 'deep@0.1.0 dev', 'forked@3.1.0', 'local@0.0.1 file'],
    'bun.lock': [
      ...common,
      'deep@0.1.0 dev',
      'right@2.0.0 dev',
      'forked@github:example/forked#0123abc git',
      'local@file:../local file',
    ],
  };
  for (const [name, packages] of Object.entries(expected)) {
    const cataloger = CATALOGERS.find(([mark]) => name.includes(mark))?.[1];
    assert.ok(cataloger, name);
    const path = cataloger.reads.flatMap((read) => ('basename' in read ? read.basename : []))[0];
    assert.deepEqual(
      await found(cataloger, `app/${path}`, fixture(name)),
      packages.toSorted(),
      name,
    );
  }
});

test('what an installed package.json says of itself is what is found', async () => {
  const cases: readonly (readonly [manifest: string, packages: readonly string[]])[] = [
    ['{"name":"@scope/a","version":"1.0.0"}', ['@scope/a@1.0.0']],
    ['{"name":"alias-target","version":"1.0.0","license":"MIT"}', ['alias-target@1.0.0 [MIT]']],
    ['{"name":"a","version":"1.0.0","license":{"type":"ISC"}}', ['a@1.0.0 [ISC]']],
    [
      '{"name":"a","version":"1.0.0","licenses":[{"type":"MIT"},"GPL-2.0"]}',
      ['a@1.0.0 [MIT, GPL-2.0]'],
    ],
    ['{"name":"a"}', []],
    ['{"type":"module"}', []],
    ['{"name":"a","version":7}', []],
    ['{"name":"a b","version":"1.0.0"}', []],
    ['{"name":"x","version":"1.0.0","publisher":"p","engines":{"vscode":"^1.60.0"}}', []],
    [
      '{"name":"vscode-client","version":"1.0.0","engines":{"vscode":"^1.60.0"}}',
      ['vscode-client@1.0.0'],
    ],
    ['{"__proto__":{"name":"a"},"constructor":{"version":"1"}}', []],
  ];
  for (const [manifest, packages] of cases) {
    assert.deepEqual(await found(packageJson, INSTALLED, manifest), packages, manifest);
  }
  assert.deepEqual(await found(packageJson, 'app/package.json', cases[0]?.[0] ?? ''), []);
});

test('a broken file is told of, and a lockfile inside an installed package is nobody’s', async () => {
  const cases: readonly (readonly [PackageCataloger, string, string, string])[] = [
    [packageJson, INSTALLED, '{"name":', 'npm.package-json.malformed'],
    [packageJson, INSTALLED, '[]', 'npm.package-json.malformed'],
    [packageJson, INSTALLED, '{"name":"a b","version":"1.0.0"}', 'npm.package-json.odd-name'],
    [packageJson, INSTALLED, '['.repeat(1_000_000), 'npm.package-json.malformed'],
    [packageLock, 'app/package-lock.json', '{', 'npm.package-lock.malformed'],
    [yarnLock, 'app/yarn.lock', 'nonsense', 'npm.yarn-lock.malformed'],
    [pnpmLock, 'app/pnpm-lock.yaml', 'lockfileVersion: 4', 'npm.pnpm-lock.unknown'],
    [bunLock, 'app/bun.lock', '{', 'npm.bun-lock.malformed'],
    [bunLock, 'app/bun.lockb', '\0', 'npm.bun-lockb.unread'],
  ];
  for (const [cataloger, path, text, code] of cases) {
    const result = await catalog(cataloger, path, text);
    assert.deepEqual(
      result.diagnostics.map((diagnostic) => diagnostic.code),
      [code],
      text.slice(0, 40),
    );
  }
  const inside = 'app/node_modules/left/package-lock.json';
  assert.deepEqual(await found(packageLock, inside, fixture('package-lock-v3.json')), []);
});

const CATALOGERS: readonly (readonly [mark: string, cataloger: PackageCataloger])[] = [
  ['package-lock', packageLock],
  ['yarn', yarnLock],
  ['pnpm', pnpmLock],
  ['bun', bunLock],
];

function withoutDev(text: string): string {
  return text.replace(' dev', '');
}

function catalog(
  cataloger: PackageCataloger,
  path: string,
  text: string,
): ReturnType<PackageCataloger['catalog']> {
  return cataloger.catalog([layerFile(path, [new TextEncoder().encode(text)])]);
}

async function found(cataloger: PackageCataloger, path: string, text: string): Promise<string[]> {
  const { findings } = await catalog(cataloger, path, text);
  return findings
    .flatMap((finding) => finding.packages)
    .map((pkg) =>
      [
        `${pkg.name}@${pkg.version}`,
        pkg.scope === 'dev' ? 'dev' : '',
        pkg.facts?.['source'] ?? '',
        pkg.licenses.length > 0 && pkg.evidence === 'metadata'
          ? `[${pkg.licenses.join(', ')}]`
          : '',
      ]
        .filter(Boolean)
        .join(' '),
    )
    .toSorted();
}
