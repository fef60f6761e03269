import assert from 'node:assert/strict';
import { ok } from '../../base/index.ts';
import { mutated, mutatedDocument, mutationTest } from '../../mutated.contract.ts';
import type { AdvisoryEntry } from '../../model/index.ts';
import { osvRecord } from '../feeds/mirror.contract.ts';
import { createRater } from '../severity.ts';
import { parseOsv } from '../sources/osv.ts';
import { KeyedShard, writeKeyedShard } from './keyed-shard.ts';
import { formatManifest, parseManifest } from './manifest.ts';
import type { FeedState, SnapshotManifest } from './manifest.ts';
import { writeMatchShard } from './match-shard.ts';
import { digestOf, headOf } from './memory-snapshot.ts';
import { OpenedSnapshot } from './opened-snapshot.ts';

const DIGEST = digestOf('a shard');
const SHARD = { digest: DIGEST, size: 1 };
const CONTEXT = { probability: 0.5, percentile: 0.9 };

const FEED: FeedState = {
  name: 'osv/npm',
  source: 'osv',
  revision: 1,
  fetchedAt: '2026-01-01T00:00:00Z',
  newestAt: '2026-01-01T00:00:00Z',
  records: 40,
  skipped: 1,
  skips: [{ code: 'a.b', severity: 'warning', message: 'c', path: 'd' }],
  namespaces: [{ namespace: 'npm', listsUnfixed: true, records: 40, ranges: 40, shards: [SHARD] }],
  texts: [],
  idPrefixes: ['GHSA'],
  context: [],
  endOfLife: [{ namespace: 'Debian:12', supportedUntil: '2028-06-30' }],
};
const MANIFEST: SnapshotManifest = { createdAt: '2026-01-01T00:00:00Z', feeds: [FEED] };

mutationTest(
  'manifests of snapshots',
  (random) => mutatedDocument([formatManifest(MANIFEST).toString()], random),
  (bytes) => {
    const parsed = parseManifest(bytes);
    if (!parsed.ok) return 'refused';
    const again = parseManifest(formatManifest(parsed.value));
    assert.deepEqual(again, parsed);
    return 'read';
  },
);

const MATCH_SHARD = writeMatchShard(
  { ecosystem: 'npm', namespace: 'npm', source: 'osv' },
  entriesByName(40),
);

mutationTest(
  'shards of advisories',
  (random) => mutated(MATCH_SHARD, random),
  (bytes) => {
    const snapshot = snapshotWith(bytes, FEED);
    if (!snapshot.prepare(['npm']).ok) return 'refused';
    for (const name of ['p0', 'p17', 'p39', 'none']) snapshot.entriesOf('npm', name);
    snapshot.entriesAbout('CVE-2024-0007');
    return 'read';
  },
);

const VALUES: readonly (readonly [string, string])[] = [
  ['CVE-2024-0001', JSON.stringify(CONTEXT)],
  [
    'GHSA-1',
    JSON.stringify(['summary', 'details', '2024-01-01', ['https://a.example'], ['CWE-1']]),
  ],
  ['GHSA-2', '[]'],
];
const KEYED_SHARD = writeKeyedShard(new Map(VALUES.map(([key, text]) => [key, Buffer.from(text)])));
const CONTEXT_FEED: FeedState = {
  ...FEED,
  source: 'epss',
  namespaces: [],
  texts: [SHARD],
  context: [SHARD],
};

mutationTest(
  'shards of texts and contexts',
  (random) => mutated(KEYED_SHARD, random),
  (bytes) => {
    const snapshot = snapshotWith(bytes, CONTEXT_FEED);
    const context = snapshot.contextOf('CVE-2024-0001');
    snapshot.textsOf('GHSA-1');
    snapshot.textsOf('GHSA-2');
    return context === undefined ? 'without it' : 'read';
  },
);

mutationTest(
  'values of shards',
  (random) => {
    const [key, text] = VALUES[random() % 2] ?? assert.fail();
    return new Map([[key, mutatedDocument([text], random)]]);
  },
  (values) => {
    const bytes = writeKeyedShard(values);
    const snapshot = snapshotWith(bytes, CONTEXT_FEED);
    for (const key of values.keys()) {
      assert.ok(new KeyedShard(bytes).get(key));
      snapshot.contextOf(key);
      snapshot.textsOf(key);
    }
    return 'read';
  },
  ['read'],
);

/** A snapshot whose one shard has these bytes, and the digest that it should. */
function snapshotWith(bytes: Uint8Array, feed: FeedState): OpenedSnapshot {
  const store = { read: () => ok(Buffer.from(bytes)) };
  const manifest = { ...MANIFEST, feeds: [feed] };
  return new OpenedSnapshot(store, { number: 1, digest: DIGEST, manifest });
}

function entriesByName(count: number): ReadonlyMap<string, readonly AdvisoryEntry[]> {
  const rate = createRater();
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const name = `p${index}`;
      const text = osvRecord(`GHSA-${index}`, name, `1.${index}.0`, {
        aliases: [`CVE-2024-${String(index).padStart(4, '0')}`],
        severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
      });
      const parsed = parseOsv(Buffer.from(text), name, rate);
      assert.ok(parsed.ok);
      const advisory = parsed.value;
      const head = headOf(advisory);
      return [name, advisory.affected.map((affected) => ({ advisory: head, affected }))] as const;
    }),
  );
}
