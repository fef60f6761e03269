import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Distro } from '../../model/index.ts';
import { contextOf, distroOf, packageOf } from '../sample-values.ts';
import { apk } from './index.ts';

const ALPINE = distroOf('alpine', '3.20.3');

test('advisories come from the branch that apk installs from, else from the release file', () => {
  const cases: readonly (readonly [Distro | undefined, readonly string[], string | undefined])[] = [
    [ALPINE, [], 'Alpine:v3.20 exact'],
    [ALPINE, ['v3.20'], 'Alpine:v3.20 exact'],
    [ALPINE, ['v3.19'], 'Alpine:v3.19 exact'],
    [ALPINE, ['edge', 'v3.19'], 'Alpine:v3.20 exact'],
    [ALPINE, ['edge'], 'Alpine:edge derived'],
    [ALPINE, ['latest-stable'], 'Alpine:v3.20 exact'],
    [distroOf('alpine', '3.21_alpha20240807'), [], 'Alpine:edge derived'],
    [distroOf('alpine'), [], undefined],
    [distroOf('wolfi', '20230201'), [], 'Wolfi exact'],
    [distroOf('chainguard', '20230214'), [], 'Chainguard exact'],
    [distroOf('postmarketos', 'v25.06'), [], 'Alpine:v3.22 derived'],
    [distroOf('alpaquita', '23.1'), [], 'Alpaquita:23 exact'],
    [distroOf('alpaquita', 'stream'), [], 'Alpaquita:stream exact'],
    [distroOf('bellsoft-hardened-containers', '23'), [], 'BellSoft Hardened Containers:23 exact'],
    [distroOf('minimos', '20241031'), [], 'MinimOS exact'],
    [distroOf('clnstrt'), [], 'CleanStart exact'],
    [distroOf('dhi', '3.22'), [], 'Alpine:v3.22 derived Docker Hardened Images:Alpine:v3.22'],
    [distroOf('adelie', '1.0', { idLike: ['alpine'] }), [], undefined],
    [distroOf('child', '1.0', { idLike: ['alpine'] }), ['v3.20'], 'Alpine:v3.20 derived'],
    [distroOf('constructor'), [], undefined],
    [undefined, ['v3.20'], undefined],
  ];
  for (const [distro, branches, expected] of cases) {
    const facts = Object.fromEntries(branches.map((branch) => [`branch:${branch}`, 'main']));
    const context = contextOf(distro, { 'apk-repositories': facts });
    const target = apk.matchTargetOf(packageOf('apk', 'a', '1-r0'), context);
    const found = target && [target.namespace, target.confidence, ...target.channels].join(' ');
    assert.equal(found, expected, `${distro?.id} ${branches.join()}`);
  }
});

test('the origin is looked for first, then the package; virtual packages never', () => {
  const source = { name: 'openssl', version: '3.3.1-r0' };
  const pkg = packageOf('apk', 'libcrypto3', '3.3.1-r0', { source });
  assert.deepEqual(apk.matchTargetOf(pkg, contextOf(ALPINE))?.keys, [
    { name: 'openssl', version: '3.3.1-r0', via: 'source' },
    { name: 'libcrypto3', version: '3.3.1-r0', via: 'package' },
  ]);
  const virtual = packageOf('apk', '.build-deps', '20240801.101010');
  assert.equal(apk.matchTargetOf(virtual, contextOf(ALPINE)), undefined);
});

test('a purl names the distribution, its release, the architecture and the origin', () => {
  const source = { name: 'openssl', version: '3.3.1-r0' };
  const pkg = packageOf('apk', 'libcrypto3', '3.3.1-r0', { architecture: 'x86_64', source });
  assert.equal(
    apk.purlOf(pkg, ALPINE),
    'pkg:apk/alpine/libcrypto3@3.3.1-r0?arch=x86_64&distro=alpine-3.20.3&upstream=openssl',
  );
});
