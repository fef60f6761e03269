import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bareAdvisory } from '../sources/parsed-feed.ts';
import { memorySnapshot } from './memory-snapshot.ts';

const advisory = bareAdvisory({
  id: 'DEBIAN-CVE-2020-1',
  source: 'debian-tracker',
  upstream: ['CVE-2020-1'],
  details: 'why',
  affected: [
    {
      ecosystem: 'deb',
      namespace: 'Debian:12',
      name: 'bash',
      ranges: [],
      versions: [],
      status: 'affected',
      architectures: [],
    },
  ],
});

const snapshot = memorySnapshot({
  number: 3,
  createdAt: '2026-01-01T00:00:00Z',
  isStarter: false,
  advisories: [advisory],
  coverage: [],
  context: new Map(),
  endOfLife: [{ namespace: 'Debian:9', supportedUntil: '2022-06-30' }],
});

test('entries are found by namespace and name, and by any id of their advisory', () => {
  assert.deepEqual(snapshot.entriesOf('Debian:12', 'bash')[0]?.affected, advisory.affected[0]);
  assert.deepEqual(snapshot.entriesOf('Debian:11', 'bash'), []);
  for (const id of ['DEBIAN-CVE-2020-1', 'CVE-2020-1']) {
    assert.equal(snapshot.entriesAbout(id).length, 1);
  }
  assert.equal(snapshot.textsOf('DEBIAN-CVE-2020-1')?.details, 'why');
  assert.equal(snapshot.endOfLifeOf('Debian:9')?.supportedUntil, '2022-06-30');
});
