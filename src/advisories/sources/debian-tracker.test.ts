import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDebianTracker } from './debian-tracker.ts';

/** Shaped as https://security-tracker.debian.org/tracker/data/json, typed by hand. */
function parse(document: unknown) {
  const parsed = parseDebianTracker(Buffer.from(JSON.stringify(document)), 'json');
  assert.ok(parsed.ok);
  return parsed.value;
}

function statusOf(release: object) {
  const { advisories } = parse({ bash: { 'CVE-2020-1': { releases: { bookworm: release } } } });
  return advisories[0]?.affected[0];
}

test('every status of the tracker has one meaning', () => {
  const open = { status: 'open', urgency: 'not yet assigned' };
  const table = [
    [{ status: 'resolved', fixed_version: '5.2-1' }, 'fix_available'],
    [{ status: 'resolved', fixed_version: '0' }, 'not_affected'],
    [open, 'affected'],
    [{ ...open, nodsa: 'Minor issue', nodsa_reason: '' }, 'affected'],
    [{ ...open, nodsa: 'Minor issue', nodsa_reason: 'ignored' }, 'will_not_fix'],
    [{ ...open, nodsa: 'Minor issue', nodsa_reason: 'postponed' }, 'fix_deferred'],
    [{ ...open, urgency: 'end-of-life' }, 'end_of_life'],
    [{ status: 'undetermined' }, 'under_investigation'],
    [{ ...open, nodsa: 'x', nodsa_reason: 'ignored', fixed_version: '5.2-1' }, 'fix_available'],
  ] as const;
  for (const [release, status] of table) assert.equal(statusOf(release)?.status, status);
});

test('what is open affects every version, what is resolved those before the fix', () => {
  const introduced = { kind: 'introduced', version: '0' };
  assert.deepEqual(statusOf({ status: 'open' })?.ranges, [[introduced]]);
  assert.deepEqual(statusOf({ status: 'resolved', fixed_version: '5.2-1' })?.ranges, [
    [introduced, { kind: 'fixed', version: '5.2-1' }],
  ]);
});

test('unimportant is negligible and marked; not yet assigned is no rating', () => {
  const unimportant = statusOf({ status: 'open', urgency: 'unimportant' });
  assert.deepEqual(
    [unimportant?.unimportant, unimportant?.severity],
    [true, { source: 'Debian', severity: 'negligible' }],
  );
  assert.deepEqual(statusOf({ status: 'open', urgency: 'high**' })?.severity, {
    source: 'Debian',
    severity: 'high',
  });
  assert.equal(statusOf({ status: 'open', urgency: 'not yet assigned' })?.severity, undefined);
});

test('one vulnerability of several packages and releases is one advisory', () => {
  const releases = { sid: { status: 'resolved', fixed_version: '1' }, trixie: { status: 'open' } };
  const { advisories } = parse({
    a: { 'CVE-2020-1': { releases } },
    b: { 'CVE-2020-1': { releases } },
  });
  assert.deepEqual(
    advisories.map(({ id, upstream, affected }) => [
      id,
      ...upstream,
      ...affected.map(({ namespace, name }) => `${namespace} ${name}`),
    ]),
    [
      [
        'DEBIAN-CVE-2020-1',
        'CVE-2020-1',
        'Debian:sid a',
        'Debian:13 a',
        'Debian:sid b',
        'Debian:13 b',
      ],
    ],
  );
});

test('an unknown release and a record without releases are left out and listed', () => {
  const { advisories, skipped } = parse({
    a: {
      'CVE-2020-1': { releases: { nextone: { status: 'open' } } },
      'CVE-2020-2': {},
      'no id': {},
    },
    b: [],
  });
  assert.equal(advisories.length, 1);
  assert.deepEqual(
    skipped.map(({ path }) => path),
    ['json#a/CVE-2020-1/nextone', 'json#a/CVE-2020-2', 'json#a/no id', 'json#b'],
  );
});
