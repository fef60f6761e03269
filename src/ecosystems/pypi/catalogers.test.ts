import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { PackageCataloger } from '../cataloger.ts';
import { catalogerTests } from '../cataloger.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { layerFile } from '../layer-file.ts';
import { distInfo } from './catalog-dist-info.ts';
import { pipfileLock } from './catalog-pipfile-lock.ts';
import { requirementsTxt, vendorTxt } from './catalog-requirements.ts';
import { pdmLock, poetryLock, pylock } from './catalog-toml-locks.ts';
import { uvLock } from './catalog-uv-lock.ts';

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');

const SITE = 'usr/lib/python3.11/site-packages/';
const PIP_VENDOR = `${SITE}pip/_vendor/vendor.txt`;

catalogerTests(distInfo, [
  { [`${SITE}alpha_tool-1.0.dist-info/METADATA`]: fixture('METADATA') },
  { [`${SITE}alpha_tool.egg-info/PKG-INFO`]: fixture('METADATA') },
  { [`${SITE}alpha_tool-1.0-py3.11.egg-info`]: fixture('METADATA') },
  { [`${SITE}alpha_tool-1.0-py3.11.egg/EGG-INFO/PKG-INFO`]: fixture('METADATA') },
]);
catalogerTests(vendorTxt, [{ [PIP_VENDOR]: fixture('vendor.txt') }]);
catalogerTests(requirementsTxt, [{ 'app/requirements.txt': fixture('requirements.txt') }]);
catalogerTests(pipfileLock, [{ 'app/Pipfile.lock': fixture('Pipfile.lock') }]);
catalogerTests(poetryLock, [
  { 'app/poetry.lock': fixture('poetry-1.lock') },
  { 'app/poetry.lock': fixture('poetry-2.lock') },
]);
catalogerTests(pdmLock, [{ 'app/pdm.lock': fixture('pdm.lock') }]);
catalogerTests(uvLock, [{ 'app/uv.lock': fixture('uv.lock') }]);
catalogerTests(pylock, [{ 'app/pylock.toml': fixture('pylock.toml') }]);

const PATHS: readonly (readonly [PackageCataloger, path: string])[] = [
  [distInfo, `${SITE}alpha_tool-1.0.dist-info/METADATA`],
  [vendorTxt, PIP_VENDOR],
  [requirementsTxt, 'app/requirements.txt'],
  [pipfileLock, 'app/Pipfile.lock'],
  [poetryLock, 'app/poetry.lock'],
  [pdmLock, 'app/pdm.lock'],
  [uvLock, 'app/uv.lock'],
  [pylock, 'app/pylock.toml'],
];
for (const [cataloger, path] of PATHS) {
  hostileTextTests(cataloger, path);
}

test('each lockfile tells names, versions, what is for development and what is from elsewhere', async () => {
  const cases: readonly (readonly [PackageCataloger, string, readonly string[]])[] = [
    [poetryLock, 'poetry-1.lock', ['Beta.Tool@2.0rc1 dev', 'alpha@1.0', 'forked@3.1.0 git']],
    [
      poetryLock,
      'poetry-2.lock',
      ['alpha@1.0', 'beta-tool@2.0rc1 dev', 'local@0.0.1 file', 'mirrored@1.2'],
    ],
    [
      uvLock,
      'uv.lock',
      [
        'alpha@1.0',
        'beta-tool@2.0rc1 dev',
        'delta@5 dev',
        'forked@3.1.0 git',
        'gamma@0.4',
        'local@0.0.1 file',
      ],
    ],
    [pdmLock, 'pdm.lock', ['alpha@1.0', 'beta-tool@2.0rc1 dev', 'forked@3.1.0 git']],
    [pylock, 'pylock.toml', ['alpha@1.0', 'forked@3.1.0 git']],
    [pipfileLock, 'Pipfile.lock', ['alpha@1.0', 'beta-tool@2.0rc1 dev']],
    [
      requirementsTxt,
      'requirements.txt',
      ['Beta.Tool@2.0rc1', 'alpha@1.0', 'delta@5+cu118', 'gamma@0.4'],
    ],
  ];
  for (const [cataloger, name, packages] of cases) {
    assert.deepEqual(await found(cataloger, `app/${name}`, fixture(name)), packages, name);
    assert.deepEqual(await found(cataloger, `${SITE}alpha/${name}`, fixture(name)), [], name);
  }
});

test('requirements that name no version and files that are named are told of', async () => {
  const { diagnostics } = await catalog(
    requirementsTxt,
    'app/requirements.txt',
    fixture('requirements.txt'),
  );
  assert.deepEqual(
    diagnostics.map(({ code, message }) => `${code}: ${message}`),
    [
      'pypi.requirements.unpinned: 7 requirements name no single version and were left out',
      'pypi.requirements.includes: names other files, not followed: base.txt, more.txt, constraints.txt',
    ],
  );
});

test('metadata ends at the first blank line, and a license’s whole text is no license name', async () => {
  const { findings } = await catalog(
    distInfo,
    `${SITE}a-1.dist-info/METADATA`,
    fixture('METADATA'),
  );
  assert.deepEqual(findings[0]?.packages, [
    {
      ecosystem: 'pypi',
      name: 'Alpha_Tool',
      version: '1.0',
      licenses: ['Apache Software License'],
      locations: [`${SITE}a-1.dist-info/METADATA`],
      evidence: 'metadata',
      confidence: 'exact',
      scope: 'runtime',
    },
  ]);
});

test('the license expression counts before the license, and UNKNOWN is none', async () => {
  const cases: readonly (readonly [fields: string, licenses: readonly string[]])[] = [
    ['License-Expression: MIT OR Apache-2.0\nLicense: MIT\n', ['MIT OR Apache-2.0']],
    ['License: MIT\nClassifier: License :: OSI Approved :: ISC License\n', ['MIT']],
    ['License: UNKNOWN\nClassifier: License :: Public Domain\n', ['Public Domain']],
    ['License: UNKNOWN\n', []],
  ];
  for (const [fields, licenses] of cases) {
    const text = `Metadata-Version: 2.1\nName: a\nVersion: 1\n${fields}`;
    const { findings } = await catalog(distInfo, `${SITE}a-1.dist-info/METADATA`, text);
    assert.deepEqual(findings[0]?.packages[0]?.licenses, licenses, fields);
  }
});

test('a vendored copy is inside the distribution that carries it', async () => {
  assert.deepEqual(await inside(vendorTxt, PIP_VENDOR, fixture('vendor.txt')), [
    'pip > CacheControl@0.12.11',
    'pip > requests@2.28.2',
    'pip > certifi@2022.12.07',
    'pip > urllib3@1.26.14',
    'pip > setuptools@44.0.0',
  ]);
  const vendored = `${SITE}setuptools/_vendor/alpha-1.0.dist-info/METADATA`;
  assert.deepEqual(await inside(distInfo, vendored, fixture('METADATA')), [
    'setuptools > Alpha_Tool@1.0',
  ]);
});

test('metadata in a package’s own tests is no installed package', async () => {
  const fixtures = `${SITE}alpha/tests/data/beta-1.dist-info/METADATA`;
  assert.deepEqual(await found(distInfo, fixtures, fixture('METADATA')), []);
  assert.deepEqual(
    await found(distInfo, `${SITE}tests-1.dist-info/METADATA`, fixture('METADATA')),
    ['Alpha_Tool@1.0'],
  );
});

test('a broken file is told of', async () => {
  const cases: readonly (readonly [PackageCataloger, string, string, string])[] = [
    [distInfo, `${SITE}a.dist-info/METADATA`, 'Name: a\n', 'pypi.metadata.incomplete'],
    [poetryLock, 'app/poetry.lock', '[[package]\n', 'pypi.poetry-lock.malformed'],
    [uvLock, 'app/uv.lock', `a = ${'['.repeat(200_000)}`, 'pypi.uv-lock.malformed'],
    [pdmLock, 'app/pdm.lock', '"', 'pypi.pdm-lock.malformed'],
    [pylock, 'app/pylock.toml', 'a = 1\na = 2', 'pypi.pylock.malformed'],
    [pipfileLock, 'app/Pipfile.lock', '{', 'pypi.pipfile-lock.malformed'],
  ];
  for (const [cataloger, path, text, code] of cases) {
    const { diagnostics } = await catalog(cataloger, path, text);
    assert.deepEqual(
      diagnostics.map((diagnostic) => diagnostic.code),
      [code],
      text.slice(0, 40),
    );
  }
});

async function inside(cataloger: PackageCataloger, path: string, text: string): Promise<string[]> {
  const { findings } = await catalog(cataloger, path, text);
  return findings
    .flatMap((finding) => finding.packages)
    .map((pkg) => `${pkg.inside} > ${pkg.name}@${pkg.version}`);
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
      [`${pkg.name}@${pkg.version}`, pkg.scope === 'dev' ? 'dev' : '', pkg.facts?.['source'] ?? '']
        .filter(Boolean)
        .join(' '),
    )
    .toSorted();
}
