import { setTimeout } from 'node:timers/promises';
import type { Log } from '../base/index.ts';
import type { Digest } from '../model/index.ts';
import type { EventStream } from './event-stream.ts';
import type { AnalysisRecords, Notice } from './ports.ts';
import { type ViewContext, stateOfRow } from './views.ts';

export interface ChangeOptions {
  readonly records: Pick<AnalysisRecords, 'changed'>;
  readonly stream: EventStream;
  readonly context: () => ViewContext;
  readonly log: Log;
}

/** A database that does not answer is asked again. */
const AGAIN_MS = 500;

/**
 * From notices that something changed to events that say how it stands. The state is read here, one read at
 * a time: of two changes the later state is never told first, and what changed twice meanwhile is told once.
 */
export class Changes {
  readonly #options: ChangeOptions;
  readonly #waiting = new Set<Digest>();
  #isRunning = false;
  #isClosed = false;

  constructor(options: ChangeOptions) {
    this.#options = options;
  }

  /** `undefined`: notices may have been missed, so whoever looks on is to look again. */
  heard(notice: Notice | undefined): void {
    const { stream } = this.#options;
    if (notice === undefined) stream.emit({ kind: 'resync' });
    else if (notice.kind === 'snapshot') stream.emit(notice);
    else if (stream.hasListeners) {
      this.#waiting.add(notice.digest);
      if (!this.#isRunning) void this.#tellAll();
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#waiting.clear();
  }

  async #tellAll(): Promise<void> {
    this.#isRunning = true;
    for (const digest of this.#waiting) {
      // Before it is read: what changes from here on is another change.
      this.#waiting.delete(digest);
      await this.#tell(digest);
    }
    this.#isRunning = false;
  }

  async #tell(digest: Digest): Promise<void> {
    const { records, stream, context, log } = this.#options;
    try {
      const changed = await records.changed(digest);
      if (changed === undefined) return;
      const { row, repositoryIds } = changed;
      const state = stateOfRow(row, context());
      stream.emit({ kind: 'state', repositoryIds, digest, platform: row.platform, state });
    } catch (error) {
      if (this.#isClosed) return;
      log.warn('change not read', { digest, reason: String(error) });
      this.#waiting.add(digest);
      await setTimeout(AGAIN_MS);
    }
  }
}
