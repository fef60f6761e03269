import {
  feedsFor,
  openSnapshot,
  openSnapshotAsOf,
  refusedLately,
  starterSnapshot,
  transportFor,
  updateFeeds,
} from '../advisories/index.ts';
import type {
  FeedOutcome,
  FeedProgress,
  FeedTransport,
  OpenedSnapshot,
} from '../advisories/index.ts';
import type { Failure, Result } from '../base/index.ts';
import { ok } from '../base/index.ts';
import type { AdvisorySnapshot } from '../model/index.ts';
import { proxiedFetch } from '../sources/index.ts';
import { progressLine } from './progress.ts';
import { countText } from './text/amounts.ts';
import { printable } from './text/printable.ts';
import type { World } from './world.ts';

/**
 * The snapshot to match with. Until the first `db update` it is the starter feed, and nothing is
 * fetched; after that, a namespace is fetched when an image first needs it.
 */
export async function snapshotFor(
  namespaces: readonly string[],
  isOffline: boolean,
  world: World,
): Promise<Result<AdvisorySnapshot, Failure>> {
  const opened = openSnapshot(world.config.dataFolder);
  if (!opened.ok) return opened;
  const snapshot = opened.value;
  if (snapshot === undefined) return ok(await starterSnapshot());
  const missing = namespaces.filter((namespace) => snapshot.coverageOf(namespace) === undefined);
  const refused = refusedLately(world.config.dataFolder, world.clock.now(), RETRY_AFTER_MS);
  const feeds = [...new Set(missing.flatMap(feedsFor))].filter((feed) => !refused.has(feed));
  if (isOffline || feeds.length === 0) return prepared(snapshot, namespaces);
  const fetched = await fetchFeeds(feeds, world, { attempts: 1 });
  if (!fetched.ok) return fetched;
  const renewed = openSnapshot(world.config.dataFolder);
  return renewed.ok ? prepared(renewed.value ?? snapshot, namespaces) : renewed;
}

/** The snapshot that counted then, as far as one is kept; nothing is fetched. */
export function snapshotAsOf(
  namespaces: readonly string[],
  moment: number,
  { config }: World,
): Result<AdvisorySnapshot, Failure> {
  const opened = openSnapshotAsOf(config.dataFolder, moment);
  return opened.ok ? prepared(opened.value, namespaces) : opened;
}

/** A feed that could not be had is not asked for again by the way for an hour: nobody waits twice. */
const RETRY_AFTER_MS = 3_600_000;

/** Reads and checks what matching will ask for, so that damage is a Failure and no surprise. */
function prepared(
  snapshot: OpenedSnapshot,
  namespaces: readonly string[],
): Result<AdvisorySnapshot, Failure> {
  const read = snapshot.prepare(namespaces);
  return read.ok ? ok(snapshot) : read;
}

export interface FetchOptions {
  readonly acceptsShrinking?: boolean;
  /** Requests for one file; more where somebody asked for the feed and waits for it. */
  readonly attempts?: number;
}

/** Fetches feeds, with progress on a terminal and a line for each that could not be had. */
export async function fetchFeeds(
  feeds: readonly string[],
  world: World,
  { acceptsShrinking = false, attempts }: FetchOptions = {},
): Promise<Result<readonly FeedOutcome[], Failure>> {
  const line = progressLine(world.err);
  const updated = await updateFeeds({
    folder: world.config.dataFolder,
    feeds,
    transport: transportOf(world, attempts),
    clock: world.clock,
    acceptsShrinking,
    onProgress: (progress) => line.show(progressText(progress)),
  });
  await line.end();
  if (!updated.ok) return updated;
  const { outcomes } = updated.value;
  for (const outcome of outcomes) {
    if (outcome.kind !== 'refused') continue;
    const { feed, failure } = outcome;
    await world.err.write(`warning: ${printable(`${feed}: ${failure.message}`)}\n`);
  }
  return ok(outcomes);
}

/** From the mirrors that the configuration names, or each feed from its own address. */
export function transportOf(
  { config: { feeds = '' }, outside }: World,
  attempts?: number,
): FeedTransport {
  return transportFor(feeds, {
    fetch: proxiedFetch(outside.environment),
    sleep: outside.sleep,
    ...(attempts !== undefined && { attempts }),
  });
}

/** One line on what happens to a feed. */
export function progressText({ feed, stage, records }: FeedProgress): string {
  return records > 0 ? `${feed}: ${stage}, ${countText(records)} records` : `${feed}: ${stage}`;
}
