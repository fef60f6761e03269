import type { Digest } from '../model/index.ts';
import type { ActingOptions } from './acting.ts';
import type { QueueRow, TroubledRow } from './ports.ts';
import type { QueueAdministration, QueueEntry, QueueItem, WhichAnalyses } from './queue.ts';
import { enqueue } from './take-pushes.ts';
import { stateOfRow, type ViewContext } from './views.ts';

export function administration(options: ActingOptions): QueueAdministration {
  const { records, queue, onQueued, onChange } = options;
  return {
    async queueEntries(query) {
      const { concurrency, clock } = options;
      const context = { concurrency, present: options.present(), now: clock.now() };
      return (await records.troubled(query)).map((row) => itemOf(row, context));
    },
    async retry(which, by) {
      const queued = await records.retry(digestsOf(which), by);
      await enqueue(queued, queue);
      await onQueued(queued);
      return queued.length;
    },
    async cancelQueued(which, by) {
      const digests = digestsOf(which);
      const cancelled = await records.cancel({ ...(digests && { digests }), by });
      for (const digest of cancelled) await onChange(digest);
      return cancelled.length;
    },
  };
}

function digestsOf(which: WhichAnalyses): readonly Digest[] | undefined {
  return which.kind === 'all' ? undefined : which.digests;
}

/** Priorities from here on are of back-fills. */
const BACK_FILL = 16_000;

export function entryOf(row: QueueRow, context: ViewContext): QueueEntry {
  return {
    digest: row.digest,
    platform: row.platform,
    namespace: row.namespace,
    state: stateOfRow(row, context),
    priority: row.priority < BACK_FILL ? 'interactive' : 'back_fill',
    queuedAt: row.queuedAt.toISOString(),
    attempt: row.attempt,
  };
}

function itemOf(row: TroubledRow, context: ViewContext): QueueItem {
  const { at, losses, requestId, endedAt } = row;
  const stuck = stuckBecause(row);
  return {
    ...entryOf(row, context),
    at,
    losses,
    requestId,
    ...(row.phase === 'resting' && endedAt && { endedAt: endedAt.toISOString() }),
    ...(stuck !== undefined && { stuck }),
  };
}

/** Nobody's turn takes so long unless more comes than is done. */
const LONG_MS = 10 * 60_000;
/** A lease of 8 s that nobody took over: the queue itself stands still. */
const LEFT_MS = 30_000;

function stuckBecause(row: TroubledRow): string | undefined {
  const { phase, trouble, attempt, losses, dueForMs, leaseOverMs } = row;
  if (phase === 'resting') return undefined;
  if (phase === 'queued' && trouble) {
    return `waits for another try, after ${attempt}: ${trouble.message}`;
  }
  if (phase === 'queued' && dueForMs > LONG_MS) {
    return `has waited for its turn for ${Math.floor(dueForMs / 60_000)} minutes`;
  }
  if (phase !== 'queued' && leaseOverMs > LEFT_MS) {
    return 'the process that worked on it is gone, and no other took it over';
  }
  const times = losses === 1 ? 'one process was' : `${losses} processes were`;
  return losses > 0 ? `${times} lost while working on it` : undefined;
}
