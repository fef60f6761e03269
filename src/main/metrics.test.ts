import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ok } from '../base/index.ts';
import { parseDigest } from '../model/index.ts';
import { addGauges } from './gauges.ts';
import { createMetrics } from './metrics.ts';

const DIGEST = parseDigest(`sha256:${'a'.repeat(64)}`);
const SNAPSHOT = { number: 7, createdAt: '', isStarter: false, namespaces: 1, checked: {} };
const FEED = { title: '', licence: '', records: 1, skipped: 0, namespaces: 1, bytes: 1 };

test('Prometheus is told of the queue, the age of feeds and the snapshot, as far as they are known', async () => {
  assert.ok(DIGEST);
  const snapshot = { ...SNAPSHOT, digest: DIGEST };
  let isThere = true;
  const metrics = createMetrics('1');
  const kev = {
    ...FEED,
    name: 'kev',
    freshAt: '2026-01-01T00:00:00Z',
    triedAt: '',
    isStale: false,
  };
  addGauges(
    metrics,
    {
      analyses: {
        snapshot: () => snapshot,
        queue: () =>
          isThere
            ? Promise.resolve({ waiting: 3, working: 2, failed: 1, entries: [] })
            : Promise.reject(new Error('the database is away')),
      },
      feeds: { feeds: () => ok([kev]) },
    },
    { now: () => Date.UTC(2026, 0, 1, 1) },
  );
  const { text } = await metrics.text();
  assert.match(text, /^drydock_analyses\{state="waiting"\} 3$/m);
  assert.match(text, /^drydock_feed_age_seconds\{feed="kev"\} 3600$/m);
  assert.match(text, /^drydock_snapshot_number\{digest="sha256:a+"\} 7$/m);
  isThere = false;
  const later = (await metrics.text()).text;
  assert.ok(!later.includes('drydock_analyses{'), 'what was true before is not told again');
  assert.match(later, /^drydock_snapshot_number/m);
});
