import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Package } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import { catalogerTests } from '../cataloger.contract.ts';
import { hostileTextTests } from '../hostile-text.contract.ts';
import { layerFile } from '../layer-file.ts';
import { gemfileLock } from './catalog-gemfile-lock.ts';
import { gemspec } from './catalog-gemspec.ts';

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');

const ALPHA = 'alpha-1.0.0-x86_64-linux.gemspec';
const GEMS = 'usr/local/bundle/';

catalogerTests(gemspec, [{ [`${GEMS}specifications/${ALPHA}`]: fixture(ALPHA) }]);
catalogerTests(gemfileLock, [{ 'app/Gemfile.lock': fixture('Gemfile.lock') }]);

const PATHS: readonly (readonly [PackageCataloger, path: string])[] = [
  [gemspec, `${GEMS}specifications/${ALPHA}`],
  [gemfileLock, 'app/Gemfile.lock'],
];
for (const [cataloger, path] of PATHS) {
  hostileTextTests(cataloger, path);
}

test('an installed gem is told by its specification; the platform is no part of its version', async () => {
  const path = `${GEMS}specifications/${ALPHA}`;
  assert.deepEqual(await packagesIn(gemspec, path, fixture(ALPHA)), [
    {
      ecosystem: 'gem',
      name: 'alpha',
      version: '1.0.0',
      licenses: ['MIT', 'BSD-2-Clause'],
      locations: [path],
      evidence: 'metadata',
      confidence: 'exact',
      scope: 'runtime',
      facts: { platform: 'x86_64-linux' },
    },
  ]);
});

test('every form in which specifications were written is read', async () => {
  const cases: readonly (readonly [text: string, expected: string])[] = [
    ['# stub: a 1.0 ruby lib\n\nGem::Specification.new do |s|\n  s.name = NAME\n', 'a 1.0'],
    ['Gem::Specification.new do |s|\n  s.name = %q{a}\n  s.version = %q<1.0>\n', 'a 1.0'],
    ["Gem::Specification.new do |spec|\n  spec.name = 'a'\n  spec.version = '1.0'\n", 'a 1.0'],
    ['  s.name = "a"\n  s.version = Gem::Version.new("1.0.pre")\n', 'a 1.0.pre'],
    ['  s.name = "a"\r\n  s.version = "1.0"\r\n  s.license = "MIT"\r\n', 'a 1.0 MIT'],
  ];
  for (const [text, expected] of cases) {
    const [found] = await packagesIn(gemspec, 'opt/gems/specifications/a.gemspec', text);
    assert.ok(found, text);
    assert.equal([found.name, found.version, ...found.licenses].join(' '), expected, text);
  }
});

test('a default gem says so; a gemspec that is only shipped is no installed gem', async () => {
  const [found] = await packagesIn(
    gemspec,
    'usr/lib/ruby/gems/3.1.0/specifications/default/alpha-1.0.0.gemspec',
    fixture(ALPHA),
  );
  assert.deepEqual(found?.facts, { platform: 'x86_64-linux', default: 'true' });
  const shipped = 'opt/specifications/gems/alpha-1.0.0/test/alpha.gemspec';
  assert.deepEqual(await packagesIn(gemspec, shipped, fixture(ALPHA)), []);
});

test('a specification without a version that can be read is told of', async () => {
  const text = 'Gem::Specification.new do |s|\n  s.name = "a"\n  s.version = A::VERSION\nend\n';
  const { findings, diagnostics } = await catalog(gemspec, 'x/specifications/a.gemspec', text);
  assert.deepEqual(findings, []);
  assert.deepEqual(
    diagnostics.map((diagnostic) => diagnostic.code),
    ['gem.gemspec.incomplete'],
  );
});

test('a lockfile gives the gems of each source once, whatever the platforms', async () => {
  const path = 'app/Gemfile.lock';
  const { findings } = await catalog(gemfileLock, path, fixture('Gemfile.lock'));
  assert.deepEqual(
    findings[0]?.packages.map((pkg) => [pkg.name, pkg.version, pkg.facts ?? {}]),
    [
      ['forked', '3.1.0', { source: 'git' }],
      ['cart', '0.1.0', { source: 'path' }],
      ['alpha', '1.0.0', {}],
      ['beta', '2.0.0.rc1', {}],
      ['gamma-tool', '0.4', { platform: 'java' }],
    ],
  );
  const inside = `${GEMS}gems/alpha-1.0.0/Gemfile.lock`;
  assert.deepEqual(await packagesIn(gemfileLock, inside, fixture('Gemfile.lock')), []);
});

function catalog(
  cataloger: PackageCataloger,
  path: string,
  text: string,
): ReturnType<PackageCataloger['catalog']> {
  return cataloger.catalog([layerFile(path, [new TextEncoder().encode(text)])]);
}

async function packagesIn(
  cataloger: PackageCataloger,
  path: string,
  text: string,
): Promise<Package[]> {
  const { findings } = await catalog(cataloger, path, text);
  return findings.flatMap((finding) => finding.packages);
}
