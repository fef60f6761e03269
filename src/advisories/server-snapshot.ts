import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure, Result } from '../base/index.ts';
import { err, failure, failureOf, ok } from '../base/index.ts';
import type { AdvisorySnapshot, Digest } from '../model/index.ts';
import { Activation } from './activation.ts';
import type { Decisions } from './decisions.ts';
import { readChecks, refusedLately } from './feed-checks.ts';
import { dueAt } from './feed-schedule.ts';
import { CONTEXT_FEEDS, feedNamed, feedsFor } from './feeds/catalog.ts';
import { feedsIn } from './feeds/transport.ts';
import { openSnapshot } from './open.ts';
import { OpenedSnapshot } from './snapshot/opened-snapshot.ts';
import type { FeedOverview, SnapshotOverview } from './overview.ts';
import { feedOverviews, snapshotOverviews } from './overview.ts';
import type { ServerSnapshotOptions, ServerSnapshotStatus } from './server-snapshot-options.ts';
import { digestOf } from './snapshot/memory-snapshot.ts';
import { SnapshotStore } from './snapshot/store.ts';
import type { SnapshotSource } from './source.ts';
import { starterSnapshot } from './starter.ts';
import { databaseStatus } from './status.ts';
import type { FeedProgress } from './update.ts';
import { updateInProcess } from './update-process.ts';

/** Snapshots whose manifests are lent; no more are on disk. */
const LENT = 8;

/** Another process that shares the folder may activate a snapshot: how often that is looked for. */
const LOOK_MS = 5000;

/** How often it is looked whether a feed is due. */
const REFRESH_MS = 30_000;

/** What most images need: the first part of a first start. */
const COMMON_FEEDS: ReadonlySet<string> = new Set([
  ...CONTEXT_FEEDS,
  'debian-tracker',
  'alpine-secdb',
  'osv/npm',
  'osv/PyPI',
]);

/** A feed that could not be had is not asked for by the way for an hour. */
const RETRY_AFTER_MS = 3_600_000;

/** More of them would only ask again for what the ones before bring. */
const MOST_WAITING = 8;

/** An image waits so long for feeds that it is the first to need; then it is matched without. */
const WAIT_MS = 60_000;

/** What is to be fetched, and how. */
interface Wish {
  readonly feeds: readonly string[];
  /** Requests for one file. */
  readonly attempts?: number;
  /** By a person: also what came within the minute. */
  readonly isForced?: boolean;
  readonly acceptsShrinking?: boolean;
  /** An image waits for feeds that nobody needed before: what they say can take nothing away. */
  readonly isAtOnce?: boolean;
}

/** The advisories of a server: one active snapshot, and a newer one in its place as a whole. */
export class ServerSnapshot {
  readonly #options: ServerSnapshotOptions;
  readonly #activation: Activation;
  readonly #stopping = new AbortController();
  #current: AdvisorySnapshot;
  #pointer: string;
  /** Numbers by digests: who was told of one may fetch it though it was replaced meanwhile. */
  readonly #lately = new Map<Digest, number>();
  #timers: NodeJS.Timeout[] = [];
  #updating: Promise<void> = Promise.resolve();
  /** Updates that run or wait for it. */
  #waiting = 0;
  #progress: FeedProgress | undefined;
  #failure: (Failure & { readonly at: string }) | undefined;

  private constructor(options: ServerSnapshotOptions, current: AdvisorySnapshot) {
    this.#options = options;
    this.#activation = new Activation(options);
    this.#current = current;
    this.#lately.set(current.digest, current.number);
    this.#pointer = pointerOf(options.folder);
  }

  /** With what is there, or the starter feed; `start` brings the rest. */
  static async open(options: ServerSnapshotOptions): Promise<Result<ServerSnapshot, Failure>> {
    const opened = openSnapshot(options.folder);
    if (!opened.ok) return opened;
    return ok(new ServerSnapshot(options, opened.value ?? (await starterSnapshot())));
  }

  /** Fetches what a first start needs, and from then on what is there each hour. */
  start(): void {
    if (this.#current.isStarter) void this.#updateFirst();
    this.#timers = [
      setInterval(() => this.lookAgain(), LOOK_MS).unref(),
      setInterval(() => this.refreshDue(), REFRESH_MS).unref(),
    ];
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#stopping.abort();
    await this.#updating;
  }

  current(): AdvisorySnapshot {
    return this.#current;
  }

  /**
   * The active snapshot, once the namespaces' feeds are there as far as they can be had. Until the
   * first ones are there it is the starter feed: who matched with it matches again then.
   */
  async covering(namespaces: readonly string[]): Promise<AdvisorySnapshot> {
    const feeds = this.#current.isStarter ? [] : this.#missingFeeds(namespaces);
    if (feeds.length > 0)
      await this.#atMost(WAIT_MS, this.#update({ feeds, attempts: 1, isAtOnce: true }));
    return this.#current;
  }

  /** Where another thread opens a snapshot that was active here. */
  sourceOf(snapshot: AdvisorySnapshot): SnapshotSource {
    if (!(snapshot instanceof OpenedSnapshot)) return { kind: 'starter' };
    const { folder } = this.#options;
    const { number, digest, checked } = snapshot;
    return { kind: 'stored', folder, number, digest, checked: [...checked] };
  }

  /** One that was active and is still on disk. */
  stored(digest: Digest): (SnapshotSource & { readonly kind: 'stored' }) | undefined {
    const { folder } = this.#options;
    const store = new SnapshotStore(folder);
    for (const number of store.numbers().toReversed()) {
      const manifest = store.manifestBytes(number);
      if (!manifest.ok || digestOf(manifest.value) !== digest) continue;
      return { kind: 'stored', folder, number, digest, checked: [] };
    }
    return undefined;
  }

  /** Feeds that are here and whose time has come are asked for again, unless an update is under way. */
  refreshDue(): void {
    if (this.#waiting > 0 || !this.#canFetch()) return;
    const { folder, clock, intervals } = this.#options;
    const checks = new Map(readChecks(folder).map((check) => [check.feed, check]));
    const now = clock.now();
    const due = this.#feedsHere().filter((name) => dueAt(name, checks.get(name), intervals) <= now);
    if (due.length === 0 && !this.#activation.hasWaiting()) return;
    void this.#update({ feeds: due });
  }

  /** The same at once for an administrator, or of these feeds; the status tells how it goes on. */
  startUpdate(
    named: readonly string[] | undefined,
    acceptsShrinking = false,
  ): Result<number, Failure> {
    const unknown = named?.find((name) => feedNamed(name) === undefined);
    if (unknown !== undefined) {
      return err(failure('advisory.feed.unknown', `there is no feed '${unknown}'`));
    }
    if (!this.#canFetch()) {
      const message = 'the server is offline (DRYDOCK_OFFLINE), and no folder has its feeds';
      return err(failure('advisory.offline', message));
    }
    if (this.#waiting >= MOST_WAITING) {
      return err(failure('advisory.busy', 'updates are under way already'));
    }
    const here = this.#feedsHere();
    const feeds = named ?? (here.length > 0 ? here : this.#firstFeeds());
    void this.#update({ feeds, isForced: true, acceptsShrinking });
    return ok(feeds.length);
  }

  /** Another of the stored ones counts from now on. */
  async switchTo(number: number): Promise<Result<void, Failure>> {
    const switched = await this.#activation.switchTo(number);
    if (!switched.ok) return switched;
    this.lookAgain();
    return ok(undefined);
  }

  /** The active one goes on to count, whatever updates bring. */
  pin(): void {
    this.#activation.pin();
  }

  /** What came meanwhile counts, if it does not look wrong. */
  unpin(): void {
    this.#activation.unpin();
    void this.#update({ feeds: [] });
  }

  decisions(): Decisions {
    return this.#activation.decisions();
  }

  feeds(): Result<readonly FeedOverview[], Failure> {
    return feedOverviews(this.#options.folder, this.#options.clock.now());
  }

  snapshots(): Result<readonly SnapshotOverview[], Failure> {
    return snapshotOverviews(this.#options.folder);
  }

  #feedsHere(): readonly string[] {
    const { folder, clock } = this.#options;
    const status = databaseStatus(folder, clock.now());
    return status.ok ? (status.value?.feeds ?? []).map(({ name }) => name) : [];
  }

  status(): ServerSnapshotStatus {
    const { number, digest, createdAt, isStarter } = this.#current;
    return {
      number,
      digest,
      createdAt,
      isStarter,
      namespaces: namespaceCount(this.#current),
      checked: checkedIn(this.#current),
      updates: this.#waiting,
      ...(this.#progress && { progress: this.#progress }),
      ...(this.#failure && { failure: this.#failure }),
    };
  }

  /** The manifest of a snapshot that was active lately, or a shard, as stored. */
  part(digest: Digest): Buffer | undefined {
    const number = this.#lately.get(digest);
    const store = new SnapshotStore(this.#options.folder);
    const stored = number === undefined ? store.readStored(digest) : store.manifestBytes(number);
    return stored.ok ? stored.value : undefined;
  }

  /** Part by part, each activated when it is there, so that nobody waits for all of the first. */
  async #updateFirst(): Promise<void> {
    const feeds = this.#firstFeeds();
    const first = feeds.filter((feed) => COMMON_FEEDS.has(feed.replace(/^(alpine-secdb).*/, '$1')));
    const parts = [first, ...feeds.filter((feed) => !first.includes(feed)).map((feed) => [feed])];
    for (const part of parts) await this.#update({ feeds: part });
    if (!this.#stopping.signal.aborted) this.#options.onFirstDone?.(this.#current);
  }

  /** All that a folder holds; of publishers what every report needs, the rest as images ask for it. */
  #firstFeeds(): readonly string[] {
    const { isOffline } = this.#options;
    const there = this.#folders().flatMap(feedsIn);
    return there.length > 0 || isOffline ? [...new Set(there)] : CONTEXT_FEEDS;
  }

  #missingFeeds(namespaces: readonly string[]): readonly string[] {
    const missing = namespaces.filter((one) => this.#current.coverageOf(one) === undefined);
    if (missing.length === 0 || !this.#canFetch()) return [];
    const { folder, clock } = this.#options;
    const refused = refusedLately(folder, clock.now(), RETRY_AFTER_MS);
    return [...new Set(missing.flatMap(feedsFor))].filter((feed) => !refused.has(feed));
  }

  #canFetch(): boolean {
    return !this.#options.isOffline || this.#folders().length > 0;
  }

  #folders(): readonly string[] {
    return this.#options.origins
      .split(',')
      .map((origin) => origin.trim())
      .filter((origin) => origin !== '' && origin !== 'publishers' && !/^https?:/.test(origin));
  }

  /** One after the other: the second may find that the first brought what it wants. */
  #update(wish: Wish): Promise<void> {
    this.#waiting += 1;
    this.#updating = this.#updating
      .then(() => this.#fetch(wish))
      .then(() => this.#decide())
      .finally(() => {
        this.#waiting -= 1;
      });
    return this.#updating;
  }

  async #fetch(wish: Wish): Promise<void> {
    const { folder, isOffline, log, runUpdate = updateInProcess } = this.#options;
    const { attempts = FIRST_ATTEMPTS, acceptsShrinking = false } = wish;
    const { signal } = this.#stopping;
    const feeds = wish.isForced ? wish.feeds : this.#notThere(wish.feeds);
    if (signal.aborted || feeds.length === 0) return;
    const origins = isOffline ? this.#folders().join(',') : this.#options.origins;
    const activates = this.#activatesAtOnce(wish);
    const order = { folder, origins, feeds, attempts, activates, acceptsShrinking };
    log.info('advisories update started', { feeds: feeds.length });
    const updated = await runUpdate(order, (progress) => this.#tell(progress), signal);
    this.#progress = undefined;
    if (signal.aborted) return;
    if (!updated.ok) {
      this.#fail('advisories update failed', updated.error);
      return;
    }
    for (const { feed, code, message } of updated.value) {
      log.warn('advisories feed refused', { feed, code, reason: message });
    }
    this.#failure = undefined;
  }

  /** Where there is nothing yet, a wrong one can take the place of nothing. */
  #activatesAtOnce({ isAtOnce = false }: Wish): boolean {
    return this.#current.isStarter || (isAtOnce && this.decisions().pinnedAt === undefined);
  }

  async #decide(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    try {
      await this.#activation.decide();
    } catch (error) {
      this.#fail('advisories snapshot not decided', failureOf(error, 'advisory.canary.failed'));
    }
    this.lookAgain();
  }

  #fail(what: string, { code, message }: Failure): void {
    this.#options.log.error(what, { code, reason: message });
    this.#failure = { code, message, at: this.#now() };
  }

  /** What another update brought meanwhile is not asked for twice within the minute, but by a person. */
  #notThere(feeds: readonly string[]): readonly string[] {
    const { folder, clock } = this.#options;
    const status = databaseStatus(folder, clock.now());
    const known = status.ok ? (status.value?.feeds ?? []) : [];
    const recent = new Set(
      known
        .filter(({ fetchedAt }) => clock.now() - Date.parse(fetchedAt) < 60_000)
        .map(({ name }) => name),
    );
    return feeds.filter((feed) => !recent.has(feed));
  }

  #tell(progress: FeedProgress): void {
    this.#progress = progress;
  }

  /** Takes what is active in the folder by now. */
  lookAgain(): void {
    const { folder, log, onActivated } = this.#options;
    const pointer = pointerOf(folder);
    if (pointer === this.#pointer) return;
    const opened = openSnapshot(folder);
    if (!opened.ok) {
      this.#fail('advisories snapshot unreadable', opened.error);
      return;
    }
    this.#pointer = pointer;
    if (opened.value === undefined) return;
    this.#current = opened.value;
    const { number, digest } = opened.value;
    this.#lately.set(digest, number);
    const [oldest] = this.#lately.keys();
    if (this.#lately.size > LENT && oldest !== undefined) this.#lately.delete(oldest);
    log.info('advisories snapshot activated', { number, digest });
    onActivated?.(opened.value);
  }

  async #atMost(milliseconds: number, work: Promise<void>): Promise<void> {
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, milliseconds);
    await Promise.race([work, late.promise]);
    clearTimeout(timer);
  }

  #now(): string {
    return new Date(this.#options.clock.now()).toISOString();
  }
}

/** For what somebody waits for, or will look at. */
const FIRST_ATTEMPTS = 4;

function namespaceCount(snapshot: AdvisorySnapshot): number {
  return snapshot instanceof OpenedSnapshot ? snapshot.namespaces().length : 0;
}

function checkedIn(snapshot: AdvisorySnapshot): Readonly<Record<string, string>> {
  return snapshot instanceof OpenedSnapshot ? Object.fromEntries(snapshot.checked) : {};
}

/** Changes whenever another snapshot is activated, since the file is replaced. */
function pointerOf(folder: string): string {
  const found = statSync(join(folder, 'active'), { throwIfNoEntry: false, bigint: true });
  return found ? `${found.ino} ${found.mtimeNs}` : '';
}
