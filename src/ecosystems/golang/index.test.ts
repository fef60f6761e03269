import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Package } from '../../model/index.ts';
import { catalogerTests } from '../cataloger.contract.ts';
import type { MatchTarget } from '../ecosystem.ts';
import { layerFile } from '../layer-file.ts';
import { goMod } from './catalog-go-mod.ts';
import { goSdk } from './catalog-go-sdk.ts';
import { golang } from './index.ts';

const GO_MOD = `module example.com/app // a comment
go 1.21
require github.com/a/b v1.0.0
require (
	golang.org/x/net v0.1.0 // indirect
	"github.com/q/quoted" v2.0.0+incompatible
	example.com/local v0.0.1
)
replace golang.org/x/net v0.1.0 => golang.org/x/net v0.2.0
replace (
	example.com/local => ../local
)
exclude github.com/a/b v0.9.0
`;

catalogerTests(goMod, [{ 'app/go.mod': GO_MOD }]);
catalogerTests(goSdk, [{ 'usr/local/go/VERSION': 'go1.22.1\ntime 2024-03-01T00:00:00Z\n' }]);

test('a requirement of nothing between quotes is none', async () => {
  for (const written of ['require "" v1.0.0\n', 'require " v1.0.0\n', 'require `` v1.0.0\n']) {
    const { findings } = await goMod.catalog([layerFile('go.mod', [Buffer.from(written)])]);
    assert.deepEqual(findings, [], written);
  }
});

test('a go.mod is read as a lockfile, replacements applied', async () => {
  const { findings } = await goMod.catalog([layerFile('app/go.mod', [Buffer.from(GO_MOD)])]);
  assert.deepEqual(
    findings[0]?.packages.map(({ name, version, evidence, facts }) => [
      name,
      version,
      evidence,
      facts?.['indirect'],
    ]),
    [
      ['github.com/a/b', 'v1.0.0', 'lockfile', undefined],
      ['golang.org/x/net', 'v0.2.0', 'lockfile', 'true'],
      ['github.com/q/quoted', 'v2.0.0+incompatible', 'lockfile', undefined],
      ['example.com/local', '(devel)', 'lockfile', undefined],
    ],
  );
});

test('downloaded and vendored modules are not the project', async () => {
  const file = layerFile('root/go/pkg/mod/github.com/a/b@v1/go.mod', [Buffer.from(GO_MOD)]);
  assert.deepEqual((await goMod.catalog([file])).findings, []);
});

test('a module is matched by its path and its version without v; an unreleased one is not', () => {
  assert.deepEqual(target('github.com/Docker/docker', 'v20.10.7+incompatible'), {
    namespace: 'Go',
    channels: [],
    keys: [{ name: 'github.com/Docker/docker', version: '20.10.7', via: 'package' }],
    isKernelHeaders: false,
  });
  const pseudo = 'v0.0.0-20240101120000-0123456789ab';
  assert.equal(target('a.b/c', pseudo, { main: 'true' }), undefined);
  assert.equal(target('a.b/c', pseudo)?.keys[0]?.version, pseudo.slice(1));
  assert.equal(target('a.b/c', '(devel)'), undefined);
  assert.equal(target('stdlib', 'devel go1.23-abc'), undefined);
  assert.equal(target('stdlib', '1.22.0-rc.1')?.keys[0]?.version, '1.22.0-rc.1');
});

test('purls name modules by their path', () => {
  assert.equal(
    golang.purlOf(pkg('github.com/gorilla/mux', 'v1.8.0', {}), undefined),
    'pkg:golang/github.com/gorilla/mux@v1.8.0',
  );
  assert.equal(golang.purlOf(pkg('stdlib', '1.21.0', {}), undefined), 'pkg:golang/stdlib@1.21.0');
  assert.equal(golang.purlOf(pkg('a.b/c', '(devel)', {}), undefined), 'pkg:golang/a.b/c');
});

function target(name: string, version: string, facts = {}): MatchTarget | undefined {
  return golang.matchTargetOf(pkg(name, version, facts), { distro: undefined, facts: new Map() });
}

function pkg(name: string, version: string, facts: Readonly<Record<string, string>>): Package {
  return {
    ecosystem: 'golang',
    name,
    version,
    licenses: [],
    locations: ['a'],
    evidence: 'build-info',
    confidence: 'exact',
    scope: 'runtime',
    facts,
  };
}
