import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SnapshotSource } from '../advisories/index.ts';
import { type Digest, parseDigest } from '../model/index.ts';
import { effectOf } from './weigh-snapshots.ts';
import type { Weights } from './weights.ts';

const BEFORE: SnapshotSource = { kind: 'starter' };
const AFTER: SnapshotSource = { ...BEFORE };

test('findings are counted once for each image that has a set of packages', async () => {
  const weights: Record<string, Weights> = {
    [`${digestOf('a')} before`]: weightsOf([['Debian 12', 10]], [['debian-tracker', 10]]),
    [`${digestOf('a')} after`]: weightsOf([['Debian 12', 4]], [['debian-tracker', 4]]),
    [`${digestOf('b')} before`]: weightsOf([['npm', 1]], [['osv', 1]]),
    [`${digestOf('b')} after`]: weightsOf(
      [
        ['npm', 1],
        ['Debian 12', 1],
      ],
      [['osv', 2]],
    ),
  };
  const effect = await effectOf(BEFORE, AFTER, {
    records: {
      currentItemSets: () =>
        Promise.resolve([
          { digest: digestOf('a'), images: 3 },
          { digest: digestOf('b'), images: 1 },
          { digest: digestOf('c'), images: 7 },
        ]),
    },
    work: {
      weigh: (digest) => {
        const [before, after] = [weights[`${digest} before`], weights[`${digest} after`]];
        return Promise.resolve(before && after && { before, after });
      },
    },
  });
  assert.deepEqual(effect, {
    images: 4,
    distributions: [
      { name: 'Debian 12', before: 30, after: 13 },
      { name: 'npm', before: 1, after: 1 },
    ],
    sources: [
      { name: 'debian-tracker', before: 30, after: 12 },
      { name: 'osv', before: 1, after: 2 },
    ],
  });
});

function weightsOf(
  distributions: readonly (readonly [string, number])[],
  sources: readonly (readonly [string, number])[],
): Weights {
  return { distributions: new Map(distributions), sources: new Map(sources) };
}

function digestOf(letter: string): Digest {
  const digest = parseDigest(`sha256:${letter.repeat(64)}`);
  assert.ok(digest);
  return digest;
}
