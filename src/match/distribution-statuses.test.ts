import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Item } from '../model/index.ts';
import { sampleOf, seenBy, snapshotOf, WITH_SAMPLES } from './feed-snapshots.contract.ts';

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

/** Ubuntu's records as OSV has them: what it decided to ignore, or never had, is in none of them. */
const UBUNTU: readonly (readonly [what: string, entry: object, seen: string])[] = [
  ['released before', entryOf('Ubuntu:22.04:LTS', 'medium', '5.2-1'), ''],
  ['released after', entryOf('Ubuntu:22.04:LTS', 'high', '5.2-2'), 'fix_available 5.2-2, high'],
  ['needed', entryOf('Ubuntu:22.04:LTS', 'medium'), 'affected, medium'],
  ['untriaged', entryOf('Ubuntu:22.04:LTS', 'untriaged'), 'affected'],
  [
    'negligible',
    entryOf('Ubuntu:22.04:LTS', 'negligible'),
    'affected, negligible, hidden: unimportant',
  ],
  ['of another release', entryOf('Ubuntu:20.04:LTS', 'high'), ''],
  ['of Ubuntu Pro alone', entryOf('Ubuntu:Pro:22.04:LTS', 'high', '5.2-1+esm1'), ''],
];

test("every status of Ubuntu's records reaches a person as what it means", async () => {
  const records = UBUNTU.map(([, entry], index) => {
    const id = `CVE-2024-${1000 + index}`;
    return {
      id: `UBUNTU-${id}`,
      modified: '2026-01-01T00:00:00Z',
      related: [id],
      affected: [entry],
    };
  });
  const archive = storedZip(records.map((record) => [`${record.id}.json`, JSON.stringify(record)]));
  const snapshot = await snapshotOf('osv/Ubuntu', { 'osv/Ubuntu/all.zip': archive });
  const seen = seenBy(snapshot, itemOf('deb', 'Ubuntu:22.04', INSTALLED));
  for (const [index, [what, , expected]] of UBUNTU.entries()) {
    assert.equal(seen.get(`CVE-2024-${1000 + index}`) ?? '', expected, what);
  }
});

/** Of the samples: the feed, its file, and what is seen of packages at versions, by vulnerability. */
const RECORDED: readonly (readonly [
  feed: string,
  path: string,
  sample: string,
  rows: readonly (readonly [item: Item, id: string, seen: string])[],
])[] = [
  [
    'debian-tracker',
    'debian-security-tracker/tracker/data/json',
    'debian/tracker/api/testdata/fixtures/advisory.json',
    [
      [debian('Debian:11', '1.4.4.11-2'), 'CVE-2016-5416', 'will_not_fix'],
      [debian('Debian:sid', '2.0.15-1'), 'CVE-2016-5416', 'affected'],
      [debian('Debian:11', '1.4.4.11-2'), 'CVE-2016-5405', ''],
      [debian('Debian:11', '1.3.0-1'), 'CVE-2016-5405', 'fix_available 1.3.5.15-1'],
      [debian('Debian:11', '0.1'), 'CVE-2012-0833', ''],
    ],
  ],
  [
    'wolfi-secdb',
    'wolfi/os/security.json',
    'wolfi/secdb/testdata/fixtures/happy/security.json',
    [
      [itemOf('apk', 'Wolfi', '0.4.12-r9', 'aactl'), 'CVE-2023-45283', ''],
      [itemOf('apk', 'Wolfi', '0.4.12-r9', 'aactl'), 'CVE-2024-24787', 'fix_available 0.4.12-r12'],
    ],
  ],
  [
    'alpine-secdb/edge',
    'alpine-secdb/edge/main.json',
    'alpine/secdb/testdata/fixtures/edge/main.json',
    [
      [itemOf('apk', 'Alpine:edge', '3.1.0-r0', 'aom'), 'CVE-2021-30473', 'fix_available 3.1.1-r0'],
      [itemOf('apk', 'Alpine:edge', '3.1.1-r0', 'aom'), 'CVE-2021-30473', ''],
    ],
  ],
  [
    'osv/Red Hat',
    'osv/Red Hat/all.zip',
    'redhat/osv/testdata/fixtures/all.zip',
    [
      [
        podman('rhel_eus:9.2', '2:4.4.1-20.el9_2'),
        'CVE-2024-9675',
        'fix_available 2:4.4.1-21.el9_2, medium',
      ],
      [podman('rhel_eus:9.2', '2:4.4.1-21.el9_2'), 'CVE-2024-9675', ''],
      [podman('enterprise_linux:9', '2:4.4.1-20.el9_2'), 'CVE-2024-9675', ''],
    ],
  ],
];

test("the distributions' own samples reach a person as what they mean", WITH_SAMPLES, async () => {
  for (const [feed, path, sample, rows] of RECORDED) {
    const snapshot = await snapshotOf(feed, { [path]: sampleOf(sample) });
    for (const [item, id, expected] of rows) {
      const at = `${feed} ${id} ${item.namespace} ${item.keys[0]?.version}`;
      assert.equal(seenBy(snapshot, item).get(id) ?? '', expected, at);
    }
  }
});

function debian(namespace: string, version: string): Item {
  return itemOf('deb', namespace, version, '389-ds-base');
}

function podman(product: string, version: string): Item {
  return itemOf('rpm', `Red Hat:${product}::appstream`, version, 'podman');
}

/** What a record says of bash in a release; without `fixed` nobody has mended it. */
function entryOf(ecosystem: string, priority: string, fixed?: string): object {
  const events = [{ introduced: '0' }, ...(fixed === undefined ? [] : [{ fixed }])];
  return {
    package: { ecosystem, name: 'bash' },
    ranges: [{ type: 'ECOSYSTEM', events }],
    ecosystem_specific: { ubuntu_priority: priority },
  };
}

/** A zip archive of files that are stored as they are. */
function storedZip(files: readonly (readonly [name: string, text: string])[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of files) {
    const sizes = Buffer.alloc(22);
    sizes.writeUInt32LE(text.length, 14);
    sizes.writeUInt32LE(text.length, 18);
    const nameLength = Buffer.from([name.length, 0, 0, 0]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const local = Buffer.concat([
      Buffer.from('PK\x03\x04'),
      sizes,
      nameLength,
      Buffer.from(name + text),
    ]);
    locals.push(local);
    central.push(Buffer.from('PK\x01\x02\0\0'), sizes, nameLength, place, Buffer.from(name));
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(Buffer.concat(central).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...central, end]);
}

function itemOf(ecosystem: string, namespace: string, version: string, name = 'bash'): Item {
  const keys = [{ name, version, via: 'source' }] as const;
  return { ecosystem, namespace, channels: [], keys, class: 'package' };
}
