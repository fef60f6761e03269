import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../../base/index.ts';

/**
 * What is being answered, and whether pushes and pulls go on. Each is many requests, often on a connection
 * of its own each, and most clients give up when one is refused: while the server stops it takes
 * connections until no client of the registry has asked for a moment.
 */
export class Drain {
  readonly #clock: Clock;
  readonly #inFlight = new Set<ServerResponse>();
  #clients = 0;
  #lastClient = -Infinity;
  #isDraining = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** Requests that are being answered. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Notes a request, until its answer is sent or its connection gone. */
  enter(request: IncomingMessage, response: ServerResponse): void {
    const clients = isOfRegistry(request) ? 1 : 0;
    this.#inFlight.add(response);
    this.#clients += clients;
    if (this.#isDraining) response.shouldKeepAlive = false;
    response.once('close', () => {
      this.#inFlight.delete(response);
      this.#clients -= clients;
      if (clients > 0) this.#lastClient = this.#clock.now();
    });
  }

  /** From now on every answer closes its connection: the client's next one finds another process. */
  begin(): void {
    this.#isDraining = true;
    for (const response of this.#inFlight) {
      if (!response.headersSent) response.shouldKeepAlive = false;
    }
  }

  /** True when no client of the registry has asked for `quietMs`; false when that takes more than `mostMs`. */
  clientsEnded(quietMs: number, mostMs: number): Promise<boolean> {
    const isQuiet = (): boolean =>
      this.#clients === 0 && this.#clock.now() - this.#lastClient >= quietMs;
    return this.#waits(isQuiet, mostMs);
  }

  /** True when all is answered; false when that takes more than `mostMs`. */
  answered(mostMs: number): Promise<boolean> {
    return this.#waits(() => this.#inFlight.size === 0, mostMs);
  }

  async #waits(isOver: () => boolean, mostMs: number): Promise<boolean> {
    const until = this.#clock.now() + mostMs;
    while (!isOver()) {
      if (this.#clock.now() >= until) return false;
      await setTimeout(POLL_MS);
    }
    return true;
  }
}

const POLL_MS = 50;

/** A push begins with a ping and a token, and asks which blobs are there before it sends any. */
function isOfRegistry({ url = '' }: IncomingMessage): boolean {
  return url.startsWith('/v2') || url.startsWith('/token');
}
