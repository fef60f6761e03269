import { hash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../base/index.ts';
import { type IdempotencyRecords, KEPT_MS, WORKING_MS } from './idempotency.ts';
import { ProblemError } from './problem.ts';

/** Writes of settings take milliseconds; who waits longer waits for a process that died. */
const MOST_WAIT_MS = 10_000;
const LOOK_MS = 20;

export interface Claiming {
  readonly records: IdempotencyRecords;
  readonly clock: Clock;
  /** A write with a condition is refused rather than done beside another one. */
  readonly isConditional: boolean;
}

/**
 * Writes with no other write of the same thing in between, in any process: what a condition was compared with
 * is what is written over, and of two that name the same ETag one is refused.
 *
 * https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
 */
export async function alone<Value>(
  thing: readonly string[],
  claiming: Claiming,
  write: () => Promise<Value>,
): Promise<Value> {
  const key = hash('sha256', JSON.stringify(['if-match', ...thing]));
  const isClaimed = await claimed(key, claiming);
  if (!isClaimed && claiming.isConditional) {
    throw new ProblemError('resource.changed', 'another write of it goes on');
  }
  try {
    return await write();
  } finally {
    if (isClaimed) await claiming.records.release(key);
  }
}

async function claimed(key: string, { records, clock }: Claiming): Promise<boolean> {
  for (let waited = 0; ; waited += LOOK_MS) {
    const now = clock.now();
    const [staleBefore, deadBefore] = [new Date(now - KEPT_MS), new Date(now - WORKING_MS)];
    const claim = await records.claim(key, key, new Date(now), staleBefore, deadBefore);
    if (claim.kind === 'claimed') return true;
    if (waited >= MOST_WAIT_MS) return false;
    await setTimeout(LOOK_MS);
  }
}
