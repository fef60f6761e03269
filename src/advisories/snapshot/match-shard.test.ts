import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import * as fc from 'fast-check';
import type { AdvisoryEntry } from '../../model/index.ts';
import { MatchShard, writeMatchShard } from './match-shard.ts';

const SCOPE = { ecosystem: 'deb', namespace: 'Debian:12', source: 'debian-tracker' };

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
const date = fc.constantFrom('', '2024-05-01T10:00:00Z', '2024-05-01T10:00:00.123Z', 'soon');
const rating = fc.record(
  {
    source: text,
    severity: fc.constantFrom('critical', 'low', 'unknown'),
    vector: text,
    score: fc.constantFrom(0, 9.8, 10),
  },
  { requiredKeys: ['source', 'severity'], noNullPrototype: true },
);
const head = fc.record(
  {
    id: fc.oneof(text, fc.constant('DEBIAN-CVE-2024-1')),
    class: fc.constantFrom('vulnerability', 'malware'),
    aliases: fc.array(text, { maxLength: 3 }),
    upstream: fc.oneof(fc.array(text, { maxLength: 3 }), fc.constant(['CVE-2024-1'])),
    source: fc.constant(SCOPE.source),
    severities: fc.array(rating, { maxLength: 2 }),
    withdrawn: text,
    modified: date,
    isUnreviewed: fc.boolean(),
  },
  {
    requiredKeys: [
      'id',
      'class',
      'aliases',
      'upstream',
      'source',
      'severities',
      'modified',
      'isUnreviewed',
    ],
    noNullPrototype: true,
  },
);
const event = fc.record(
  {
    kind: fc.constantFrom('introduced', 'fixed', 'lastAffected', 'limit'),
    version: fc.oneof(text, fc.constant('0')),
  },
  { noNullPrototype: true },
);
const simple = fc.constantFrom(
  [[{ kind: 'introduced', version: '0' }]],
  [
    [
      { kind: 'introduced', version: '0' },
      { kind: 'fixed', version: '1.2-3' },
    ],
  ],
  [],
);

function entries(name: string): fc.Arbitrary<AdvisoryEntry[]> {
  const affected = fc.record(
    {
      ecosystem: fc.constant(SCOPE.ecosystem),
      namespace: fc.constant(SCOPE.namespace),
      name: fc.constant(name),
      ranges: fc.oneof(simple, fc.array(fc.array(event, { maxLength: 4 }), { maxLength: 3 })),
      versions: fc.array(text, { maxLength: 3 }),
      status: fc.constantFrom('fix_available', 'not_affected', 'under_investigation'),
      severity: rating,
      unimportant: fc.constant(true),
      module: text,
      architectures: fc.array(text, { maxLength: 2 }),
    },
    {
      requiredKeys: [
        'ecosystem',
        'namespace',
        'name',
        'ranges',
        'versions',
        'status',
        'architectures',
      ],
      noNullPrototype: true,
    },
  );
  const entry = fc.record({ advisory: head, affected }, { noNullPrototype: true });
  return fc.array(entry, { minLength: 1, maxLength: 4 });
}

const content = fc
  .uniqueArray(text, { maxLength: 40 })
  .chain((names) =>
    fc.tuple(...names.map((name) => entries(name).map((own) => [name, own] as const))),
  )
  .map((pairs) => new Map(pairs));

test('what was packed is read as it was, entry by entry', () => {
  fc.assert(
    fc.property(content, (packed) => {
      const shard = new MatchShard(writeMatchShard(SCOPE, packed));
      for (const [name, own] of packed) assert.deepEqual(shard.entriesOf(name), own);
      assert.deepEqual(shard.entriesOf('no such package'), []);
    }),
    { numRuns: 60, seed: 7 },
  );
});

test('entries are found by the id of their advisory, its aliases and its upstream', () => {
  fc.assert(
    fc.property(content, (packed) => {
      const shard = new MatchShard(writeMatchShard(SCOPE, packed));
      const all = [...packed.values()].flat();
      for (const { advisory } of all.slice(0, 5)) {
        for (const id of [advisory.id, ...advisory.aliases, ...advisory.upstream]) {
          const expected = all.filter(({ advisory: { id: own, aliases, upstream } }) =>
            [own, ...aliases, ...upstream].includes(id),
          );
          assert.deepEqual(asTexts(shard.entriesAbout(id)), asTexts(expected));
        }
      }
    }),
    { numRuns: 20, seed: 7 },
  );
});

function asTexts(entries: readonly AdvisoryEntry[]): readonly string[] {
  return entries.map(({ advisory, affected }) => inspect([advisory.id, affected])).toSorted();
}

test('a damaged shard throws a RangeError or says something else, but never hangs', () => {
  const [sample = new Map()] = fc.sample(content, { numRuns: 1, seed: 3 });
  const bytes = writeMatchShard(SCOPE, sample);
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = 0x7f;
    try {
      const shard = new MatchShard(changed);
      for (const name of sample.keys()) shard.entriesOf(name);
    } catch (error) {
      assert.ok(error instanceof RangeError, String(error));
    }
  }
});
