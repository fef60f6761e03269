import { Client } from 'pg';
import type { Log } from '../base/index.ts';

/** Told the payload of a notice, or `undefined` when notices may have been missed. */
export type NoticeListener = (payload: string | undefined) => void;

/** What other processes say through the database. */
export interface Notifications {
  /** Calls back for each notice on a channel until the returned function is called. */
  listen(channel: string, listener: NoticeListener): Promise<() => void>;
  close(): Promise<void>;
}

/** How long a lost connection is left alone before it is tried again, in milliseconds. */
const AGAIN_AFTER = 1000;
const CONNECT_MS = 2000;

/**
 * One connection that listens on all channels of this process. While it is lost, every second or two, and
 * when it is back, each listener hears `undefined`: whatever it remembers may be stale.
 */
export function openNotifications(url: string, log: Log): Notifications {
  const notifications = new SharedListener(url, log);
  return {
    listen: (channel, listener) => notifications.listen(channel, listener),
    close: () => notifications.close(),
  };
}

class SharedListener {
  readonly #url: string;
  readonly #log: Log;
  readonly #listeners = new Map<string, Set<NoticeListener>>();
  #client: Promise<Client> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(url: string, log: Log) {
    this.#url = url;
    this.#log = log;
  }

  async listen(channel: string, listener: NoticeListener): Promise<() => void> {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(listener));
    const client = await (this.#client ??= this.#connect());
    await client.query(`listen ${channel}`);
    return () => listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    const client = await this.#client?.catch(() => undefined);
    await client?.end();
  }

  async #connect(): Promise<Client> {
    const client = new Client({
      connectionString: this.#url,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_MS,
    });
    client.on('notification', ({ channel, payload }) => {
      for (const listener of this.#listeners.get(channel) ?? []) listener(payload ?? '');
    });
    client.on('error', () => undefined);
    client.on('end', () => this.#lost());
    try {
      await client.connect();
      for (const channel of this.#listeners.keys()) await client.query(`listen ${channel}`);
    } catch (error) {
      this.#lost();
      throw error;
    }
    this.#tellAll();
    return client;
  }

  #lost(): void {
    if (this.#isClosed || this.#timer) return;
    this.#log.warn('database notices lost');
    this.#tellAll();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#client = this.#connect();
      // Told and tried again by `#lost`.
      this.#client.catch(() => undefined);
    }, AGAIN_AFTER);
  }

  #tellAll(): void {
    for (const listeners of this.#listeners.values()) {
      for (const listener of listeners) listener(undefined);
    }
  }
}
