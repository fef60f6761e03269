import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import type { Claim, IdempotencyRecords } from './idempotency.ts';

const NOW = new Date('2026-01-31T12:00:00Z');
const before = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1000);

function claimed(records: IdempotencyRecords, fingerprint = 'f'): Promise<Claim> {
  return records.claim('key', fingerprint, NOW, before(86_400), before(60));
}

/** What every store of Idempotency-Keys does. */
export function idempotencyRecordsTests(
  name: string,
  open: (t: TestContext) => Promise<IdempotencyRecords>,
): void {
  test(`${name}: one of many who come at once does the work`, async (t) => {
    const records = await open(t);
    const claims = await Promise.all(Array.from({ length: 8 }, () => claimed(records)));
    const kinds = claims.map(({ kind }) => kind).toSorted();
    assert.deepEqual(kinds, ['claimed', ...Array.from({ length: 7 }, () => 'in-progress')]);
  });

  test(`${name}: the answer is kept for those who ask the same again`, async (t) => {
    const records = await open(t);
    await claimed(records);
    await records.settle('key', { status: 201, body: '{"a":"\u00e9"}', hasSecret: false });
    assert.deepEqual(await claimed(records), {
      kind: 'answered',
      answer: { status: 201, body: '{"a":"\u00e9"}', hasSecret: false },
    });
    assert.deepEqual(await claimed(records, 'other'), { kind: 'reused' });
  });

  test(`${name}: what was given back can be claimed again`, async (t) => {
    const records = await open(t);
    await claimed(records);
    await records.release('key');
    assert.deepEqual(await claimed(records), { kind: 'claimed' });
  });

  test(`${name}: a key is free after a day, and when its process died`, async (t) => {
    const records = await open(t);
    await records.claim('key', 'f', before(61), before(90_000), before(121));
    assert.deepEqual(await claimed(records), { kind: 'claimed' });
    await records.settle('key', { status: 204, hasSecret: false });
    const tomorrow = new Date(NOW.getTime() + 86_401_000);
    const later = new Date(NOW.getTime() + 1);
    const claim = await records.claim('key', 'other', tomorrow, later, later);
    assert.deepEqual(claim, { kind: 'claimed' });
  });
}
