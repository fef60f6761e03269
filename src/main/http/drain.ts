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
  /** What is being answered, and of a push its repository. */
  readonly #inFlight = new Map<ServerResponse, string | undefined>();
  /** While the server stops: when each push was heard of last. */
  readonly #pushes = new Map<string, number>();
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
    const pushed = pushedIn(request);
    this.#inFlight.set(response, pushed);
    this.#clients += clients;
    if (this.#isDraining) response.shouldKeepAlive = false;
    response.once('close', () => {
      this.#inFlight.delete(response);
      this.#clients -= clients;
      if (clients > 0) this.#lastClient = this.#clock.now();
      if (this.#isDraining && pushed !== undefined) this.#pushes.set(pushed, this.#clock.now());
    });
  }

  /** From now on every answer closes its connection: the client's next one finds another process. */
  begin(): void {
    this.#isDraining = true;
    for (const response of this.#inFlight.keys()) {
      if (!response.headersSent) response.shouldKeepAlive = false;
    }
  }

  /** True when no client of the registry has asked for `quietMs`; false when that takes more than `mostMs`. */
  clientsEnded(quietMs: number, mostMs: number): Promise<boolean> {
    const isQuiet = (): boolean =>
      this.#clients === 0 && this.#clock.now() - this.#lastClient >= quietMs;
    return this.#waits(isQuiet, mostMs);
  }

  /**
   * The same for the pushes of now alone: others may come and go. A push of gigabytes is many requests, and
   * most clients give up when one of them is refused.
   */
  pushesEnded(quietMs: number, mostMs: number): Promise<boolean> {
    const begun = this.#pushesGoingOn(quietMs);
    const isQuiet = (): boolean => {
      const goingOn = this.#pushesGoingOn(quietMs);
      for (const push of begun) if (!goingOn.has(push)) begun.delete(push);
      return begun.size === 0;
    };
    return this.#waits(isQuiet, mostMs);
  }

  /** True when all is answered; false when that takes more than `mostMs`. */
  answered(mostMs: number): Promise<boolean> {
    return this.#waits(() => this.#inFlight.size === 0, mostMs);
  }

  #pushesGoingOn(quietMs: number): Set<string> {
    const since = this.#clock.now() - quietMs;
    const heard = [...this.#pushes].filter(([, at]) => at > since).map(([push]) => push);
    const open = [...this.#inFlight.values()].filter((push) => push !== undefined);
    return new Set([...heard, ...open]);
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

/** The repository that a request pushes to: who asks whether a blob is there means to push too. */
function pushedIn({ method = '', url = '' }: IncomingMessage): string | undefined {
  const [, name, kind] = /^\/v2\/([^?]{1,300})\/(blobs|manifests)\//.exec(url) ?? [];
  const isPush = ['POST', 'PATCH', 'PUT'].includes(method);
  return isPush || (method === 'HEAD' && kind === 'blobs') ? name : undefined;
}

/** A push begins with a ping and a token, and asks which blobs are there before it sends any. */
function isOfRegistry({ url = '' }: IncomingMessage): boolean {
  return url.startsWith('/v2') || url.startsWith('/token');
}
