import type { Digest } from '../../model/index.ts';

/** Of what belongs to no analysis. */
export type Turn = Digest | undefined;

interface Waiting {
  readonly turn: Turn;
  readonly enter: () => void;
}

/**
 * Who is in the thread. What was in it when it died comes back alone: so it is known whose fault it is when it
 * dies again, and nobody else's try is spent on it.
 */
export class Turns {
  readonly #inside: Turn[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #suspects = new Set<Digest>();

  async run<Value>(turn: Turn, work: () => Promise<Value>, signal?: AbortSignal): Promise<Value> {
    await this.#entered(turn, signal);
    try {
      return await work();
    } finally {
      this.#inside.splice(this.#inside.indexOf(turn), 1);
      this.#letIn();
    }
  }

  get isEmpty(): boolean {
    return this.#inside.length === 0;
  }

  /** It went through the thread to its end. */
  clear(digest: Digest): void {
    this.#suspects.delete(digest);
  }

  /** All that is inside is under suspicion; whether that is one alone. */
  died(): boolean {
    for (const turn of this.#inside) if (turn !== undefined) this.#suspects.add(turn);
    return this.#inside.length === 1;
  }

  /** In the order of asking, whoever asks. */
  #entered(turn: Turn, signal: AbortSignal | undefined): Promise<void> {
    const entered = Promise.withResolvers<void>();
    const waiting: Waiting = { turn, enter: entered.resolve };
    const giveUp = (): void => {
      const at = this.#waiting.indexOf(waiting);
      if (at < 0) return;
      this.#waiting.splice(at, 1);
      entered.reject(signal?.reason);
      this.#letIn();
    };
    this.#waiting.push(waiting);
    this.#letIn();
    if (signal?.aborted) giveUp();
    else signal?.addEventListener('abort', giveUp, { once: true });
    return entered.promise.finally(() => signal?.removeEventListener('abort', giveUp));
  }

  #letIn(): void {
    for (
      let next = this.#waiting[0];
      next && this.#hasRoomFor(next.turn);
      next = this.#waiting[0]
    ) {
      this.#waiting.shift();
      this.#inside.push(next.turn);
      next.enter();
    }
  }

  #hasRoomFor(turn: Turn): boolean {
    if (this.#inside.length === 0) return true;
    return !this.#isSuspect(turn) && !this.#inside.some((one) => this.#isSuspect(one));
  }

  #isSuspect(turn: Turn): boolean {
    return turn !== undefined && this.#suspects.has(turn);
  }
}
