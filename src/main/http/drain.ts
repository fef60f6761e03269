import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../../base/index.ts';

/**
 * What is being answered, and whether pushes go on. A push is many requests, often each on a connection
 * of its own, and most clients give up when one is refused: while the server stops it takes connections
 * until no push has asked for a moment.
 */
export class Drain {
  readonly #clock: Clock;
  readonly #inFlight = new Set<ServerResponse>();
  #pushes = 0;
  #lastPush = -Infinity;
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
    const pushes = isOfPush(request) ? 1 : 0;
    this.#inFlight.add(response);
    this.#pushes += pushes;
    if (this.#isDraining) response.shouldKeepAlive = false;
    response.once('close', () => {
      this.#inFlight.delete(response);
      this.#pushes -= pushes;
      if (pushes > 0) this.#lastPush = this.#clock.now();
    });
  }

  /** From now on every answer closes its connection: the client's next one finds another process. */
  begin(): void {
    this.#isDraining = true;
    for (const response of this.#inFlight) {
      if (!response.headersSent) response.shouldKeepAlive = false;
    }
  }

  /** True when no push has asked for `quietMs`; false when that takes more than `mostMs`. */
  pushesEnded(quietMs: number, mostMs: number): Promise<boolean> {
    const isQuiet = (): boolean =>
      this.#pushes === 0 && this.#clock.now() - this.#lastPush >= quietMs;
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

/** Uploads and manifests, and the questions of which blobs are there, which come before them. */
function isOfPush({ method, url = '' }: IncomingMessage): boolean {
  if (!url.startsWith('/v2/')) return false;
  if (method === 'HEAD') return url.includes('/blobs/');
  return method === 'POST' || method === 'PATCH' || method === 'PUT';
}
