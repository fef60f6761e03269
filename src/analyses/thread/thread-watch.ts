/** What a look at the thread shows. */
export interface ThreadSigns {
  /** Grows while its event loop turns. */
  readonly beats: number;
  /** Messages that came from it. */
  readonly messages: number;
  /** Whether it owes an answer, and is owed none. */
  readonly isToMove: boolean;
}

export interface WatchLimits {
  /** Looks in a row without a beat. */
  readonly silent: number;
  /** Looks in a row without a message from one that is to move. */
  readonly still: number;
}

/**
 * Tells a thread that hangs: its event loop does not turn, or it turns and nothing that is asked of it goes on.
 * It counts looks and not time, for a process that was stopped as a whole goes on where it was.
 */
export class ThreadWatch {
  readonly #limits: WatchLimits;
  #last: ThreadSigns = { beats: -1, messages: -1, isToMove: false };
  #silent = 0;
  #still = 0;

  constructor(limits: WatchLimits) {
    this.#limits = limits;
  }

  /** Why it counts as hanging. */
  look(signs: ThreadSigns): string | undefined {
    this.#silent = signs.beats === this.#last.beats ? this.#silent + 1 : 0;
    const isStill = signs.isToMove && signs.messages === this.#last.messages;
    this.#still = isStill ? this.#still + 1 : 0;
    this.#last = signs;
    if (this.#silent >= this.#limits.silent) return 'it did not turn to anything new for too long';
    if (this.#still >= this.#limits.still)
      return 'what it was asked for did not go on for too long';
    return undefined;
  }
}
