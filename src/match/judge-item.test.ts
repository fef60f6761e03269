import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ecosystems } from '../ecosystems/index.ts';
import type { AdvisoryEntry, AdvisorySnapshot, Item, MatchKey } from '../model/index.ts';
import { parseDigest } from '../model/index.ts';
import { judgeItem } from './judge-item.ts';

const PERL = entryOf('perl', '4:5.26.3-419.el8');

test('an epoch that nobody recorded is left out of the comparison on both sides', () => {
  const cases: readonly (readonly [MatchKey, string])[] = [
    [{ name: 'perl', version: '5.26.3-419.el8', via: 'source', ignoresEpoch: true }, 'spared'],
    [{ name: 'perl', version: '5.26.3-400.el8', via: 'source', ignoresEpoch: true }, 'affected'],
    [{ name: 'perl', version: '5.26.3-419.el8', via: 'source' }, 'affected'],
    [{ name: 'perl', version: '4:5.26.3-419.el8', via: 'source' }, 'spared'],
  ];
  for (const [key, expected] of cases) {
    const rpm = ecosystems.get('rpm');
    assert.ok(rpm);
    const [judgement] = judgeItem(rpm, itemOf(key), snapshotOf(PERL));
    assert.equal(judgement?.kind, expected, JSON.stringify(key));
  }
});

function itemOf(key: MatchKey): Item {
  return { ecosystem: 'rpm', namespace: 'Test:8', channels: [], keys: [key], class: 'package' };
}

function entryOf(name: string, fixed: string): AdvisoryEntry {
  return {
    advisory: {
      id: 'TEST-1',
      class: 'vulnerability',
      aliases: [],
      upstream: [],
      source: 'test',
      severities: [],
      isUnreviewed: false,
      modified: '2024-01-01T00:00:00Z',
    },
    affected: {
      ecosystem: 'rpm',
      namespace: 'Test:8',
      name,
      ranges: [
        [
          { kind: 'introduced', version: '0' },
          { kind: 'fixed', version: fixed },
        ],
      ],
      versions: [],
      status: 'fix_available',
      architectures: [],
    },
  };
}

function snapshotOf(entry: AdvisoryEntry): AdvisorySnapshot {
  const digest = parseDigest(`sha256:${'0'.repeat(64)}`);
  assert.ok(digest);
  return {
    number: 1,
    digest,
    createdAt: '2024-01-01T00:00:00Z',
    isStarter: false,
    coverageOf: () => undefined,
    entriesOf: (_namespace, name) => (name === entry.affected.name ? [entry] : []),
    contextOf: () => undefined,
    textsOf: () => undefined,
    endOfLifeOf: () => undefined,
    entriesAbout: () => [],
  };
}
