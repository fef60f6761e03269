import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDigest } from '../model/index.ts';
import type { AnalysisRow } from './ports.ts';
import type { AnalysisState } from './state.ts';
import { aggregateState, stateOfRow } from './views.ts';

const DIGEST = parseDigest(`sha256:${'a'.repeat(64)}`) ?? fail();
const CONTEXT = {
  present: { analyzer: '1', match: '1', snapshot: DIGEST },
  concurrency: 2,
  now: Date.parse('2026-01-02T03:04:05Z'),
};
const ROW: AnalysisRow = {
  digest: DIGEST,
  platform: 'linux/amd64',
  kind: 'image',
  phase: 'queued',
  progress: undefined,
  position: 5,
  dueInMs: 0,
  attempt: 0,
  trouble: undefined,
  requestId: 'push-1',
  ending: undefined,
  generation: 0,
  result: undefined,
  analyzedAt: undefined,
  made: undefined,
  cancelled: undefined,
  typicalSeconds: undefined,
};

test('an analysis that waits says how far in the line, and how long that takes where it is known', () => {
  const rows: readonly (readonly [Partial<AnalysisRow>, AnalysisState])[] = [
    [{}, { kind: 'queued', position: 5 }],
    [{ typicalSeconds: 3 }, { kind: 'queued', position: 5, etaSeconds: 6 }],
    [
      { position: 1, typicalSeconds: 3 },
      { kind: 'queued', position: 1, etaSeconds: 0 },
    ],
  ];
  for (const [row, state] of rows) assert.deepEqual(stateOfRow({ ...ROW, ...row }, CONTEXT), state);
});

test('one that waits for another try has failed, and says when it is tried again', () => {
  const trouble = { code: 'analyzer.worker.died', message: 'it died' };
  const state = stateOfRow({ ...ROW, trouble, attempt: 2, dueInMs: 5000 }, CONTEXT);
  assert.deepEqual(state, {
    kind: 'failed',
    ...trouble,
    attempt: 2,
    requestId: 'push-1',
    nextRetryAt: '2026-01-02T03:04:10.000Z',
  });
});

test('a repository that cancelled sees that, whatever becomes of it for others', () => {
  const cancelled = { kind: 'cancelled', by: 'alice' } as const;
  assert.deepEqual(stateOfRow({ ...ROW, cancelled }, CONTEXT), cancelled);
});

test('an index is what is still to be done of it, then the worst that was done', () => {
  const failed: AnalysisState = {
    kind: 'failed',
    code: 'x',
    message: '',
    attempt: 1,
    requestId: '',
  };
  const complete: AnalysisState = { kind: 'complete' };
  const odd: AnalysisState = { kind: 'unsupported', what: 'artifact_type', message: '' };
  const rows: readonly (readonly [readonly AnalysisState[], AnalysisState])[] = [
    [
      [complete, reading(1), reading(2), failed],
      { kind: 'analyzing', layersDone: 3, layers: 8, bytes: 20, totalBytes: 80 },
    ],
    [
      [complete, { kind: 'queued', position: 2 }, { kind: 'queued', position: 9 }],
      { kind: 'queued', position: 9 },
    ],
    [[complete, { kind: 'matching' }], { kind: 'matching' }],
    [[complete, failed, complete], failed],
    [[odd, complete], complete],
    [[odd, odd], odd],
    [
      [complete, { kind: 'no_advisory_coverage', reasons: [] }],
      { kind: 'no_advisory_coverage', reasons: [] },
    ],
  ];
  for (const [states, whole] of rows) assert.deepEqual(aggregateState(states), whole);
  assert.equal(aggregateState([]), undefined);
});

function reading(layersDone: number): AnalysisState {
  return { kind: 'analyzing', layersDone, layers: 4, bytes: 10, totalBytes: 40 };
}

function fail(): never {
  throw new Error('no digest');
}
