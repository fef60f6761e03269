import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_LIMITS, failure } from '../base/index.ts';
import { delayAfter, delayWhilePassing, troubleOf } from './trouble.ts';

test('trouble of storage passes, of workers counts, of bytes is final', () => {
  const rows = [
    ['storage.failed', 'passing'],
    ['analyzer.layer.broken-off', 'passing'],
    ['analyzer.stopped', 'passing'],
    ['advisory.shard.corrupt', 'passing'],
    ['analyzer.worker.died', 'counted'],
    ['analyzer.worker.memory', 'counted'],
    ['image.layer.digest-mismatch', 'final'],
    ['image.tar.truncated', 'final'],
    ['sources.layer.absent', 'final'],
    ['analyses.manifest.gone', 'final'],
  ] as const;
  for (const [code, kind] of rows) {
    assert.equal(troubleOf(failure(code, 'x'), DEFAULT_LIMITS).kind, kind, code);
  }
});

test('an image over a limit of size is too large, with the limit and what it has', () => {
  const rows = [
    [
      "the image's layers have 20000000000 bytes, over the 10737418240 allowed (limit compressedBytes)",
      { limit: 'compressedBytes', allowed: DEFAULT_LIMITS.compressedBytes, actual: 20_000_000_000 },
    ],
    [
      'layer 1 of 1: more than the 42949672960 inflated bytes allowed (limit uncompressedBytes)',
      {
        limit: 'uncompressedBytes',
        allowed: DEFAULT_LIMITS.uncompressedBytes,
        actual: DEFAULT_LIMITS.uncompressedBytes,
      },
    ],
  ] as const;
  for (const [message, expected] of rows) {
    const trouble = troubleOf(failure('image.too-large', message), DEFAULT_LIMITS);
    assert.deepEqual(trouble, { kind: 'ending', state: { kind: 'too_large', ...expected } });
  }
});

test('tries are ever further apart, and what passes is looked at twice a minute at least', () => {
  assert.deepEqual([1, 2, 3, 4, 9].map(delayAfter), [500, 2000, 5000, 10_000, 10_000]);
  assert.deepEqual([0, 1, 5, 100].map(delayWhilePassing), [500, 1000, 16_000, 30_000]);
});
