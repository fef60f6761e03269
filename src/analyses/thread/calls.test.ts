import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { FailureError, failure } from '../../base/index.ts';
import { type Calls, connect } from './calls.ts';

interface Near {
  halve(value: number): number;
  wait(): Promise<void>;
}

interface Far {
  double(value: number): Promise<number>;
  refuse(): never;
  break(): never;
  never(): Promise<void>;
  sizeOf(kept: { readonly body: Uint8Array }): number;
}

test('each side asks the other, and gets its own answer', async (t) => {
  const { near, far } = sides(t);
  const answers = await Promise.all([near.ask('double', 2), near.ask('double', 3)]);
  assert.deepEqual(answers, [4, 6]);
  assert.equal(await far.ask('halve', 8), 4);
});

test('a failure stays one on the other side, and any other error its text', async (t) => {
  const { near } = sides(t);
  await assert.rejects(near.ask('refuse'), (error) => {
    assert.ok(error instanceof FailureError);
    assert.deepEqual(error.failure, failure('test.refused', 'no'));
    return true;
  });
  await assert.rejects(near.ask('break'), /^Error: broken$/);
});

test('bytes that own their memory are handed over, a part of some is copied', async (t) => {
  const { near } = sides(t);
  const whole = new Uint8Array(10);
  const part = new Uint8Array(10).subarray(2);
  assert.equal(await near.ask('sizeOf', { body: whole }), 10);
  assert.equal(await near.ask('sizeOf', { body: part }), 8);
  assert.deepEqual([whole.length, part.length], [0, 8]);
});

test('who waits for a side that is gone is told, also later', async (t) => {
  const { near } = sides(t);
  const waiting = near.ask('never');
  near.end(failure('test.died', 'it died'));
  await assert.rejects(waiting, /it died/);
  await assert.rejects(near.ask('double', 1), /it died/);
});

test('who owes an answer knows it until it is given', async (t) => {
  const { near, far } = sides(t);
  const asked = far.ask('wait');
  assert.equal(near.owes(), false);
  await setTimeout(10);
  assert.equal(near.owes(), true);
  assert.equal(far.owes(), false);
  await asked;
  assert.equal(near.owes(), false);
});

function sides(t: TestContext): { readonly near: Calls<Far>; readonly far: Calls<Near> } {
  const { port1, port2 } = new MessageChannel();
  t.after(() => port1.close());
  const near = connect<Far, Near>(port1, {
    halve: (value) => value / 2,
    wait: () => setTimeout(50),
  });
  const far = connect<Near, Far>(port2, {
    double: (value) => Promise.resolve(value * 2),
    refuse: () => {
      throw new FailureError(failure('test.refused', 'no'));
    },
    break: () => {
      throw new Error('broken');
    },
    never: () => new Promise<void>(() => undefined),
    sizeOf: ({ body }) => body.length,
  });
  return { near, far };
}
