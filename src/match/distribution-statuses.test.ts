import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { folderTransport, openSnapshot, updateFeeds } from '../advisories/index.ts';
import type { AdvisorySnapshot, Item } from '../model/index.ts';
import { matchItem } from './match-item.ts';

const INSTALLED = '5.2-1';

/** What Debian's tracker writes of a package in a release, and what a person sees of it; `''`: nothing. */
const TRACKER: readonly (readonly [what: string, written: object, seen: string])[] = [
  ['never affected', { status: 'resolved', fixed_version: '0' }, ''],
  ['fixed before', { status: 'resolved', fixed_version: '5.2-1' }, ''],
  ['fixed after', { status: 'resolved', fixed_version: '5.2-2' }, 'fix_available 5.2-2'],
  ['open', { status: 'open', urgency: 'not yet assigned' }, 'affected'],
  ['no-dsa', { status: 'open', nodsa: 'Minor issue', nodsa_reason: '' }, 'affected'],
  ['ignored', { status: 'open', nodsa: 'x', nodsa_reason: 'ignored' }, 'will_not_fix'],
  ['postponed', { status: 'open', nodsa: 'x', nodsa_reason: 'postponed' }, 'fix_deferred'],
  [
    'no-dsa, fixed later in a point release',
    { status: 'resolved', fixed_version: '5.2-9', nodsa: 'x', nodsa_reason: 'ignored' },
    'fix_available 5.2-9',
  ],
  ['end of life', { status: 'open', fixed_version: '<end-of-life>' }, 'end_of_life'],
  ['end of life by urgency', { status: 'open', urgency: 'end-of-life' }, 'end_of_life'],
  ['undetermined', { status: 'undetermined' }, 'under_investigation, hidden: under-investigation'],
  [
    'unimportant',
    { status: 'open', urgency: 'unimportant' },
    'affected, negligible, hidden: unimportant',
  ],
  ['rated', { status: 'open', urgency: 'high**' }, 'affected, high'],
];

/** Alpine's and Wolfi's lists of fixes. */
const SECDB: readonly (readonly [version: string, seen: string])[] = [
  ['0', ''],
  ['5.2-r1', ''],
  ['5.2-r2', 'fix_available 5.2-r2'],
];

test("every status of Debian's tracker reaches a person as what it means", async () => {
  const vulnerabilities = TRACKER.map(([, release], index) => [
    `CVE-2024-${1000 + index}`,
    { releases: { bookworm: release } },
  ]);
  const path = 'debian-security-tracker/tracker/data/json';
  const document = { bash: Object.fromEntries(vulnerabilities) };
  const snapshot = await snapshotOf('debian-tracker', { [path]: document });
  const seen = seenBy(snapshot, itemOf('deb', 'Debian:12', INSTALLED));
  for (const [index, [what, , expected]] of TRACKER.entries()) {
    assert.equal(seen.get(`CVE-2024-${1000 + index}`) ?? '', expected, what);
  }
});

test('the version 0 of Alpine and Wolfi is no fix, but says that it never was affected', async () => {
  const secfixes = SECDB.map(([version], index) => [version, [`CVE-2024-${1000 + index}`]]);
  const document = {
    packages: [{ pkg: { name: 'bash', secfixes: Object.fromEntries(secfixes) } }],
  };
  for (const [feed, path, namespace] of [
    ['alpine-secdb/v3.20', 'alpine-secdb/v3.20/main.json', 'Alpine:v3.20'],
    ['wolfi-secdb', 'wolfi/os/security.json', 'Wolfi'],
  ] as const) {
    const snapshot = await snapshotOf(feed, { [path]: document });
    const seen = seenBy(snapshot, itemOf('apk', namespace, '5.2-r1'));
    for (const [index, [version, expected]] of SECDB.entries()) {
      assert.equal(seen.get(`CVE-2024-${1000 + index}`) ?? '', expected, `${feed} ${version}`);
    }
  }
});

/** A snapshot that was built of a feed's files, stored, and opened again. */
async function snapshotOf(
  feed: string,
  files: Readonly<Record<string, object>>,
): Promise<AdvisorySnapshot> {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-statuses-'));
  try {
    for (const [path, document] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), JSON.stringify(document));
    }
    const transport = folderTransport(folder);
    const clock = { now: () => Date.parse('2026-02-03T04:05:06Z') };
    const updated = await updateFeeds({ folder, feeds: [feed], transport, clock });
    assert.ok(updated.ok);
    const opened = openSnapshot(folder);
    assert.ok(opened.ok && opened.value);
    assert.ok(opened.value.prepare(opened.value.namespaces()).ok);
    return opened.value;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function itemOf(ecosystem: string, namespace: string, version: string): Item {
  const keys = [{ name: 'bash', version, via: 'source' }] as const;
  return { ecosystem, namespace, channels: [], keys, class: 'package' };
}

/** `fix_available 5.2-2, high, hidden: unimportant` by the id of the vulnerability. */
function seenBy(snapshot: AdvisorySnapshot, item: Item): ReadonlyMap<string, string> {
  const { findings } = matchItem(item, snapshot);
  return new Map(
    findings.map(({ id, status, fixedIn, severity, hidden }) => [
      id,
      [
        fixedIn === undefined ? status : `${status} ${fixedIn}`,
        ...(severity === 'unknown' ? [] : [severity]),
        ...(hidden === undefined ? [] : [`hidden: ${hidden}`]),
      ].join(', '),
    ]),
  );
}
