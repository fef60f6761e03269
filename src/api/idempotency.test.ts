import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idempotencyRecordsTests } from './idempotency.contract.ts';
import type { KeptAnswer } from './idempotency.ts';
import { once } from './idempotency.ts';
import { idempotencyInMemory } from './idempotency-in-memory.contract.ts';

const clock = { now: () => Date.UTC(2026, 0, 31) };
const request = { actor: 'user 1', key: 'a-key-of-mine', content: ['POST', '/x', '{}'] };

idempotencyRecordsTests('keys in memory', () => Promise.resolve(idempotencyInMemory()));

test('a request with the same key is done once and answered alike', async () => {
  const records = idempotencyInMemory();
  let times = 0;
  const work = (): Promise<KeptAnswer> => {
    times += 1;
    return Promise.resolve({ status: 201, body: `{"n":${times}}`, hasSecret: false });
  };
  const first = await once(request, records, clock, work);
  const second = await once(request, records, clock, work);
  assert.deepEqual([first, second, times], [first, first, 1]);
  await once({ ...request, actor: 'user 2' }, records, clock, work);
  assert.equal(times, 2);
});

test('the key serves for one request only, and not for a secret twice', async () => {
  const records = idempotencyInMemory();
  const secret = { status: 201, body: '{"secret":"s"}', hasSecret: true };
  const work = (): Promise<KeptAnswer> => Promise.resolve(secret);
  assert.deepEqual(await once(request, records, clock, work), secret);
  await assert.rejects(once(request, records, clock, work), {
    code: 'idempotency.secret-not-kept',
  });
  assert.ok(!JSON.stringify([...records.rows.values()]).includes('"s"'));
  const other = { ...request, content: ['POST', '/x', '{"a":1}'] };
  await assert.rejects(once(other, records, clock, work), { code: 'idempotency.reused' });
});

test('what failed can be tried again with the same key', async () => {
  const records = idempotencyInMemory();
  await assert.rejects(
    once(request, records, clock, () => Promise.reject(new Error('broken'))),
    /broken/,
  );
  const done = { status: 204, hasSecret: false };
  assert.deepEqual(await once(request, records, clock, () => Promise.resolve(done)), done);
});

test('a key that is too short, too long or invisible is refused', async () => {
  const records = idempotencyInMemory();
  for (const key of ['short', 'x'.repeat(129), 'with a blank', 'with\u0000nul-in-it']) {
    const refused = once({ ...request, key }, records, clock, () => Promise.reject(new Error('?')));
    await assert.rejects(refused, { code: 'request.invalid' });
  }
});
