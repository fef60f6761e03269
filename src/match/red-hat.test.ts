import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Item } from '../model/index.ts';
import { sampleOf, seenBy, snapshotOf, WITH_SAMPLES } from './feed-snapshots.contract.ts';
import { rpmItem } from './rpm-feeds.contract.ts';
import type { InstalledRpm } from './rpm-feeds.contract.ts';

const RHEL9 = { id: 'rhel', versionId: '9.4' };
const RHEL8 = { id: 'rhel', versionId: '8.6' };
const RHEL10 = { id: 'rhel', versionId: '10.0' };

const DOCUMENTS = join(
  import.meta.dirname,
  '../../../shared/feeds/redhat-vex/redhat-vex-samples.tar.zst',
);
if (!existsSync(DOCUMENTS) && process.env['CI'] === 'true')
  throw new Error(`${DOCUMENTS} is missing`);
const options = existsSync(DOCUMENTS) ? {} : { skip: `SKIPPED: ${DOCUMENTS} is missing` };

/** Documents as published, by the end of their names, as a mirror folder has them. */
function documents(...names: readonly string[]): Record<string, Buffer> {
  return Object.fromEntries(
    names.map((name) => {
      const text = execFileSync(
        'tar',
        ['--zstd', '-xOf', DOCUMENTS, '--wildcards', `*/${name}.json`],
        {
          maxBuffer: 2 ** 26,
        },
      );
      const file = /cve-\d+-\d+/.exec(name)?.[0] ?? name;
      return [`redhat-vex/2024/${file}.json`, text];
    }),
  );
}

function fcgi(version: string, module?: string): InstalledRpm {
  return { name: 'perl-FCGI', version, ...(module !== undefined && { module }) };
}

function kernel(version: string): Item {
  return rpmItem(RHEL9, { name: 'kernel-core', version, source: `kernel ${version}` });
}

/** A package, and what a person sees of the vulnerability; `''`: nothing. Read off the documents. */
type Row = readonly [what: string, item: Item, seen: string];

const OPENSSL9 = { source: 'openssl 3.0.7-24.el9' };

function openssl(version: string, more: Partial<InstalledRpm> = {}): InstalledRpm {
  return { name: 'openssl-libs', version, source: `openssl ${version.slice(2)}`, ...more };
}

test('each status of a document reaches a person as what it means', options, async () => {
  const snapshot = await snapshotOf('redhat-vex', documents('cve-2024-0727-openssl'));
  const rows: readonly Row[] = [
    ['fixed later', rpmItem(RHEL9, openssl('1:3.0.7-24.el9')), 'fix_available 1:3.0.7-27.el9, low'],
    ['has the fix', rpmItem(RHEL9, openssl('1:3.0.7-27.el9')), ''],
    ['fix deferred', rpmItem(RHEL8, openssl('1:1.1.1k-9.el8_7')), 'fix_deferred, low'],
    [
      'will not fix',
      rpmItem(RHEL8, {
        name: 'edk2-ovmf',
        version: '20220126gitbb1bba3d77-13.el8',
        architecture: 'noarch',
        source: 'edk2 20220126gitbb1bba3d77-13.el8',
      }),
      'will_not_fix, low',
    ],
    [
      'out of support scope',
      rpmItem({ id: 'rhel', versionId: '7.9' }, openssl('1:1.0.2k-26.el7_9')),
      'end_of_life, low',
    ],
    [
      'a sibling that no statement names, of a source that is',
      rpmItem(RHEL8, openssl('1:1.1.1k-9.el8_7', { name: 'openssl-new' })),
      'fix_deferred, low',
    ],
    ['not affected', rpmItem(RHEL9, { name: 'openssl-fips-provider', version: '3.0.7-1.el9' }), ''],
    [
      'not affected, of a source that is',
      rpmItem(RHEL9, { name: 'openssl-fips-provider', version: '3.0.7-1.el9', ...OPENSSL9 }),
      '',
    ],
    ['another release', rpmItem(RHEL10, openssl('1:3.2.2-16.el10')), ''],
    [
      'only what the content sets name',
      rpmItem(RHEL9, openssl('1:3.0.7-24.el9'), ['codeready-builder-for-rhel-9-x86_64-rpms']),
      '',
    ],
  ];
  for (const [what, item, expected] of rows) {
    assert.equal(seenBy(snapshot, item).get('CVE-2024-0727') ?? '', expected, what);
  }
});

test(
  'fixes count for the stream of the module and for the stream of support alone',
  options,
  async () => {
    const snapshot = await snapshotOf(
      'redhat-vex',
      documents('cve-2025-40907-perl', 'cve-2026-27142'),
    );
    const base = ['rhel-8-for-x86_64-appstream-rpms'];
    const eus = ['rhel-9-for-x86_64-appstream-eus-rpms__9_DOT_4'];
    const before = '1:0.78-11.module+el8.3.0+6498+9eecfe51';
    const rows: readonly Row[] = [
      [
        'in its stream',
        rpmItem(RHEL8, fcgi(before, 'perl-FCGI:0.78:8030:x'), base),
        'fix_available 1:0.78-12.module+el8.10.0+23147+df114ff4, high',
      ],
      [
        'fixed in its stream',
        rpmItem(
          RHEL8,
          fcgi('1:0.78-12.module+el8.10.0+23147+20b7d289', 'perl-FCGI:0.78:8100:x'),
          base,
        ),
        '',
      ],
      [
        'fixed in its stream, in the build for another perl',
        rpmItem(
          RHEL8,
          fcgi('1:0.78-12.module+el8.10.0+23147+95b68fad', 'perl-FCGI:0.78:8100:y'),
          base,
        ),
        '',
      ],
      ['of another stream', rpmItem(RHEL8, fcgi(before, 'perl-FCGI:0.79:8030:x'), base), ''],
      ['of no module', rpmItem(RHEL8, fcgi('1:0.78-11.el8'), base), ''],
      [
        'of the main stream',
        rpmItem({ ...RHEL9, versionId: '9.6' }, fcgi('1:0.79-8.el9')),
        'fix_available 1:0.79-8.1.el9_6, high',
      ],
      [
        'of extended support',
        rpmItem(RHEL9, fcgi('1:0.79-8.el9'), eus),
        'fix_available 1:0.79-8.el9_4.1, high',
      ],
      ['fixed in extended support', rpmItem(RHEL9, fcgi('1:0.79-8.el9_4.1'), eus), ''],
      [
        'of release 10',
        rpmItem(RHEL10, fcgi('1:0.82-13.el10')),
        'fix_available 1:0.82-13.1.el10_0, high',
      ],
    ];
    for (const [what, item, expected] of rows) {
      assert.equal(seenBy(snapshot, item).get('CVE-2025-40907') ?? '', expected, what);
    }
  },
);

test('the archive of the day is read, which another file names', WITH_SAMPLES, async () => {
  const folder = 'redhat/vex/v1/testdata/fixtures';
  const archive = 'csaf_vex_2024-08-04.tar.zst';
  const snapshot = await snapshotOf('redhat-vex', {
    'redhat-vex/archive_latest.txt': sampleOf(`${folder}/archive_latest.txt`),
    [`redhat-vex/${archive}`]: sampleOf(`${folder}/${archive}`),
  });
  const rows: readonly Row[] = [
    [
      'before every fix',
      kernel('5.14.0-362.8.1.el9_3'),
      'fix_available 5.14.0-427.16.1.el9_4, medium',
    ],
    ['has the fix', kernel('5.14.0-427.16.1.el9_4'), ''],
  ];
  for (const [what, item, expected] of rows) {
    assert.equal(seenBy(snapshot, item).get('CVE-2023-6240') ?? '', expected, what);
  }
});

test('what is said of the minor release of a build counts before what is said of others', async () => {
  const products = {
    nine: { cpe: 'cpe:/o:redhat:enterprise_linux:9' },
    base: { cpe: 'cpe:/o:redhat:enterprise_linux:9::baseos' },
    eus: { cpe: 'cpe:/o:redhat:rhel_eus:9.2::baseos' },
    a2: { purl: 'pkg:rpm/redhat/a@1-10.el9_2.1?arch=x86_64' },
    a4: { purl: 'pkg:rpm/redhat/a@1-20.el9_4?arch=x86_64' },
    b2: { purl: 'pkg:rpm/redhat/b@1-10.el9_2.1?arch=x86_64' },
    b: { purl: 'pkg:rpm/redhat/b' },
  };
  const snapshot = await snapshotOf('redhat-vex', {
    'redhat-vex/2024/cve-2024-1234.json': document(products, {
      fixed: ['base:a2', 'base:a4', 'eus:b2'],
      known_affected: ['nine:b'],
    }),
  });
  const eus = ['rhel-9-for-x86_64-baseos-eus-rpms__9_DOT_2'];
  const rows: readonly Row[] = [
    ['fixed in its own', rpmItem(RHEL9, { name: 'a', version: '1-11.el9_2' }), ''],
    [
      'between the two',
      rpmItem(RHEL9, { name: 'a', version: '1-15.el9_3' }),
      'fix_available 1-20.el9_4',
    ],
    [
      'before both',
      rpmItem(RHEL9, { name: 'a', version: '1-9.el9_2' }),
      'fix_available 1-20.el9_4',
    ],
    ['after both', rpmItem(RHEL9, { name: 'a', version: '1-21.el9' }), ''],
    ['open in the release', rpmItem(RHEL9, { name: 'b', version: '1-11.el9_2' }), 'affected'],
    ['fixed in its stream', rpmItem(RHEL9, { name: 'b', version: '1-11.el9_2' }, eus), ''],
    [
      'not yet',
      rpmItem(RHEL9, { name: 'b', version: '1-9.el9_2' }, eus),
      'fix_available 1-10.el9_2.1',
    ],
  ];
  for (const [what, item, expected] of rows) {
    assert.equal(seenBy(snapshot, item).get('CVE-2024-1234') ?? '', expected, what);
  }
});

/** A document typed by hand: what identifies its products, and which of them has which status. */
function document(
  products: Readonly<Record<string, object>>,
  statuses: Readonly<Record<string, readonly string[]>>,
): object {
  const branches = Object.entries(products).map(([id, helper]) => ({
    product: { product_id: id, product_identification_helper: helper },
  }));
  const relationships = Object.values(statuses)
    .flat()
    .map((id) => ({
      full_product_name: { product_id: id },
      product_reference: id.split(':')[1],
      relates_to_product_reference: id.split(':')[0],
    }));
  return {
    document: { tracking: { id: 'CVE-2024-1234' } },
    product_tree: { branches, relationships },
    vulnerabilities: [{ cve: 'CVE-2024-1234', product_status: statuses }],
  };
}
