import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { type Digest, parseDigest } from '../model/index.ts';
import { EventStream } from './event-stream.ts';
import type { AnalysisEvent } from './events.ts';
import type { AnalysisRow, ChangedAnalysis } from './ports.ts';
import { Changes } from './tell-changes.ts';

const DIGEST = digestOf('a');
const NOTICE = { kind: 'analysis', digest: DIGEST } as const;

test('the last state is told last, though it comes while an earlier one is read', async (t) => {
  const { changes, reads, told } = world(t);
  changes.heard(NOTICE);
  // Ended before the first read is answered, which began before.
  changes.heard(NOTICE);
  changes.heard(NOTICE);
  reads.shift()?.resolve(stateOf('matching'));
  await setImmediate();
  reads.shift()?.resolve(stateOf('resting'));
  await setImmediate();
  assert.deepEqual(told, ['matching', 'complete']);
  assert.equal(reads.length, 0);
});

test('a state that could not be read is read again', async (t) => {
  const { changes, reads, told } = world(t);
  changes.heard(NOTICE);
  reads.shift()?.reject(new Error('the database is away'));
  await pass(() => reads.length > 0);
  reads.shift()?.resolve(stateOf('resting'));
  await setImmediate();
  assert.deepEqual(told, ['complete']);
});

test('where notices may have been missed, whoever looks on is to look again', (t) => {
  const { changes, told } = world(t);
  changes.heard(undefined);
  return pass(() => told.length > 0).then(() => assert.deepEqual(told, ['resync']));
});

function world(t: TestContext) {
  const stream = new EventStream();
  const reads: PromiseWithResolvers<ChangedAnalysis>[] = [];
  const changes = new Changes({
    stream,
    records: {
      changed() {
        const asked = Promise.withResolvers<ChangedAnalysis>();
        reads.push(asked);
        return asked.promise;
      },
    },
    context: () => {
      return { present: { analyzer: '', match: '', snapshot: DIGEST }, concurrency: 1, now: 0 };
    },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  const told: string[] = [];
  const end = new AbortController();
  t.after(() => {
    changes.close();
    end.abort();
  });
  const events = stream.events({ repositoryIds: [1] }, end.signal);
  void collect(events, (event) =>
    told.push(event.kind === 'state' ? event.state.kind : event.kind),
  );
  return { changes, reads, told };
}

async function pass(holds: () => boolean): Promise<void> {
  for (const until = Date.now() + 5000; !holds() && Date.now() < until;) await setImmediate();
  assert.ok(holds());
}

async function collect(
  events: AsyncIterable<AnalysisEvent>,
  onEvent: (event: AnalysisEvent) => void,
): Promise<void> {
  for await (const event of events) onEvent(event);
}

function stateOf(phase: 'matching' | 'resting'): ChangedAnalysis {
  const row: Partial<AnalysisRow> = {
    phase,
    platform: 'linux/amd64',
    ending: { kind: 'complete' },
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a state is made of
  return { row: row as AnalysisRow, repositoryIds: [1] };
}

function digestOf(letter: string): Digest {
  const parsed = parseDigest(`sha256:${letter.repeat(64)}`);
  assert.ok(parsed);
  return parsed;
}
