import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Distro } from '../../model/index.ts';
import { contextOf, distroOf, packageOf } from '../sample-values.ts';
import { rpm } from './index.ts';

const RHEL = distroOf('rhel', '9.4');
const LEAP = { name: 'openSUSE Leap', prettyName: 'openSUSE Leap 15.2' };

test('advisories come from the release that the image is of', () => {
  const cases: readonly (readonly [Distro | undefined, string | undefined])[] = [
    [distroOf('rocky', '9.3'), 'Rocky Linux:9 exact'],
    [distroOf('almalinux', '9.8'), 'AlmaLinux:9 exact'],
    [distroOf('ol', '8.10'), 'Oracle Linux:8 exact'],
    [distroOf('amzn', '2'), 'Amazon Linux:2 exact'],
    [distroOf('amzn', '2023.3.20240108'), 'Amazon Linux:2023 exact'],
    [distroOf('amzn', '2018.03'), 'Amazon Linux:1 exact'],
    [distroOf('fedora', '36'), undefined],
    [distroOf('opensuse-leap', '15.2', LEAP), 'openSUSE:Leap 15.2 exact'],
    [distroOf('opensuse-leap', '15.2.1', LEAP), 'openSUSE:Leap 15.2 exact'],
    [distroOf('opensuse', '42.3', { name: 'openSUSE Leap' }), 'openSUSE:Leap 42.3 exact'],
    [distroOf('opensuse-tumbleweed', '20240601'), 'openSUSE:Tumbleweed exact'],
    [
      distroOf('sle-micro', '5.3', { prettyName: 'SUSE Linux Enterprise Micro 5.3' }),
      'SUSE:Linux Enterprise Micro 5.3 exact',
    ],
    [
      distroOf('sl-micro', '6.0', { prettyName: 'SUSE Linux Micro 6.0' }),
      'SUSE:Linux Micro 6.0 exact',
    ],
    [
      distroOf('sles', '12.5', { prettyName: 'SUSE Linux Enterprise Server 12 SP5' }),
      'SUSE:Linux Enterprise Server 12 SP5 exact',
    ],
    [distroOf('sles', '15.5'), undefined],
    [distroOf('mariner', '2.0'), 'Azure Linux:2 exact'],
    [distroOf('azurelinux', '3.0'), 'Azure Linux:3 exact'],
    [distroOf('photon', '5.0'), 'Photon OS:5.0 exact'],
    [distroOf('mageia', '9'), 'Mageia:9 exact'],
    [
      distroOf('openEuler', '22.03', { version: '22.03 (LTS-SP3)' }),
      'openEuler:22.03-LTS-SP3 exact',
    ],
    [distroOf('bottlerocket', '1.20', { idLike: ['fedora'] }), undefined],
    [
      distroOf('scientific', '7.9', { idLike: ['rhel', 'centos', 'fedora'] }),
      'Red Hat:enterprise_linux:7 derived Red Hat:enterprise_linux:7::server',
    ],
    [
      distroOf('opensuse-microos', '20240601', {
        idLike: ['suse', 'opensuse', 'opensuse-tumbleweed'],
      }),
      'openSUSE:Tumbleweed derived',
    ],
    // these number their releases by themselves
    [distroOf('alinux', '3', { idLike: ['rhel', 'fedora', 'centos', 'anolis'] }), undefined],
    [distroOf('anolis', '23', { idLike: ['fedora', 'rhel', 'centos'] }), undefined],
    [distroOf('tencentos', '4.0', { idLike: ['rhel', 'fedora', 'centos'] }), undefined],
    [distroOf('nobara', '39', { idLike: ['fedora'] }), undefined],
    [distroOf('rocky'), undefined],
    [distroOf('constructor', '1'), undefined],
    [undefined, undefined],
  ];
  for (const [distro, expected] of cases) {
    const target = rpm.matchTargetOf(packageOf('rpm', 'a', '1-1'), contextOf(distro));
    const found = target && [target.namespace, target.confidence, ...target.channels].join(' ');
    assert.equal(found, expected, `${distro?.id} ${distro?.versionId}`);
  }
});

test("SUSE's server is matched with the modules of its service pack", () => {
  const sles = distroOf('sles', '15.5', { prettyName: 'SUSE Linux Enterprise Server 15 SP5' });
  const target = rpm.matchTargetOf(packageOf('rpm', 'a', '1-1'), contextOf(sles));
  assert.equal(target?.namespace, 'SUSE:Linux Enterprise Server 15 SP5');
  assert.ok(target?.channels.includes('SUSE:Linux Enterprise Module for Basesystem 15 SP5'));
  assert.ok(target?.channels.every((channel) => channel.endsWith(' 15 SP5')));
});

test("Red Hat's products are those of the content sets, else base and application stream", () => {
  const product = 'Red Hat:enterprise_linux:9';
  const cases: readonly (readonly [Distro, readonly string[], readonly string[]])[] = [
    [RHEL, [], [product, `${product}::appstream`, `${product}::baseos`]],
    [
      RHEL,
      ['rhel-9-for-x86_64-baseos-rpms__9', 'ubi-9-for-aarch64-appstream-rpms', 'other'],
      [product, `${product}::appstream`, `${product}::baseos`],
    ],
    [
      RHEL,
      ['rhel-9-for-x86_64-baseos-eus-rpms__9_DOT_4', 'rhel-8-for-x86_64-appstream-rpms'],
      [product, 'Red Hat:rhel_eus:9.4::baseos'],
    ],
    [
      distroOf('rhel', '8.6'),
      ['rhel-8-for-x86_64-appstream-aus-rpms', 'rhel-8-for-x86_64-sap-solutions-rpms'],
      [
        'Red Hat:enterprise_linux:8',
        'Red Hat:enterprise_linux:8::sap_hana',
        'Red Hat:rhel_aus:8.6::appstream',
      ],
    ],
    [
      distroOf('rhel', '10.0'),
      ['rhel-10-for-x86_64-baseos-eus-rpms'],
      ['Red Hat:enterprise_linux:10', 'Red Hat:enterprise_linux_eus:10.0'],
    ],
    [
      RHEL,
      ['codeready-builder-for-rhel-9-x86_64-rpms', 'rhel-9-for-x86_64-baseos-source-rpms'],
      [product, `${product}::crb`],
    ],
    [
      distroOf('centos', '7'),
      [],
      ['Red Hat:enterprise_linux:7', 'Red Hat:enterprise_linux:7::server'],
    ],
  ];
  for (const [distro, sets, expected] of cases) {
    const facts = Object.fromEntries(sets.map((set) => [`content-set:${set}`, 'rpm']));
    const context = contextOf(distro, { 'redhat-content-sets': facts });
    const target = rpm.matchTargetOf(packageOf('rpm', 'a', '1-1'), context);
    assert.deepEqual(target && [target.namespace, ...target.channels], expected);
    assert.equal(target?.confidence, distro.id === 'rhel' ? 'exact' : 'derived');
  }
});

test('the package is looked for first, then its source, whose epoch is known of one build only', () => {
  const same = packageOf('rpm', 'perl-libs', '4:5.26.3-419.el8', {
    source: { name: 'perl', version: '5.26.3-419.el8' },
  });
  assert.deepEqual(rpm.matchTargetOf(same, contextOf(RHEL))?.keys, [
    { name: 'perl-libs', version: '4:5.26.3-419.el8', via: 'package' },
    { name: 'perl', version: '4:5.26.3-419.el8', via: 'source' },
  ]);
  const other = packageOf('rpm', 'perl-Errno', '1.28-419.el8', {
    source: { name: 'perl', version: '5.26.3-419.el8' },
  });
  assert.deepEqual(rpm.matchTargetOf(other, contextOf(RHEL))?.keys, [
    { name: 'perl-Errno', version: '1.28-419.el8', via: 'package' },
    { name: 'perl', version: '5.26.3-419.el8', via: 'source', ignoresEpoch: true },
  ]);
  const mariner = rpm.matchTargetOf(other, contextOf(distroOf('mariner', '2.0')));
  assert.deepEqual(
    mariner?.keys.map(({ name }) => name),
    ['perl'],
  );
  // these list every binary package that they built anew: a sibling left out is not meant
  const alma = rpm.matchTargetOf(other, contextOf(distroOf('almalinux', '8.5')));
  assert.deepEqual(
    alma?.keys.map(({ name }) => name),
    ['perl-Errno'],
  );
});

test('what others build is told by the vendor, and has no advisories of the distribution', () => {
  const leap = distroOf('opensuse-leap', '15.6');
  const cases: readonly (readonly [Distro | undefined, string | undefined, string])[] = [
    [RHEL, 'Red Hat, Inc.', 'distribution'],
    [RHEL, 'Fedora Project', 'third-party'],
    [RHEL, 'NodeSource', 'third-party'],
    [RHEL, undefined, 'unknown'],
    [leap, 'SUSE LLC <https://www.suse.com/>', 'distribution'],
    [leap, 'obs://build.opensuse.org/home:somebody', 'third-party'],
    [leap, 'obs://build.opensuse.org/openSUSE:Leap:15.6', 'distribution'],
    [distroOf('amzn', '2023'), 'Amazon Linux', 'distribution'],
    [distroOf('unheard-of', '1'), 'Somebody', 'unknown'],
    [undefined, 'Red Hat, Inc.', 'unknown'],
  ];
  for (const [distro, vendor, expected] of cases) {
    const pkg = packageOf('rpm', 'a', '1-1', vendor === undefined ? {} : { vendor });
    assert.equal(rpm.originOf(pkg, distro), expected, `by ${vendor}`);
    if (expected !== 'third-party') continue;
    assert.equal(rpm.matchTargetOf(pkg, contextOf(distro)), undefined);
  }
});

test('headers of the kernel are told from kernels', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['kernel-headers', 'kernel', true],
    ['kernel-uek-devel', 'kernel-uek', true],
    ['linux-glibc-devel', 'linux-glibc-devel', true],
    ['kernel-core', 'kernel', false],
    ['openssl-devel', 'openssl', false],
  ];
  for (const [name, source, expected] of cases) {
    const pkg = packageOf('rpm', name, '1-1', { source: { name: source, version: '1-1' } });
    assert.equal(rpm.matchTargetOf(pkg, contextOf(RHEL))?.isKernelHeaders, expected, name);
  }
});

test('a purl has the epoch, the source rpm and the module stream as qualifiers', () => {
  const pkg = packageOf('rpm', 'nodejs', '1:12.18.4-1.module_el8', {
    architecture: 'x86_64',
    source: { name: 'nodejs', version: '12.18.4-1.module_el8' },
    module: 'nodejs:12:8030020201124152102:229f0a1c',
  });
  assert.equal(
    rpm.purlOf(pkg, RHEL),
    'pkg:rpm/redhat/nodejs@12.18.4-1.module_el8?arch=x86_64&distro=rhel-9.4&epoch=1&rpmmod=nodejs:12&upstream=nodejs-12.18.4-1.module_el8.src.rpm',
  );
  const bash = packageOf('rpm', 'bash', '5.1-1');
  const namespaces = [
    ['opensuse-leap', 'opensuse'],
    ['sles', 'suse'],
    ['sle-micro-rancher', 'suse'],
    ['sl-micro', 'suse'],
    ['fedora', 'fedora'],
    ['amzn', 'amzn'],
  ] as const;
  for (const [id, namespace] of namespaces) {
    const expected = `pkg:rpm/${namespace}/bash@5.1-1?distro=${id}-1`;
    assert.equal(rpm.purlOf(bash, distroOf(id, '1')), expected);
  }
});
