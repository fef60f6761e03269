import type { Clock, Log } from '../base/index.ts';
import type { OpenedBlobs } from './open-blobs.ts';

const HOUR_MS = 3_600_000;
/** Longer than the largest blob takes to go up: what is older is of a server that died. */
const ABANDONED_MS = 24 * HOUR_MS;
const EVERY_MS = 6 * HOUR_MS;

/** Removes from the storage what servers that died had begun to send, now and again. Returns its end. */
export function sweepBlobs(
  storage: Pick<OpenedBlobs, 'removeAbandoned'>,
  clock: Clock,
  log: Log,
): () => void {
  const sweep = async (): Promise<void> => {
    try {
      const removed = await storage.removeAbandoned(clock.now() - ABANDONED_MS);
      if (removed > 0) log.info('abandoned uploads removed', { removed });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.warn('abandoned uploads not removed', { reason });
    }
  };
  void sweep();
  const timer = setInterval(() => void sweep(), EVERY_MS).unref();
  return () => clearInterval(timer);
}
