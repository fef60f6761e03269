import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Affected, Item, OwnerItem } from '../model/index.ts';
import {
  advisoryOf,
  affectedOf,
  below,
  coverageOf,
  debAffected,
  idsOf,
  itemOf,
  onlyFinding,
  since,
} from './samples.contract.ts';

const PYPI = { ecosystem: 'pypi', namespace: 'PyPI' };
const UPSTREAM = advisoryOf('GHSA-a', {
  aliases: ['CVE-1'],
  affected: [affectedOf({ ...PYPI, name: 'requests', ranges: [below('2.31.0')] })],
});

/** `requests` as a distribution's package brought it. */
function owned(owner: OwnerItem): Item {
  return itemOf({
    ...PYPI,
    keys: [{ name: 'requests', version: '2.28.1', via: 'package' }],
    ownedBy: owner,
  });
}

function debian(version: string): OwnerItem {
  return {
    ecosystem: 'deb',
    namespace: 'Debian:12',
    keys: [{ name: 'requests', version, via: 'source' }],
  };
}

test('a feed that lists unfixed vulnerabilities answers for what its packages brought', () => {
  const facts = { coverage: [coverageOf('Debian:12', true)] };
  assert.deepEqual(idsOf([UPSTREAM], owned(debian('2.28.1+dfsg-1')), facts), []);
  assert.deepEqual(idsOf([UPSTREAM], owned(debian('1:2.28.1-1')), facts), []);
  const { ownedBy: _, ...free } = owned(debian('2.28.1-1'));
  assert.deepEqual(idsOf([UPSTREAM], free, facts), ['CVE-1']);
});

test('but not for software of another version that it only carries', () => {
  const facts = { coverage: [coverageOf('Debian:12', true)] };
  const finding = onlyFinding([UPSTREAM], owned(debian('23.0.1+dfsg-1')), facts);
  assert.equal(finding.confidence, 'derived');
});

test('a feed of fixes settles the ids that it knows, and no others', () => {
  const facts = { coverage: [coverageOf('AlmaLinux:9', false)] };
  const owner: OwnerItem = {
    ecosystem: 'rpm',
    namespace: 'AlmaLinux:9',
    keys: [{ name: 'python3-requests', version: '2.28.1-5.el9', via: 'package' }],
  };
  const item = owned(owner);
  assert.equal(onlyFinding([UPSTREAM], item, facts).confidence, 'derived');
  assert.deepEqual(idsOf([UPSTREAM, erratum('2.28.1-4.el9')], item, facts), []);
  assert.deepEqual(idsOf([UPSTREAM, erratum('2.28.1-6.el9')], item, facts), ['CVE-1']);
  const other = { ...erratum('2.28.1-4.el9'), upstream: ['CVE-2'] };
  assert.deepEqual(idsOf([UPSTREAM, other], item, facts), ['CVE-1']);
  // a second erratum on the same CVE, for an incomplete fix, is still to come
  const again = { ...erratum('2.28.1-6.el9'), id: 'ALSA-2' };
  assert.deepEqual(idsOf([UPSTREAM, erratum('2.28.1-4.el9'), again], item, facts), ['CVE-1']);
  // an erratum for a module stream settles it for packages of that stream
  const modular = erratum('2.28.1-4.el9', { module: 'python:3' });
  assert.deepEqual(idsOf([UPSTREAM, modular], item, facts), ['CVE-1']);
  assert.deepEqual(idsOf([UPSTREAM, modular], owned({ ...owner, module: 'python:3' }), facts), []);
});

test('a word of "never affected" settles it too', () => {
  const facts = { coverage: [coverageOf('Debian:12', false)] };
  const no = advisoryOf('DEBIAN-CVE-1', {
    upstream: ['CVE-1'],
    affected: [debAffected('requests', { status: 'not_affected', ranges: [] })],
  });
  const open = {
    ...no,
    affected: [debAffected('requests', { status: 'affected', ranges: [since()] })],
  };
  assert.deepEqual(idsOf([UPSTREAM, no], owned(debian('2.28.1-1')), facts), []);
  assert.deepEqual(idsOf([UPSTREAM, open], owned(debian('2.28.1-1')), facts), ['CVE-1']);
});

test('without a feed for the owner nothing is taken away', () => {
  assert.equal(onlyFinding([UPSTREAM], owned(debian('2.28.1-1'))).confidence, 'derived');
});

function erratum(fixed: string, more: Partial<Affected> = {}) {
  return advisoryOf('ALSA-1', {
    upstream: ['CVE-1'],
    affected: [
      affectedOf({
        ecosystem: 'rpm',
        namespace: 'AlmaLinux:9',
        name: 'python3-requests',
        ranges: [below(fixed)],
        ...more,
      }),
    ],
  });
}
