import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Advisory, Affected, Item } from '../model/index.ts';
import {
  advisoryOf,
  affectedOf,
  below,
  debAffected,
  debItem,
  idsOf,
  itemOf,
  onlyFinding,
  resultOf,
  since,
} from './samples.contract.ts';

test('a withdrawn advisory matches nothing', () => {
  assert.deepEqual(idsOf([advisoryOf('GHSA-a', { withdrawn: '2024-02-01T00:00:00Z' })]), []);
});

test('a CVE that was rejected is not reported, by whatever name', () => {
  const rejected = { context: { 'CVE-1': { isRejected: true } } };
  assert.deepEqual(idsOf([advisoryOf('GHSA-a', { aliases: ['CVE-1'] })], undefined, rejected), []);
  assert.deepEqual(idsOf([advisoryOf('GHSA-a')], undefined, rejected), ['GHSA-a']);
  // one of two names was taken back, the other stands
  const two = advisoryOf('GHSA-a', { aliases: ['CVE-1', 'CVE-2'] });
  assert.deepEqual(idsOf([two], undefined, rejected), ['CVE-1']);
});

test('a record that nobody reviewed does not widen one that was', () => {
  const loose = advisoryOf('GO-1', {
    aliases: ['CVE-1'],
    isUnreviewed: true,
    affected: [affectedOf({ ranges: [since()] })],
  });
  assert.deepEqual(idsOf([loose]), ['CVE-1']);
  assert.deepEqual(idsOf([loose, bounded('0.9.0')]), []);
  assert.deepEqual(onlyFinding([loose, bounded('1.5.0')]).matches.length, 2);
  // one that has an end says more than nothing
  const ended = { ...loose, affected: [affectedOf({ ranges: [below('1.2.0')] })] };
  assert.deepEqual(idsOf([ended, bounded('0.9.0')]), ['CVE-1']);
});

test('a bundle is overruled by the record on the one vulnerability, in the same release', () => {
  const bundle = advisoryOf('USN-1', {
    upstream: ['CVE-1', 'CVE-2'],
    affected: [debAffected('curl', { ranges: [below('1.3')] })],
  });
  const item = debItem('curl', '1.2', { channels: ['Other'] });
  assert.deepEqual(idsOf([bundle], item), ['CVE-1', 'CVE-2']);
  assert.deepEqual(idsOf([bundle, own('Debian:12')], item), ['CVE-2']);
  assert.deepEqual(idsOf([bundle, own('Other')], item), ['CVE-1', 'CVE-2']);
});

test('an advisory for other architectures is not meant', () => {
  const cases: readonly (readonly [readonly string[], string | undefined, boolean])[] = [
    [[], 'amd64', true],
    [['amd64'], 'amd64', true],
    [['arm64', 's390x'], 'amd64', false],
    [['arm64'], undefined, true],
    [['arm64'], 'all', true],
  ];
  for (const [architectures, architecture, isMeant] of cases) {
    const item = debItem('curl', '1.0', architecture === undefined ? {} : { architecture });
    assert.equal(idsOf(on(...architectures), item).length, Number(isMeant), `${architecture}`);
  }
});

test('a module stream is matched with itself only', () => {
  const cases: readonly (readonly [string | undefined, string | undefined, string, boolean])[] = [
    ['nodejs:14', 'nodejs:14', '14.16.0-1.module_el8', true],
    ['nodejs:16', 'nodejs:14', '14.16.0-1.module_el8', false],
    ['nodejs:14', undefined, '14.16.0-1.el8', false],
    [undefined, 'nodejs:14', '14.16.0-1.module_el8', false],
    [undefined, undefined, '14.16.0-1.el8', true],
    // without a label the release tells that it is modular, and the version of which stream
    ['nodejs:14', undefined, '1:14.16.0-1.module_el8', true],
    ['nodejs:16', undefined, '1:14.16.0-1.module_el8', false],
    [undefined, undefined, '1:14.16.0-1.module_el8', false],
    ['other:2', undefined, '1:14.21.0-1.module_el8', true],
    ['other:2', undefined, '1:14.20.0-1.module_el8', false],
    ['container-tools:rhel8', undefined, '14.0.0-1.module_el8', true],
    ['container-tools:rhel8', undefined, '13.0.0-1.module_el8', false],
  ];
  for (const [theirs, mine, version, isMeant] of cases) {
    const at = { ecosystem: 'rpm', namespace: 'AlmaLinux:8', name: 'nodejs' };
    const ranges = [below('1:14.21.3-1.module_el8')];
    const affected = affectedOf({ ...at, ranges, ...(theirs !== undefined && { module: theirs }) });
    const item = itemOf({
      ...at,
      keys: [{ name: 'nodejs', version, via: 'package' }],
      ...(mine !== undefined && { module: mine }),
    });
    const found = idsOf([advisoryOf('ALSA-1', { affected: [affected] })], item);
    assert.equal(found.length, Number(isMeant), `${theirs} for ${mine} ${version}`);
  }
});

test('an advisory that names the binary package does not mean its siblings', () => {
  const names = (...all: readonly string[]): Advisory =>
    advisoryOf('RHSA-1', {
      affected: all.map((name) => ({ ...RPM, name, ranges: [below('3.0-1')] })),
    });
  const libs: Item = itemOf({
    ...RPM,
    keys: [
      { name: 'openssl-libs', version: '3.0-1', via: 'package' },
      { name: 'openssl', version: '2.0-1', via: 'source' },
    ],
  });
  assert.deepEqual(idsOf([names('openssl')], libs), ['RHSA-1']);
  assert.deepEqual(idsOf([names('openssl', 'openssl-libs')], libs), []);
});

const RPM: Affected = affectedOf({ ecosystem: 'rpm', namespace: 'Red Hat:enterprise_linux:9' });

test('of several guesses at one package the first that is known counts', () => {
  const item = itemOf({
    ecosystem: 'maven',
    namespace: 'Maven',
    keys: ['a:x', 'b:x', 'c:x'].map((name) => ({ name, version: '1.0', via: 'package' })),
  });
  assert.deepEqual(idsOf([named('c:x'), named('b:x')], item), ['GHSA-b:x']);
  assert.deepEqual(idsOf([named('d:x'), named('b:y')], item), []);
});

test('versions that cannot be read are told, and match only as listed', () => {
  const odd = advisoryOf('GHSA-a', {
    affected: [affectedOf({ ranges: [below('<end-of-life>')] })],
  });
  assert.deepEqual(resultOf([odd]), {
    findings: [],
    notComparable: [{ advisory: 'GHSA-a', texts: ['<end-of-life>'] }],
  });
  const item = itemOf({ keys: [{ name: 'lodash', version: 'latest', via: 'package' }] });
  assert.deepEqual(resultOf([advisoryOf('GHSA-b')], item).notComparable, [
    { advisory: 'GHSA-b', texts: ['latest'] },
  ]);
  const listed = advisoryOf('GHSA-c', {
    affected: [affectedOf({ ranges: [], versions: ['latest'] })],
  });
  assert.equal(onlyFinding([listed], item).id, 'GHSA-c');
});

test('an item of an ecosystem that nobody knows has no findings', () => {
  assert.deepEqual(idsOf([advisoryOf('GHSA-a')], itemOf({ ecosystem: 'unheard-of' })), []);
});

test('Ubuntu Pro: a fix of an enabled channel counts, and what only it speaks of is disclosed', () => {
  const enabled = 'Ubuntu:Pro:18.04';

  // the fix is in Pro only, and Pro is off: affected, no fix to go to
  const off = onlyFinding(advisory(base({}), pro('1.2+esm1')), at('1.2'));
  assert.deepEqual([off.status, off.fixedIn], ['affected', undefined]);
  assert.deepEqual(off.fixElsewhere, { channel: 'Ubuntu:Pro:18.04', version: '1.2+esm1' });
  // on: it is the fix
  const on = onlyFinding(advisory(base({}), pro('1.2+esm1')), at('1.2', enabled));
  assert.deepEqual([on.status, on.fixedIn], ['fix_available', '1.2+esm1']);
  assert.equal(on.fixElsewhere, undefined);
  // what another advisory says of Pro is no fix of this one, and a fix of the release is a plain one
  const other = advisoryOf('UBUNTU-CVE-2', { affected: [pro('1.2+esm1')] });
  assert.equal(onlyFinding([...advisory(base({})), other], at('1.2')).fixElsewhere, undefined);
  const both = advisory(base({ ranges: [below('1.3')], status: 'fix_available' }), pro('1.2+esm1'));
  const plain = onlyFinding(both, at('1.2'));
  assert.deepEqual([plain.fixedIn, plain.fixElsewhere], ['1.3', undefined]);
  assert.deepEqual(idsOf(advisory(base({}), pro('1.2+esm1')), at('1.2+esm1', enabled)), []);
  // the release has a fix of its own, and it is installed
  const fixedInBase = base({ ranges: [below('1.2')], status: 'fix_available' });
  assert.deepEqual(idsOf(advisory(fixedInBase, pro('1.2+esm1')), at('1.2', enabled)), []);
  // the release is silent: its support has ended
  assert.deepEqual(idsOf(advisory(pro('1.2+esm1')), at('1.2', enabled)), ['UBUNTU-CVE-1']);
  assert.deepEqual(idsOf(advisory(pro('1.2+esm1')), at('1.2')), []);
});

test('beside `all earlier` of a distribution stands the version that brought it upstream', () => {
  const rows: readonly (readonly [string, string, string, string | undefined])[] = [
    ['openssl', '3.0.11-1', 'OpenSSL', '3.0.0'],
    ['openssl', '1:1.1.1n-0+deb11u5', 'OpenSSL', '1.0.2'],
    ['openssl', '1.0.1-1', 'OpenSSL', undefined],
    ['python3.11', '3.11.2-6', 'CPython', '3.2.0'],
    ['openssl-tools', '3.0.11-1', 'OpenSSL', undefined],
    ['openssl', '3.0.11-1', 'LibreSSL', undefined],
  ];
  for (const [name, version, product, expected] of rows) {
    const introducedUpstream = [{ product, versions: ['1.0.2', '3.0.0', '3.2.0'] }];
    const found = onlyFinding(
      [advisoryOf('CVE-2024-1', { affected: [debAffected(name, { ranges: [since()] })] })],
      debItem(name, version),
      { context: { 'CVE-2024-1': { introducedUpstream } } },
    );
    assert.deepEqual([found.introduced, found.upstreamIntroduced], ['0', expected], name + version);
  }
});

test('a version that the advisory itself names needs no word of upstream', () => {
  const ranges = [since('2.0-1')];
  const found = onlyFinding(
    [advisoryOf('CVE-2024-1', { affected: [debAffected('curl', { ranges })] })],
    debItem('curl', '3.0-1'),
    { context: { 'CVE-2024-1': { introducedUpstream: [{ product: 'curl', versions: ['1.0'] }] } } },
  );
  assert.deepEqual([found.introduced, found.upstreamIntroduced], ['2.0-1', undefined]);
});

test('other channels are products of their own, with advisories of their own', () => {
  const product = 'Red Hat:enterprise_linux:9::appstream';
  const advisory = advisoryOf('RHSA-1', {
    affected: [affectedOf({ ...RPM, namespace: product, name: 'curl', ranges: [below('2-1')] })],
  });
  const item = itemOf({ ...RPM, keys: [{ name: 'curl', version: '1-1', via: 'package' }] });
  assert.deepEqual(idsOf([advisory], item), []);
  assert.deepEqual(idsOf([advisory], { ...item, channels: [product] }), ['RHSA-1']);
});

test('a build of PyTorch counts as the version that it is a build of', () => {
  const pypi = { ecosystem: 'pypi', namespace: 'PyPI' };
  const advisory = advisoryOf('PYSEC-1', {
    affected: [
      affectedOf({
        ...pypi,
        name: 'torch',
        ranges: [
          [
            { kind: 'introduced', version: '0' },
            { kind: 'lastAffected', version: '2.1.0' },
          ],
        ],
      }),
    ],
  });
  // the key has the public version: `pypi.matchTargetOf` takes the local part away
  const item = itemOf({ ...pypi, keys: [{ name: 'torch', version: '2.1.0', via: 'package' }] });
  assert.deepEqual(idsOf([advisory], item), ['PYSEC-1']);
});

function bounded(fixed: string): Advisory {
  return advisoryOf('GHSA-a', {
    aliases: ['CVE-1'],
    affected: [affectedOf({ ranges: [below(fixed)] })],
  });
}

function own(namespace: string): Advisory {
  return advisoryOf('UBUNTU-CVE-1', {
    upstream: ['CVE-1'],
    affected: [debAffected('curl', { namespace, ranges: [below('1.1')] })],
  });
}

function on(...architectures: readonly string[]) {
  return [advisoryOf('CVE-1', { affected: [debAffected('curl', { architectures })] })];
}

function named(name: string): Advisory {
  return advisoryOf(`GHSA-${name}`, {
    affected: [affectedOf({ ecosystem: 'maven', namespace: 'Maven', name })],
  });
}

function base(more: Partial<Affected>): Affected {
  return debAffected('curl', {
    namespace: 'Ubuntu:18.04',
    ranges: [since()],
    status: 'affected',
    ...more,
  });
}

function pro(fixed: string): Affected {
  return debAffected('curl', { namespace: 'Ubuntu:Pro:18.04', ranges: [below(fixed)] });
}

function advisory(...affected: readonly Affected[]) {
  return [advisoryOf('UBUNTU-CVE-1', { affected })];
}

function at(version: string, ...channels: readonly string[]): Item {
  return debItem('curl', version, { namespace: 'Ubuntu:18.04', channels });
}
