import type { ServerResponse } from 'node:http';

/** One event of a stream, https://html.spec.whatwg.org/multipage/server-sent-events.html */
export interface ServerEvent {
  /** What a client sends in Last-Event-ID to go on after it. */
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

/** Proxies close what is silent for a minute. */
export const HEARTBEAT_MS = 15_000;

/** A browser waits this long before it comes back. */
const RETRY_MS = 2_000;

/** Each holds a connection and a subscription; a person has a few pages open. */
export const MOST_LISTENERS = 1_000;
export const MOST_LISTENERS_EACH = 20;

/** A client that reads no faster is let go; it comes back with Last-Event-ID. */
const MOST_WAITING_BYTES = 1_048_576;

/** Who listens now; counted so that nobody takes all places. */
export class Listeners {
  readonly #count = new Map<string, number>();
  readonly #open = new Set<AbortController>();
  #all = 0;
  readonly #most: number;
  readonly #mostEach: number;

  constructor(most: number = MOST_LISTENERS, mostEach: number = MOST_LISTENERS_EACH) {
    this.#most = most;
    this.#mostEach = mostEach;
  }

  get size(): number {
    return this.#all;
  }

  /** A place, or `undefined` when there is none. */
  enter(who: string): { readonly end: AbortController; leave(): void } | undefined {
    const own = this.#count.get(who) ?? 0;
    if (this.#all >= this.#most || own >= this.#mostEach) return undefined;
    const end = new AbortController();
    this.#count.set(who, own + 1);
    this.#open.add(end);
    this.#all += 1;
    const leave = (): void => {
      if (!this.#open.delete(end)) return;
      this.#all -= 1;
      const left = (this.#count.get(who) ?? 1) - 1;
      if (left > 0) this.#count.set(who, left);
      else this.#count.delete(who);
    };
    return { end, leave };
  }

  /** Ends every stream: the server stops. */
  close(): void {
    for (const end of this.#open) end.abort();
  }
}

export interface StreamOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly heartbeatMs: number;
  /** Ends the stream from this side. */
  readonly end: AbortController;
}

/**
 * Sends events until they end, the client goes, or it falls too far behind. The iterator gets
 * `return()` in each case, so that its subscription ends too.
 */
export async function streamEvents(
  response: ServerResponse,
  events: AsyncIterable<ServerEvent>,
  { headers, heartbeatMs, end }: StreamOptions,
): Promise<void> {
  response.writeHead(200, {
    ...headers,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.write(`retry: ${RETRY_MS}\n\n`);
  const gone = new Promise<'gone'>((resolve) => {
    response.once('close', () => resolve('gone'));
    end.signal.addEventListener('abort', () => resolve('gone'), { once: true });
  });
  const beat = setInterval(() => {
    if (!isBehind(response)) response.write(': \n\n');
  }, heartbeatMs);
  const iterator = events[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), gone]);
      if (next === 'gone' || next.done === true || isBehind(response)) break;
      response.write(eventText(next.value));
    }
  } finally {
    clearInterval(beat);
    end.abort();
    // Not awaited: an iterator that waits for its next event settles when that comes, or never.
    void iterator.return?.()?.then(undefined, () => undefined);
    response.end();
  }
}

function isBehind(response: ServerResponse): boolean {
  return response.writableLength > MOST_WAITING_BYTES;
}

function eventText({ id, event, data }: ServerEvent): string {
  return `id: ${oneLine(id)}\nevent: ${oneLine(event)}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** A line break would begin another field. JSON has none. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\0]/g, ' ');
}
