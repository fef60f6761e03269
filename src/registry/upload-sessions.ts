import { randomUUID } from 'node:crypto';
import { mkdir, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { RepositoryRef } from './access.ts';
import type { Context } from './endpoint.ts';
import { repositoryGone } from './endpoint.ts';
import type { RegistryPorts, RegistrySettings } from './ports.ts';
import type { UploadOwner } from './peers.ts';
import type { UploadRow } from './records.ts';
import { Refusal } from './refusal.ts';
import { openSpool, SpoolThread } from './spool/index.ts';
import type { Spool } from './spool/index.ts';
import type { Forwarder } from './forwarder.ts';
import { UploadFiles } from './upload-files.ts';

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
  readonly forwarder: Forwarder;
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

type Ports = Pick<RegistryPorts, 'records' | 'observer' | 'clock' | 'log' | 'shelf'>;
type Settings = Pick<RegistrySettings, 'spoolFolder' | 'limits' | 'peers'>;

/** Uploads that are put aside at the same time when the process leaves. */
const LEAVING_AT_ONCE = 4;

/**
 * Uploads: each a row, and a file that grows. What is in memory, the digest so far, is made again from
 * the file after a restart, or by another process that takes the upload over.
 */
export class UploadSessions {
  readonly #ports: Ports;
  readonly #settings: Settings;
  readonly #files: UploadFiles;
  readonly #thread = new SpoolThread();
  readonly #held = new Map<string, Held>();
  /** Uploads that are just being opened again, so that two requests get the same. */
  readonly #opening = new Map<string, Promise<Held | undefined>>();

  constructor(ports: Ports, settings: Settings) {
    this.#ports = ports;
    this.#settings = settings;
    this.#files = new UploadFiles(settings.spoolFolder, ports.shelf);
  }

  async start(
    repository: RepositoryRef,
    algorithm: 'sha256' | 'sha512',
    startedBy: string,
  ): Promise<string> {
    const id = randomUUID();
    const touchedAt = new Date(this.#ports.clock.now());
    const row: UploadRow = {
      id,
      repositoryId: repository.id,
      algorithm,
      startedBy,
      touchedAt,
      owner: this.#settings.peers.self,
      turn: 0,
      releasedBytes: undefined,
    };
    const [started, opened] = await Promise.allSettled([
      this.#ports.records.startUpload(row),
      this.#open(repository, row),
    ]);
    if (opened.status === 'rejected') throw opened.reason;
    if (started.status === 'fulfilled' && started.value.ok) return id;
    const held = this.#held.get(id);
    if (held) await this.end(held.session, 'abandoned');
    throw started.status === 'rejected' ? started.reason : repositoryGone(repository);
  }

  /** The other process that works on an upload; `undefined` when it is this one, or nobody. */
  async ownerElsewhere(repository: RepositoryRef, id: string): Promise<UploadOwner | undefined> {
    if (this.#held.has(id) || this.#opening.has(id)) return undefined;
    const row = await this.#ports.records.uploadIn(repository.id, id);
    if (!row) throw unknownUpload();
    return row.owner?.id === this.#settings.peers.self.id ? undefined : row.owner;
  }

  /**
   * Goes on with the upload of an owner that is gone, from its file. Not where that is out of reach: the
   * owner may come back, or be about to give it up.
   */
  async takeOver(repository: RepositoryRef, id: string, gone: UploadOwner): Promise<boolean> {
    if (!this.#files.areShared || this.#opening.has(id)) return false;
    const row = await this.#ports.records.uploadIn(repository.id, id);
    if (row?.owner?.id !== gone.id) return false;
    const held = await this.#opened(row, () => this.#claim(repository, row));
    if (held) this.#ports.log.info('upload taken over', { upload: id, from: gone.address });
    return held !== undefined;
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
      const ended = await records.endUploadsBefore(before, 500);
      for (const { id, turn } of ended) {
        const held = this.#held.get(id);
        if (held) await this.end(held.session, 'abandoned');
        await this.#files.remove(id, turn);
      }
      count += ended.length;
      if (ended.length === 0) break;
    }
    const known = new Set([...this.#held.values()].map(({ session }) => session.spool.path));
    return count + (await this.#files.removeStrangers(before, known));
  }

  /** Lets go of all uploads; they can go on in the next process, or in any other. */
  async close(): Promise<void> {
    const held = [...this.#held.values()];
    this.#held.clear();
    const leave = async (): Promise<void> => {
      for (let one = held.pop(); one; one = held.pop()) await this.#release(one.session);
    };
    await Promise.all(Array.from({ length: LEAVING_AT_ONCE }, leave));
    await this.#thread.close();
  }

  /** Where that fails the upload waits for this process to come back. */
  async #release({ id, spool }: UploadSession): Promise<void> {
    try {
      await spool.close();
      const { size } = await stat(spool.path);
      await this.#ports.shelf?.put(id, spool.path, size);
      await this.#ports.records.releaseUpload(id, this.#settings.peers.self.id, size);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#ports.log.warn('upload not given up', { upload: id, reason });
    }
  }

  async #find(repository: RepositoryRef, id: string): Promise<Held> {
    const held = this.#held.get(id) ?? (await this.#opening.get(id));
    if (held?.session.repository.id === repository.id) return held;
    const row = held ? undefined : await this.#ports.records.uploadIn(repository.id, id);
    if (!row) throw unknownUpload();
    const isOurs = row.owner?.id === this.#settings.peers.self.id;
    const opened = await this.#opened(row, async () =>
      isOurs ? await this.#openFile(repository, row, 'old') : await this.#claim(repository, row),
    );
    if (!opened) throw unknownUpload();
    return opened;
  }

  async #open(repository: RepositoryRef, row: UploadRow): Promise<void> {
    await this.#opened(row, () => this.#openFile(repository, row, 'new'));
  }

  /** Two requests that come at once get the same. */
  async #opened(
    { id }: UploadRow,
    open: () => Promise<Held | undefined>,
  ): Promise<Held | undefined> {
    const before = this.#opening.get(id);
    if (before) return await before;
    const opening = open();
    this.#opening.set(id, opening);
    try {
      return await opening;
    } finally {
      this.#opening.delete(id);
    }
  }

  /** The row first: of two that want it one goes on, from a file that nobody else writes to. */
  async #claim(repository: RepositoryRef, row: UploadRow): Promise<Held | undefined> {
    const { self } = this.#settings.peers;
    if (!(await this.#ports.records.claimUpload(row, self))) return undefined;
    await this.#files.adopt(row);
    const claimed = { ...row, owner: self, turn: row.turn + 1, releasedBytes: undefined };
    return await this.#openFile(repository, claimed, 'old');
  }

  /** `undefined` where an upload that had begun has no file. */
  async #openFile(
    repository: RepositoryRef,
    row: UploadRow,
    age: 'new' | 'old',
  ): Promise<Held | undefined> {
    const { observer } = this.#ports;
    const { id, algorithm } = row;
    await mkdir(this.#settings.spoolFolder, { recursive: true });
    const path = this.#files.pathOf(row);
    if (age === 'old' && !(await stat(path).catch(() => undefined))) return undefined;
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
}

export function unknownUpload(): Refusal {
  return new Refusal(
    'BLOB_UPLOAD_UNKNOWN',
    'there is no such upload, or it ended; start a new one',
  );
}
