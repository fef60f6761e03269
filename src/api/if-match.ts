import { hash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../base/index.ts';
import { type IdempotencyRecords, KEPT_MS, WORKING_MS } from './idempotency.ts';
import { ProblemError } from './problem.ts';

/** Writes of settings take milliseconds; who waits longer waits for a process that died. */
const MOST_WAIT_MS = 10_000;
const LOOK_MS = 20;

/**
 * Compares and writes with no other conditional write of the same thing in between, in any process: of two
 * that name the same ETag one is refused. https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
 */
export async function alone<Value>(
  thing: readonly string[],
  records: IdempotencyRecords,
  clock: Clock,
  compareAndWrite: () => Promise<Value>,
): Promise<Value> {
  const key = hash('sha256', JSON.stringify(['if-match', ...thing]));
  await claimed(key, records, clock);
  try {
    return await compareAndWrite();
  } finally {
    await records.release(key);
  }
}

async function claimed(key: string, records: IdempotencyRecords, clock: Clock): Promise<void> {
  for (let waited = 0; ; waited += LOOK_MS) {
    const now = clock.now();
    const [staleBefore, deadBefore] = [new Date(now - KEPT_MS), new Date(now - WORKING_MS)];
    const claim = await records.claim(key, key, new Date(now), staleBefore, deadBefore);
    if (claim.kind === 'claimed') return;
    if (waited >= MOST_WAIT_MS) {
      throw new ProblemError('resource.changed', 'another write of it goes on');
    }
    await setTimeout(LOOK_MS);
  }
}
