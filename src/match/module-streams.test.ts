import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Item } from '../model/index.ts';
import { seenBy, snapshotOf } from './feed-snapshots.contract.ts';
import { rpmItem } from './rpm-feeds.contract.ts';

const FEEDS = join(import.meta.dirname, '../../../shared/feeds/osv');
if (!existsSync(FEEDS) && process.env['CI'] === 'true') throw new Error(`${FEEDS} is missing`);
const options = existsSync(FEEDS)
  ? {}
  : { skip: `SKIPPED: the recorded feeds are not at ${FEEDS}` };

type Row = readonly [what: string, item: Item, id: string, seen: string];

function rocky(name: string, version: string, module?: string): Item {
  const installed = { name, version, ...(module !== undefined && { module: `${module}:8:x` }) };
  return rpmItem({ id: 'rocky', versionId: '8.10' }, installed);
}

/** Its packages carry no label. */
function alma(name: string, version: string): Item {
  return rpmItem({ id: 'almalinux', versionId: '8.10' }, { name, version });
}

/** Titles of these errata name no stream: "Moderate: ruby security update". */
const ROCKY: readonly Row[] = [
  [
    'a sibling in the stream of the main package',
    rocky('rubygem-json', '2.1.0-110.module+el8.6.0+992+fc951c18', 'ruby:2.5'),
    'CVE-2024-27281',
    'fix_available 2.1.0-112.module+el8.10.0+1839+f1f156ae, medium',
  ],
  [
    'fixed in the stream',
    rocky('rubygem-json', '2.1.0-112.module+el8.10.0+1839+f1f156ae', 'ruby:2.5'),
    'CVE-2024-27281',
    '',
  ],
  [
    'of a stream that is called after one number',
    rocky('varnish', '6.0.8-2.module+el8.7.0+1+a', 'varnish:6'),
    'CVE-2024-30156',
    'fix_available 6.0.13-1.module+el8.9.0+1777+0acf9965, high',
  ],
  [
    'of a stream that is called after none',
    rocky('podman', '4:4.9.4-1.module+el8.10.0+1+a', 'container-tools:rhel8'),
    'CVE-2024-24786',
    'fix_available 4:4.9.4-4.module+el8.10.0+1833+b6e0f287, high',
  ],
  [
    'of another stream',
    rocky('podman', '4:4.2.0-1.module+el8.7.0+1+a', 'container-tools:4.0'),
    'CVE-2024-24786',
    '',
  ],
];

const ALMA: readonly Row[] = [
  [
    'without a label, of the line of the fix',
    alma('rubygem-json', '2.1.0-110.module_el8.6.0+1+a'),
    'CVE-2024-27281',
    'fix_available 2.1.0-112.module_el8.10.0+3871+342e2c2f, medium',
  ],
  [
    'without a label, fixed',
    alma('rubygem-json', '2.1.0-112.module_el8.10.0+3871+342e2c2f'),
    'CVE-2024-27281',
    '',
  ],
  [
    'without a label, of another line',
    alma('ruby', '2.0.1-1.module_el8.6.0+1+a'),
    'CVE-2024-27281',
    '',
  ],
  ['of no module', alma('ruby', '2.5.5-105.el8'), 'CVE-2024-27281', ''],
];

test(
  'errata of modules count for their stream, though neither title nor package may name it',
  options,
  async () => {
    for (const [name, rows] of [
      ['Rocky Linux', ROCKY],
      ['AlmaLinux', ALMA],
    ] as const) {
      const path = `osv/${name}/all.zip`;
      const archive = readFileSync(join(FEEDS, name, 'all.zip'));
      const snapshot = await snapshotOf(`osv/${name}`, { [path]: archive });
      for (const [what, item, id, expected] of rows) {
        assert.equal(seenBy(snapshot, item).get(id) ?? '', expected, `${name}: ${what}`);
      }
    }
  },
);
