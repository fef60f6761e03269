import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { folderTransport, openSnapshot, updateFeeds } from '../advisories/index.ts';
import { ecosystems } from '../ecosystems/index.ts';
import type { AdvisorySnapshot, Package } from '../model/index.ts';
import { matchItem } from './match-item.ts';

const FEEDS = join(import.meta.dirname, '../../../shared/feeds');
const isThere = existsSync(FEEDS);
const skip =
  isThere || process.env['CI'] === 'true' ? false : `${FEEDS} is absent: it is not matched`;

/** Vulnerabilities that everybody knows: name, last affected or so, and its fix by the vendor's word. */
const KNOWN: readonly (readonly [name: string, affected: string, fixed: string, id: string])[] = [
  ['node', '18.16.0', '18.16.1', 'CVE-2023-30581'],
  // of the list of the Node.js project alone
  ['node', '20.20.1', '20.20.2', 'CVE-2026-21713'],
  ['python', '3.11.3', '3.11.4', 'CVE-2023-24329'],
  ['nginx', '1.25.2', '1.25.3', 'CVE-2023-44487'],
  ['httpd', '2.4.49', '2.4.51', 'CVE-2021-41773'],
  ['redis', '7.0.11', '7.0.12', 'CVE-2022-24834'],
  ['postgresql', '15.3', '15.4', 'CVE-2023-39417'],
  ['haproxy', '2.7.2', '2.7.3', 'CVE-2023-25725'],
  ['openssl', '3.0.4', '3.0.5', 'CVE-2022-2097'],
  ['openssl', '1.1.1p', '1.1.1q', 'CVE-2022-2097'],
  ['curl', '8.3.0', '8.4.0', 'CVE-2023-38545'],
  ['openjdk', '17.0.18+8', '17.0.19+9', 'CVE-2026-22021'],
  ['openjdk', '1.8.0_472-b08', '1.8.0_491-b01', 'CVE-2026-22021'],
  ['go', '1.21.0', '1.21.5', 'CVE-2023-45285'],
  ['deno', '1.36.3', '1.41.1', 'CVE-2024-27931'],
];

const folder = mkdtempSync(join(tmpdir(), 'drydock-programs-'));
let snapshot: AdvisorySnapshot | undefined;

before(async () => {
  if (!isThere) return;
  const clock = { now: () => Date.parse('2026-11-23T00:00:00Z') };
  const feeds = ['osv/Bitnami', 'osv/Go', 'cve', 'nodejs-core'];
  const built = await updateFeeds({ folder, feeds, clock, transport: folderTransport(FEEDS) });
  assert.ok(built.ok);
  const opened = openSnapshot(folder);
  assert.ok(opened.ok);
  snapshot = opened.value;
});

after(() => rmSync(folder, { recursive: true, force: true }));

test('a program is matched by the advisories that the table names', { skip }, () => {
  for (const [name, affected, fixed, id] of KNOWN) {
    assert.ok(idsOf(name, affected).includes(id), `${name} ${affected} has ${id}`);
    assert.ok(!idsOf(name, fixed).includes(id), `${name} ${fixed} has ${id} no more`);
  }
});

test(
  'a later version has fewer known vulnerabilities, and none of another product',
  { skip },
  () => {
    assert.ok(idsOf('mysql', '8.4.9').length < idsOf('mysql', '8.0.20').length);
    assert.deepEqual(idsOf('busybox', '1.35.0'), []);
  },
);

function idsOf(name: string, version: string): string[] {
  const generic = ecosystems.get('generic');
  assert.ok(generic && snapshot);
  const program: Package = {
    ecosystem: 'generic',
    name,
    version,
    licenses: [],
    locations: [`usr/local/bin/${name}`],
    evidence: 'strings',
    confidence: 'heuristic',
    scope: 'runtime',
  };
  const target = generic.matchTargetOf(program, { distro: undefined, facts: new Map() });
  assert.ok(target, `${name} has advisories`);
  const { namespace, channels, keys } = target;
  const item = { ecosystem: 'generic', namespace, channels, keys, class: 'package' } as const;
  const { findings, notComparable } = matchItem(item, snapshot);
  assert.deepEqual(notComparable, [], `${name} ${version}`);
  return findings.map(({ id }) => id);
}
