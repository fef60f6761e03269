import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Distro } from '../../model/index.ts';
import { contextOf, distroOf, packageOf } from '../sample-values.ts';
import { deb } from './index.ts';

const BOOKWORM = distroOf('debian', '12', { codename: 'bookworm' });
const PRO = { 'ubuntu-pro': { 'service:esm-infra': 'enabled', 'service:livepatch': 'disabled' } };
const FIPS = { 'ubuntu-pro': { 'service:fips': 'enabled', 'service:esm-apps': 'enabled' } };
const SID = { 'apt-sources': { 'suite:sid': 'deb' } };

test('advisories come from the release that the image is of', () => {
  const testing = distroOf('debian', '', { prettyName: 'Debian GNU/Linux forky/sid' });
  const mint = { idLike: ['ubuntu', 'debian'], codename: 'virginia', ubuntuCodename: 'jammy' };
  const cases: readonly (readonly [Distro | undefined, object, string | undefined])[] = [
    [BOOKWORM, {}, 'Debian:12 exact'],
    [distroOf('debian', '10.8'), {}, 'Debian:10 exact'],
    [distroOf('debian', '', { codename: 'trixie' }), {}, 'Debian:13 derived'],
    [testing, {}, 'Debian:14 derived'],
    [testing, SID, 'Debian:sid derived'],
    [BOOKWORM, SID, 'Debian:12 exact'],
    [distroOf('debian', '', { codename: 'sid' }), {}, 'Debian:sid derived'],
    [distroOf('debian', '', { codename: 'unheard-of' }), {}, undefined],
    [distroOf('raspbian', '11'), {}, 'Debian:11 derived'],
    [distroOf('ubuntu', '22.04'), {}, 'Ubuntu:22.04 exact'],
    [distroOf('ubuntu', '18.04'), PRO, 'Ubuntu:18.04 exact Ubuntu:Pro:18.04'],
    [
      distroOf('ubuntu', '20.04'),
      FIPS,
      'Ubuntu:20.04 exact Ubuntu:Pro:20.04 Ubuntu:Pro:FIPS:20.04',
    ],
    [distroOf('linuxmint', '21.3', mint), {}, 'Ubuntu:22.04 derived'],
    [distroOf('kali', '2024.1', { idLike: ['debian'], codename: 'kali-rolling' }), {}, undefined],
    [distroOf('devuan', '5', { idLike: ['debian'], codename: 'daedalus' }), {}, undefined],
    [distroOf('echo', '1'), {}, 'Echo exact'],
    [distroOf('dhi', '13'), {}, 'Debian:13 derived Docker Hardened Images:Debian:13'],
    [distroOf('constructor', '1', { idLike: ['__proto__'] }), {}, undefined],
    [undefined, {}, undefined],
  ];
  for (const [distro, facts, expected] of cases) {
    const target = deb.matchTargetOf(packageOf('deb', 'a', '1'), contextOf(distro, { ...facts }));
    const found = target && [target.namespace, target.confidence, ...target.channels].join(' ');
    assert.equal(found, expected, `of ${distro?.id}`);
  }
});

test('an installed +esm version tells that Ubuntu Pro is on', () => {
  const pkg = packageOf('deb', 'curl', '7.58.0-2ubuntu3.24+esm5');
  const target = deb.matchTargetOf(pkg, contextOf(distroOf('ubuntu', '18.04')));
  assert.deepEqual(target?.channels, ['Ubuntu:Pro:18.04']);
});

test('the source package is compared in its own version', () => {
  const source = { name: 'grep', version: '3.8-5' };
  const rebuilt = packageOf('deb', 'grep', '3.8-5+b1', { source });
  const target = deb.matchTargetOf(rebuilt, contextOf(BOOKWORM));
  assert.deepEqual(target?.keys, [{ ...source, via: 'source' }]);
  const own = deb.matchTargetOf(packageOf('deb', 'bash', '5.2.15-2'), contextOf(BOOKWORM));
  assert.deepEqual(own?.keys, [{ name: 'bash', version: '5.2.15-2', via: 'package' }]);
});

test('what others build is told by version or maintainer, and has no advisories of Debian', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['5.2.15-2+b7', 'Matthias Klose <doko@debian.org>', 'distribution'],
    ['1.0-1', 'Brandon Weeks <bweeks@google.com>', 'distribution'],
    [
      '550.1-1',
      'Debian NVIDIA Maintainers <pkg-nvidia-devel@lists.alioth.debian.org>',
      'distribution',
    ],
    ['7.88.1-10+deb12u8', '', 'distribution'],
    ['1:3.22.1-1~bpo12+1', 'Somebody <a@debian.org>', 'distribution'],
    ['16.3-1.pgdg120+1', 'Debian PostgreSQL Maintainers <a@lists.debian.org>', 'third-party'],
    ['8.3.8-1+0~20240606.34+debian12~1.gbp2c3f', 'Debian PHP Maintainers <a@b.org>', 'third-party'],
    ['5:26.1.3-1~debian.12~bookworm', 'Docker <support@docker.com>', 'third-party'],
    ['3.11.9-1+jammy1', 'Felix Krull <f_krull@gmx.de>', 'third-party'],
    ['1.27.0-1~bookworm', '', 'third-party'],
    ['20.20.2-1nodesource1', 'NodeSource Support <support@nodesource.com>', 'third-party'],
    ['7.0.11', 'MongoDB Packaging <packaging@mongodb.com>', 'third-party'],
    [
      '1:10.11.8+maria~deb12',
      'MariaDB Developers <maria-developers@lists.launchpad.net>',
      'third-party',
    ],
  ];
  for (const [version, vendor, expected] of cases) {
    const pkg = packageOf('deb', 'a', version, { vendor });
    assert.equal(deb.originOf(pkg, BOOKWORM), expected, version);
    const hasTarget = deb.matchTargetOf(pkg, contextOf(BOOKWORM)) !== undefined;
    assert.equal(hasTarget, expected === 'distribution', version);
    assert.equal(deb.originOf(pkg, undefined), 'unknown');
  }
});

test('headers of the kernel are told from kernels', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['linux-libc-dev', 'linux', true],
    ['linux-headers-6.1.0-18-amd64', 'linux', true],
    ['linux-aws-6.5-headers-6.5.0-1014', 'linux-aws-6.5', true],
    ['linux-kbuild-6.1', 'linux', true],
    ['linux-image-6.1.0-18-amd64', 'linux-signed-amd64', false],
    ['linux-base', 'linux-base', false],
    ['libc6', 'glibc', false],
    ['x-headers-y', 'x', false],
  ];
  for (const [name, source, expected] of cases) {
    const pkg = packageOf('deb', name, '1', { source: { name: source, version: '1' } });
    assert.equal(deb.matchTargetOf(pkg, contextOf(BOOKWORM))?.isKernelHeaders, expected, name);
  }
});

test('a purl names the distribution, its release, the architecture and the source', () => {
  const source = { name: 'attr', version: '1:2.4.47-2' };
  const attr = packageOf('deb', 'libattr1', '1:2.4.47-2+b1', { architecture: 'amd64', source });
  assert.equal(
    deb.purlOf(attr, BOOKWORM),
    'pkg:deb/debian/libattr1@1:2.4.47-2%2Bb1?arch=amd64&distro=debian-12&upstream=attr%401:2.4.47-2',
  );
  assert.equal(
    deb.purlOf(packageOf('deb', 'a', '1'), distroOf('debian', '', { codename: 'forky' })),
    'pkg:deb/debian/a@1?distro=debian-forky',
  );
  for (const [id, versionId, release] of [
    ['debian', '12.11', '12'],
    ['ubuntu', '22.04', '22.04'],
  ] as const) {
    const purl = `pkg:deb/${id}/a@1?distro=${id}-${release}`;
    assert.equal(deb.purlOf(packageOf('deb', 'a', '1'), distroOf(id, versionId)), purl);
  }
  assert.equal(deb.purlOf(packageOf('deb', 'a', '1'), undefined), 'pkg:deb/a@1');
});
