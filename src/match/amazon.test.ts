import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Item } from '../model/index.ts';
import { sampleOf, seenBy, snapshotOf, WITH_SAMPLES } from './feed-snapshots.contract.ts';
import { rpmItem } from './rpm-feeds.contract.ts';

const FIXTURES = 'amazon/testdata/fixtures';

/** A mirror of one release's repository with these updates, as Amazon lays it out. */
function repository(updates: Buffer): Record<string, Buffer> {
  const base = 'al2023/core/guids/abcdef/x86_64';
  return {
    'amazon/al2023/core/mirrors/latest/x86_64/mirror.list': Buffer.from(
      `https://cdn.amazonlinux.com/${base}/\n`,
    ),
    [`amazon/${base}/repodata/repomd.xml`]: sampleOf(`${FIXTURES}/repomd_valid.xml`),
    [`amazon/${base}/repodata/updateinfo.xml.gz`]: updates,
  };
}

function rsyslog(version: string, architecture = 'x86_64'): Item {
  return rpmItem({ id: 'amzn', versionId: '2023' }, { name: 'rsyslog', version, architecture });
}

test('errata of Amazon Linux reach a person, whatever the architecture', WITH_SAMPLES, async () => {
  const updates = sampleOf(`${FIXTURES}/updateinfo_2023.xml.gz`);
  const snapshot = await snapshotOf('amazon-alas/2023', repository(updates));
  const fixed = '8.2204.0-3.amzn2023.0.2';
  const rows: readonly (readonly [what: string, item: Item, seen: string])[] = [
    ['before', rsyslog('8.2204.0-3.amzn2023.0.1'), `fix_available ${fixed}, high`],
    [
      'before, for another architecture',
      rsyslog('8.2204.0-1.amzn2023', 'aarch64'),
      `fix_available ${fixed}, high`,
    ],
    ['has the fix', rsyslog(fixed), ''],
    [
      'a sibling that is not listed',
      rpmItem(
        { id: 'amzn', versionId: '2023' },
        { name: 'rsyslog-new', version: '8-1', source: 'rsyslog 8-1' },
      ),
      '',
    ],
    [
      'another release',
      rpmItem({ id: 'amzn', versionId: '2' }, { name: 'rsyslog', version: '8-1' }),
      '',
    ],
  ];
  for (const [what, item, expected] of rows) {
    assert.equal(seenBy(snapshot, item).get('CVE-2022-24903') ?? '', expected, what);
  }
  const coverage = snapshot.coverageOf('Amazon Linux:2023');
  assert.deepEqual([coverage?.listsUnfixed, coverage?.source], [false, 'amazon-alas']);
});

test(
  'of broken errata the others count, and files that cannot be read are refused',
  WITH_SAMPLES,
  async () => {
    const all = [
      erratum('', 'a'),
      erratum('ALAS-1', ''),
      erratum('ALAS-2', 'c', 'bugfix'),
      erratum('ALAS-3', 'd'),
    ];
    // plain, as a mirror may serve it
    const updates = Buffer.from(`<updates>${all.join('')}</updates>`);
    const snapshot = await snapshotOf('amazon-alas/2023', repository(updates));
    const seen = ['a', 'c', 'd'].map((name) => {
      const item = rpmItem({ id: 'amzn', versionId: '2023' }, { name, version: '1-1' });
      return seenBy(snapshot, item).get('CVE-2024-1234') ?? '';
    });
    assert.deepEqual(seen, ['', '', 'fix_available 2-1, low']);
    const whole = sampleOf(`${FIXTURES}/updateinfo_2023.xml.gz`);
    const refused = [
      ['empty', sampleOf(`${FIXTURES}/updateinfo_invalid_xml.xml.gz`)],
      ['cut off', whole.subarray(0, whole.length >> 1)],
      ['a web page', Buffer.from('<!DOCTYPE html><html><body>not now</body></html>')],
    ] as const;
    for (const [what, broken] of refused) {
      await assert.rejects(snapshotOf('amazon-alas/2023', repository(broken)), what);
    }
  },
);

function erratum(id: string, name: string, type = 'security'): string {
  return `<update type="${type}"><id>${id}</id><severity>low</severity><references>
    <reference id="CVE-2024-1234" type="cve" href="x"/></references><pkglist><collection>
    <package name="${name}" version="2" release="1" epoch="0" arch="noarch"/>
    </collection></pkglist></update>`;
}
