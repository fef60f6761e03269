/** Entry of the process that updates a server's advisories: parsing feeds would hold up its requests. */
import { setTimeout } from 'node:timers/promises';
import { failureOf } from '../base/index.ts';
import { transportFor } from './feeds/origins.ts';
import { updateFeeds } from './update.ts';
import { type UpdateMessage, type UpdateOrder, isUpdateOrder } from './update-process.ts';

async function update({ attempts, origins, ...order }: UpdateOrder): Promise<UpdateMessage> {
  try {
    const updated = await updateFeeds({
      ...order,
      transport: transportFor(origins, {
        sleep: (milliseconds) => setTimeout(milliseconds),
        attempts,
      }),
      clock: { now: () => Date.now() },
      onProgress: (progress) => process.send?.({ kind: 'progress', progress }),
    });
    if (!updated.ok) return { kind: 'failed', failure: updated.error };
    const refused = updated.value.outcomes.flatMap((outcome) =>
      outcome.kind === 'refused' ? [{ feed: outcome.feed, ...outcome.failure }] : [],
    );
    return { kind: 'done', refused };
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error, 'advisory.update.failed') };
  }
}

async function obey(order: unknown): Promise<void> {
  if (!isUpdateOrder(order)) throw new Error('the order is none');
  const message = await update(order);
  process.send?.(message, () => process.disconnect?.());
}

process.once('message', (order) => void obey(order));
