import type { Clock, Log } from '../base/index.ts';
import type { Digest } from '../model/index.ts';

export interface PullNote {
  readonly repositoryId: number;
  readonly digest: Digest;
  readonly at: Date;
}

/** Writes that a manifest was pulled, later and together: a pull waits for nothing. */
export interface PullNotes {
  pulled(repositoryId: number, digest: Digest): void;
  /** Writes what is still to be written. */
  close(): Promise<void>;
}

/** Late enough for one write to stand for many pulls, soon enough for a page that says `4 min ago`. */
const WRITE_EVERY_MS = 5_000;

/** Manifests between two writes; of more, the later pulls are not noted. */
const MOST_NOTES = 50_000;

export interface PullNoteOptions {
  readonly write: (notes: readonly PullNote[]) => Promise<void>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
  readonly everyMs?: number;
}

export function createPullNotes(options: PullNoteOptions): PullNotes {
  const { write, clock, log, everyMs = WRITE_EVERY_MS } = options;
  const noted = new Map<string, PullNote>();
  let writing = Promise.resolve();

  const flush = async (): Promise<void> => {
    if (noted.size === 0) return;
    const notes = [...noted.values()];
    noted.clear();
    try {
      await write(notes);
    } catch (error) {
      log.warn('pulls not noted', { pulls: notes.length, reason: String(error) });
      for (const note of notes) keep(note);
    }
  };
  /** A later pull that was noted meanwhile stays. */
  const keep = (note: PullNote): void => {
    const key = `${note.repositoryId} ${note.digest}`;
    if (!noted.has(key) && noted.size < MOST_NOTES) noted.set(key, note);
  };
  const timer = setInterval(() => {
    writing = writing.then(flush);
  }, everyMs);
  timer.unref();
  return {
    pulled(repositoryId, digest) {
      const key = `${repositoryId} ${digest}`;
      if (!noted.has(key) && noted.size >= MOST_NOTES) return;
      noted.set(key, { repositoryId, digest, at: new Date(clock.now()) });
    },
    async close() {
      clearInterval(timer);
      writing = writing.then(flush);
      await writing;
    },
  };
}
