import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Distro, Package } from '../model/index.ts';
import { isToldBetter } from './program-strings.ts';

const DEBIAN: Distro = { id: 'debian', versionId: '12', idLike: [], path: 'etc/os-release' };
const BASE: Package = {
  ecosystem: 'generic',
  name: 'nginx',
  version: '1.25.1',
  licenses: [],
  locations: ['usr/sbin/nginx'],
  evidence: 'strings',
  confidence: 'heuristic',
  scope: 'runtime',
};
const DEB: Package = {
  ...BASE,
  ecosystem: 'deb',
  version: '1.25.1-1',
  vendor: 'Debian Nginx Maintainers <pkg-nginx-maintainers@alioth-lists.debian.net>',
  evidence: 'database',
};
const FROM_NGINX_ORG: Package = {
  ...DEB,
  version: '1.25.1-1~bookworm',
  vendor: 'NGINX Packaging <nginx-packaging@f5.com>',
};
const HELM: Package = {
  ...BASE,
  name: 'helm',
  version: '3.15.2',
  locations: ['bin/helm'],
  facts: { module: 'helm.sh/helm' },
};
const MODULE: Package = { ...BASE, ecosystem: 'golang', evidence: 'build-info' };

test("a program that the distribution's package brought is not told twice", () => {
  assert.equal(isTold([BASE, DEB], 1), true);
  assert.equal(isTold([BASE, DEB], undefined), false);
});

test("a program from somebody else's package is told: no distribution writes its advisories", () => {
  assert.equal(isTold([BASE, FROM_NGINX_ORG], 1), false);
});

test("a program in the folder of Bitnami's component is the component", () => {
  const redis = { ...BASE, name: 'redis', locations: ['opt/bitnami/redis/bin/redis-server'] };
  const component = { ...redis, ecosystem: 'bitnami', evidence: 'metadata' } as const;
  const spdx = { ...component, locations: ['opt/bitnami/redis/.spdx-redis.spdx'] };
  assert.equal(isTold([redis, spdx]), true);
  assert.equal(isTold([{ ...redis, locations: ['opt/redis/redis-server'] }, spdx]), false);
  assert.equal(isTold([redis, { ...component, locations: ['.spdx-redis.spdx'] }]), false);
});

test("what Go's linker recorded in the same file counts, if it has a version", () => {
  const helm = { ...MODULE, name: 'helm.sh/helm/v3', locations: ['bin/helm'] };
  assert.equal(isTold([HELM, { ...helm, version: 'v3.15.2' }]), true);
  assert.equal(isTold([HELM, { ...helm, version: '(devel)' }]), false);
  assert.equal(isTold([HELM, { ...helm, version: 'v3.15.2', locations: ['bin/tiller'] }]), false);
});

test('the go command is the toolchain of the same version', () => {
  const go = { ...HELM, name: 'go', version: '1.21', facts: { module: 'toolchain' } };
  const sdk = { ...MODULE, name: 'toolchain', locations: ['usr/local/go/VERSION'] };
  assert.equal(isTold([go, { ...sdk, version: '1.21.0' }]), true);
  assert.equal(isTold([go, { ...sdk, version: '1.21.1' }]), false);
});

function isTold(packages: readonly Package[], owner?: number): boolean | undefined {
  const occurrences = packages.map((one) => ({ package: one, foundBy: 'x', introducedIn: 0 }));
  return isToldBetter(occurrences, [owner], DEBIAN)[0];
}
