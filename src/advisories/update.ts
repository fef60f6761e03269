import { err, failure, ok } from '../base/index.ts';
import type { Clock, Failure, Result } from '../base/index.ts';
import { feedNamed } from './feeds/catalog.ts';
import type { Feed } from './feeds/feed.ts';
import { LocalCopies } from './feeds/local-copies.ts';
import { obtainFeed } from './feeds/obtain.ts';
import type { ObtainedFeed } from './feeds/obtain.ts';
import { obtainOsv } from './feeds/osv-changes.ts';
import { feedsIn, folderTransport } from './feeds/transport.ts';
import type { FeedTransport } from './feeds/transport.ts';
import { noteChecks, readChecks, stateKeyOf } from './feed-checks.ts';
import type { FeedCheck } from './feed-checks.ts';
import { createRater } from './severity.ts';
import type { Rater } from './severity.ts';
import { FeedWriter, REVISION } from './snapshot/feed-writer.ts';
import { withLock } from './snapshot/lock.ts';
import { formatManifest, shardsOfFeed } from './snapshot/manifest.ts';
import type { FeedState } from './snapshot/manifest.ts';
import { byCodeUnits } from './snapshot/order.ts';
import { SnapshotStore } from './snapshot/store.ts';
import type { StoredSnapshot } from './snapshot/store.ts';

export interface UpdateOptions {
  /** The data folder. */
  readonly folder: string;
  /** Names of feeds; see feedNamed. */
  readonly feeds: readonly string[];
  readonly transport: FeedTransport;
  readonly clock: Clock;
  /** Takes a feed that shrank by more than a fifth all the same. */
  readonly acceptsShrinking?: boolean;
  /** false: the snapshot is stored, and another goes on to count; the next builds upon it. */
  readonly activates?: boolean;
  readonly onProgress?: (progress: FeedProgress) => void;
  /** For another process that updates the same folder. */
  readonly waitMs?: number;
}

/** What happens now, for a progress line. */
export interface FeedProgress {
  readonly feed: string;
  readonly stage: 'fetching' | 'reading' | 'packing' | 'done';
  readonly records: number;
}

/** What became of one feed. */
export type FeedOutcome =
  | {
      readonly kind: 'updated';
      readonly feed: string;
      readonly records: number;
      readonly skipped: number;
    }
  | { readonly kind: 'unchanged'; readonly feed: string }
  /** The last good state stays. */
  | { readonly kind: 'refused'; readonly feed: string; readonly failure: Failure };

export interface UpdateResult {
  readonly outcomes: readonly FeedOutcome[];
  /** The newest snapshot afterwards; `undefined`: nothing could be fetched and there was none. */
  readonly snapshot: StoredSnapshot | undefined;
}

/** Five times the slowest real update. */
const WAIT_MS = 600_000;

/** A feed that lost a larger share of its records is taken for damaged. */
const KEPT_SHARE = 0.8;

/**
 * Fetches feeds and activates a snapshot with their new states; the others stay as they were. A feed
 * that cannot be fetched or read, is empty, or shrank by more than a fifth keeps its last good state.
 */
export function updateFeeds(options: UpdateOptions): Promise<Result<UpdateResult, Failure>> {
  return withLock(options.folder, options.waitMs ?? WAIT_MS, () => update(options));
}

/** Builds a snapshot from all feeds of a mirror folder. */
export function buildFrom(
  mirror: string,
  options: Omit<UpdateOptions, 'feeds' | 'transport'>,
): Promise<Result<UpdateResult, Failure>> {
  const feeds = feedsIn(mirror);
  if (feeds.length === 0) {
    const message = `${mirror} holds no feed: expected folders such as osv/npm or kev`;
    return Promise.resolve(err(failure('advisory.mirror.empty', message)));
  }
  return updateFeeds({ ...options, feeds, transport: folderTransport(mirror) });
}

async function update(options: UpdateOptions): Promise<Result<UpdateResult, Failure>> {
  const store = new SnapshotStore(options.folder);
  const active = store.active();
  // A damaged pointer or manifest is what an update mends, from the newest one that is whole.
  const { activates = true } = options;
  const before = active.ok && activates ? active.value : store.newestReadable();
  const states = new Map(before?.manifest.feeds.map((state) => [state.name, state]));
  const copies = new LocalCopies(options.folder);
  const checks = readChecks(options.folder);
  const environment = { ...options, store, copies, rate: createRater(), checks };
  const updated: UpdatedFeed[] = [];
  const names = [...new Set(options.feeds)];
  // Distributions' own feeds first: what they cover is then left out of its copies in OSV.
  for (const name of [...names.filter((name) => !isCopy(name)), ...names.filter(isCopy)]) {
    const feed = await updateFeed(name, environment, states);
    updated.push(feed);
    if (feed.state) states.set(name, feed.state);
  }
  const outcomes = updated.map(({ outcome }) => outcome);
  let snapshot = before;
  const isBroken = !active.ok && states.size > 0;
  if (isBroken || updated.some(({ state }) => state !== undefined)) {
    const stored = storeSnapshot(states, store, options);
    if (!stored.ok) return stored;
    snapshot = stored.value;
  }
  // Only now: had we died before, the next update would have read the same files again.
  for (const { accept } of updated) accept();
  noteChecks(options.folder, [...checks, ...updated.map(({ check }) => check)]);
  return ok({ outcomes, snapshot });
}

function storeSnapshot(
  states: ReadonlyMap<string, FeedState>,
  store: SnapshotStore,
  { clock, activates = true }: UpdateOptions,
): Result<StoredSnapshot, Failure> {
  const feeds = [...states.values()].toSorted((a, b) => byCodeUnits(a.name, b.name));
  const manifest = formatManifest({ createdAt: isoNow(clock), feeds });
  return activates ? store.activate(manifest) : store.keep(manifest);
}

function isCopy(name: string): boolean {
  return name.startsWith('osv/');
}

interface Environment extends UpdateOptions {
  readonly store: SnapshotStore;
  readonly copies: LocalCopies;
  readonly rate: Rater;
  readonly checks: readonly FeedCheck[];
}

interface UpdatedFeed {
  readonly outcome: FeedOutcome;
  readonly state?: FeedState;
  readonly check: FeedCheck;
  /** Makes the files read the local copies. */
  readonly accept: () => void;
}

async function updateFeed(
  name: string,
  environment: Environment,
  states: ReadonlyMap<string, FeedState>,
): Promise<UpdatedFeed> {
  const before = states.get(name);
  const feed = feedNamed(name);
  if (feed === undefined) {
    const reason = failure('advisory.feed.unknown', `there is no feed "${name}"`);
    return refuse(name, reason, environment);
  }
  report(environment, name, 'fetching', 0);
  const obtained = await obtain(feed, environment);
  if (!obtained.ok) return refuse(name, obtained.error, environment);
  const { input, accept } = obtained.value;
  const checkedAt = isoNow(environment.clock);
  const last = environment.checks.find((known) => known.feed === name);
  if (before && last?.input === input && isCurrent(before, last, environment.store)) {
    const check = { feed: name, checkedAt, input, state: stateKeyOf(before) };
    return { outcome: { kind: 'unchanged', feed: name }, check, accept };
  }
  const state = await readFeed(feed, obtained.value, environment, states);
  if (!state.ok) return refuse(name, state.error, environment);
  const { records, skipped } = state.value;
  const outcome = { kind: 'updated', feed: name, records, skipped } as const;
  const check = { feed: name, checkedAt, input, state: stateKeyOf(state.value) };
  return { outcome, state: state.value, check, accept };
}

/**
 * Whether a state is what this program made of the input that was seen last, and every shard of it can
 * be read. Not so after going back, or taking over an older snapshot, or when the disk lost something.
 */
function isCurrent(state: FeedState, last: FeedCheck, store: SnapshotStore): boolean {
  if (state.revision !== REVISION || last.state !== stateKeyOf(state)) return false;
  return shardsOfFeed(state).every(({ digest }) => store.readStored(digest).ok);
}

function obtain(feed: Feed, environment: Environment): Promise<Result<ObtainedFeed, Failure>> {
  const [kind, ecosystem = ''] = feed.name.split('/');
  const isOsv = kind === 'osv' || kind === 'malware';
  return isOsv ? obtainOsv(feed, ecosystem, environment) : obtainFeed(feed, environment);
}

/** Reads a feed's files and packs what they say, unless it is not to be believed. */
async function readFeed(
  feed: Feed,
  { files }: ObtainedFeed,
  environment: Environment,
  states: ReadonlyMap<string, FeedState>,
): Promise<Result<FeedState, Failure>> {
  const { name, source } = feed;
  const { rate, store, clock } = environment;
  const writer = new FeedWriter();
  const progress = (records: number) => report(environment, name, 'reading', records);
  const covered = coveredByOwnFeed(states);
  const read = await feed.read({ files, writer, rate, progress, covered });
  if (!read.ok) return read;
  const suspicion = doubt(
    name,
    writer.records,
    states.get(name),
    environment.acceptsShrinking ?? false,
  );
  if (suspicion) return err(suspicion);
  report(environment, name, 'packing', writer.records);
  const state = writer.finish(name, source, isoNow(clock), (bytes) => store.put(bytes));
  report(environment, name, 'done', state.records);
  return ok(state);
}

/** Namespaces that a distribution's own feed speaks of. */
function coveredByOwnFeed(states: ReadonlyMap<string, FeedState>): ReadonlySet<string> {
  const own = [...states.values()].filter(({ source }) => source !== 'osv');
  return new Set(own.flatMap(({ namespaces }) => namespaces.map(({ namespace }) => namespace)));
}

function report(
  { onProgress }: Environment,
  feed: string,
  stage: FeedProgress['stage'],
  records: number,
): void {
  onProgress?.({ feed, stage, records });
}

/** The check keeps what the last good state was made of, beside what went wrong now. */
function refuse(feed: string, reason: Failure, environment: Environment): UpdatedFeed {
  const last = environment.checks.find((check) => check.feed === feed);
  const failedAt = isoNow(environment.clock);
  const none = { feed, checkedAt: '', input: '', state: '' };
  const times = (last?.failure?.times ?? 0) + 1;
  const check = { ...none, ...last, failure: { ...reason, failedAt, times } };
  return { outcome: { kind: 'refused', feed, failure: reason }, check, accept: () => undefined };
}

/** Why a feed's new content is not believed. */
function doubt(
  name: string,
  records: number,
  before: FeedState | undefined,
  acceptsShrinking: boolean,
): Failure | undefined {
  if (records === 0 && !name.startsWith('malware/')) {
    return failure('advisory.feed.empty', `${name} holds no record; the last good state stays`);
  }
  if (acceptsShrinking || before === undefined || records >= before.records * KEPT_SHARE)
    return undefined;
  return failure(
    'advisory.feed.shrunk',
    `${name} shrank from ${before.records} to ${records} records; the last good state stays. ` +
      'If the publisher meant it, accept it with --accept-shrinking',
  );
}

function isoNow(clock: Clock): string {
  return new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
}
