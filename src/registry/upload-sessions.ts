import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { RepositoryRef } from './access.ts';
import type { Context } from './endpoint.ts';
import type { RegistryPorts, RegistrySettings } from './ports.ts';
import type { UploadRow } from './records.ts';
import { Refusal } from './refusal.ts';
import { openSpool, SpoolThread } from './spool/index.ts';
import type { Spool } from './spool/index.ts';

/** An upload that this process works on. */
export interface UploadSession {
  readonly id: string;
  readonly repository: RepositoryRef;
  readonly algorithm: 'sha256' | 'sha512';
  readonly spool: Spool;
}

/** What the endpoints of uploads work with. */
export interface UploadContext extends Context {
  readonly uploads: UploadSessions;
}

/** How often the row of a running upload says that it is alive. */
const TOUCH_MS = 60_000;

interface Held {
  readonly session: UploadSession;
  /** Ends when the request that works on it does. */
  turn: Promise<unknown>;
  /** The request whose body is read. */
  request: IncomingMessage | undefined;
  touchedAt: number;
}

type Ports = Pick<RegistryPorts, 'records' | 'observer' | 'clock' | 'log'>;

/**
 * Uploads: each a row, and a file that grows. What is in memory, the digest so far, is made again from
 * the file after a restart.
 */
export class UploadSessions {
  readonly #ports: Ports;
  readonly #settings: Pick<RegistrySettings, 'spoolFolder' | 'limits'>;
  readonly #thread = new SpoolThread();
  readonly #held = new Map<string, Held>();
  /** Uploads that are just being opened again, so that two requests get the same. */
  readonly #opening = new Map<string, Promise<Held>>();

  constructor(ports: Ports, settings: Pick<RegistrySettings, 'spoolFolder' | 'limits'>) {
    this.#ports = ports;
    this.#settings = settings;
  }

  async start(
    repository: RepositoryRef,
    algorithm: 'sha256' | 'sha512',
    startedBy: string,
  ): Promise<string> {
    const id = randomUUID();
    const touchedAt = new Date(this.#ports.clock.now());
    const row = { id, repositoryId: repository.id, algorithm, startedBy, touchedAt };
    await Promise.all([this.#ports.records.startUpload(row), this.#open(repository, row)]);
    return id;
  }

  /**
   * Lets one request at a time work on an upload. A newer one ends the one before it: a client that lost
   * its connection is back before we noticed.
   */
  async with<Value>(
    repository: RepositoryRef,
    id: string,
    request: IncomingMessage,
    work: (session: UploadSession) => Promise<Value>,
  ): Promise<Value> {
    const held = await this.#find(repository, id);
    held.request?.destroy();
    const turn = held.turn.then(async () => {
      // The request before may have ended it.
      if (this.#held.get(id) !== held) throw unknownUpload();
      held.request = request;
      try {
        await this.#touch(held);
        return await work(held.session);
      } finally {
        held.request = undefined;
      }
    });
    held.turn = turn.catch(() => undefined);
    return await turn;
  }

  /** How many bytes came, also while more do. */
  async sizeOf(repository: RepositoryRef, id: string): Promise<number> {
    return (await this.#find(repository, id)).session.spool.size;
  }

  /** Ends it: the file is let go, and removed unless it was stored. */
  async end(session: UploadSession, outcome: 'stored' | 'abandoned'): Promise<void> {
    this.#held.delete(session.id);
    await session.spool.close();
    if (outcome === 'abandoned') this.#ports.observer.abandoned(session.id);
    await rm(session.spool.path, { force: true });
  }

  /** Gives up uploads that nothing was heard of, here or in a process that is gone. */
  async abandonIdle(): Promise<number> {
    const { records, clock } = this.#ports;
    const before = new Date(clock.now() - this.#settings.limits.uploadIdleMs);
    let count = 0;
    for (;;) {
      const ids = await records.endUploadsBefore(before, 500);
      for (const id of ids) {
        const held = this.#held.get(id);
        if (held) await this.end(held.session, 'abandoned');
        else await rm(this.#pathOf(id), { force: true });
      }
      count += ids.length;
      if (ids.length === 0) break;
    }
    return count + (await this.#removeStrangers(before));
  }

  /** Lets go of all files; the uploads can go on in the next process. */
  async close(): Promise<void> {
    const held = [...this.#held.values()];
    this.#held.clear();
    await Promise.all(held.map(({ session }) => session.spool.close().catch(() => undefined)));
    await this.#thread.close();
  }

  async #find(repository: RepositoryRef, id: string): Promise<Held> {
    const held = this.#held.get(id) ?? (await this.#opening.get(id));
    if (held?.session.repository.id === repository.id) return held;
    const row = held ? undefined : await this.#ports.records.uploadIn(repository.id, id);
    if (!row) throw unknownUpload();
    return await (this.#opening.get(id) ?? this.#open(repository, row));
  }

  async #open(repository: RepositoryRef, row: UploadRow): Promise<Held> {
    const opening = this.#openFile(repository, row);
    this.#opening.set(row.id, opening);
    try {
      return await opening;
    } finally {
      this.#opening.delete(row.id);
    }
  }

  async #openFile(repository: RepositoryRef, row: UploadRow): Promise<Held> {
    const { observer } = this.#ports;
    const { id, algorithm } = row;
    await mkdir(this.#settings.spoolFolder, { recursive: true });
    const path = this.#pathOf(id);
    const spool = await openSpool(path, algorithm, this.#thread, (bytes) =>
      observer.grew(id, bytes),
    );
    const held: Held = {
      session: { id, repository, algorithm, spool },
      turn: Promise.resolve(),
      request: undefined,
      touchedAt: row.touchedAt.getTime(),
    };
    this.#held.set(id, held);
    observer.started({ id, repository: repository.name, spoolPath: path });
    return held;
  }

  async #touch(held: Held): Promise<void> {
    const now = this.#ports.clock.now();
    if (now - held.touchedAt < TOUCH_MS) return;
    held.touchedAt = now;
    await this.#ports.records.touchUpload(held.session.id, new Date(now));
  }

  /** Files whose rows are gone. */
  async #removeStrangers(before: Date): Promise<number> {
    const names = await readdir(this.#settings.spoolFolder).catch(() => []);
    let count = 0;
    for (const name of names.filter((name) => !this.#held.has(name))) {
      const found = await stat(this.#pathOf(name)).catch(() => undefined);
      if (!found || found.mtime >= before) continue;
      await rm(this.#pathOf(name), { force: true });
      count += 1;
    }
    return count;
  }

  #pathOf(id: string): string {
    return join(this.#settings.spoolFolder, id);
  }
}

export function unknownUpload(): Refusal {
  return new Refusal(
    'BLOB_UPLOAD_UNKNOWN',
    'there is no such upload, or it ended; start a new one',
  );
}
