import type { Digest } from '../model/index.ts';
import { matchesTag } from './immutable-tags.ts';
import type { KnownRepositories } from './known-repositories.ts';
import type { RegistryPorts } from './ports.ts';
import type { GarbagePage, GarbageStep, ReferencedBlob } from './records.ts';
import { judgeTags, readRetention } from './retention.ts';
import type { RetentionVerdict } from './retention.ts';
import type { UploadSessions } from './upload-sessions.ts';

export interface GarbageOptions {
  /**
   * Manifests that no tag leads to: `keep` those of repositories without retention rules, for who pulls by
   * digest, or `remove` them everywhere.
   */
  readonly untagged: 'keep' | 'remove';
  /** Between the two phases: how long a blob stays condemned before its object is removed. */
  readonly sweepAfterMs: number;
  /** Whether to look through the whole storage for objects that no record knows. */
  readonly strangers: 'look' | 'skip';
}

export const DEFAULT_GARBAGE_OPTIONS: GarbageOptions = {
  untagged: 'keep',
  sweepAfterMs: 600_000,
  strangers: 'skip',
};

/** What one run did, in numbers. */
export interface GarbageReport {
  readonly abandonedUploads: number;
  readonly removedTags: number;
  readonly removedManifests: number;
  readonly forgottenManifests: number;
  readonly unlinkedBlobs: number;
  readonly condemnedBlobs: number;
  readonly condemnedStrangers: number;
  readonly removedBlobs: number;
  readonly removedBytes: number;
  /** Objects that the storage did not let go; they are tried again the next time. */
  readonly failedBlobs: number;
}

export interface Collector {
  readonly ports: RegistryPorts;
  readonly known: KnownRepositories;
  readonly uploads: UploadSessions;
}

/** Rows looked at in one transaction: some ten milliseconds of locks. */
const PAGE = 2000;
/** Objects removed under one lock. */
const SWEEP = 20;
const REPOSITORIES = 500;

/**
 * Removes what nothing needs, beside running pushes. What it is not sure of stays: trouble of the database
 * or the storage ends the run or leaves the blob for the next.
 */
export async function collectGarbage(
  collector: Collector,
  options: GarbageOptions,
): Promise<GarbageReport> {
  const { records, clock } = collector.ports;
  const now = new Date(clock.now());
  const abandonedUploads = await collector.uploads.abandonIdle();
  const { removedTags, removedManifests } = await clearRepositories(collector, options, now);
  const forgottenManifests = await allPages(now, (page) => records.forgetManifests(page));
  const unlinkedBlobs = await allPages(now, (page) => records.unlinkBlobs(page));
  const condemnedBlobs = await allPages(now, (page) => records.condemnBlobs(page));
  const condemnedStrangers =
    options.strangers === 'look' ? await condemnStrangers(collector, now) : 0;
  const swept = await sweep(collector, options, now);
  return {
    abandonedUploads,
    removedTags,
    removedManifests,
    forgottenManifests,
    unlinkedBlobs,
    condemnedBlobs,
    condemnedStrangers,
    ...swept,
  };
}

async function clearRepositories(
  collector: Collector,
  options: GarbageOptions,
  now: Date,
): Promise<{ readonly removedTags: number; readonly removedManifests: number }> {
  const { records } = collector.ports;
  let [removedTags, removedManifests, after] = [0, 0, 0];
  for (;;) {
    const ids = await records.repositoryIds(after, REPOSITORIES);
    for (const id of ids) {
      after = id;
      const rules = await records.tagRules(id);
      const hasRules = readRetention(rules?.retention) !== undefined;
      if (hasRules) removedTags += await applyRetention(collector, id);
      if (!hasRules && options.untagged === 'keep') continue;
      const removed = await records.removeUntagged(id, now);
      if (removed.length > 0) collector.known.forget(id);
      removedManifests += removed.length;
    }
    if (ids.length < REPOSITORIES) return { removedTags, removedManifests };
  }
}

/** What the rules of a repository say of its tags now. */
export async function planRetention(
  { records, clock }: Pick<RegistryPorts, 'records' | 'clock'>,
  repositoryId: number,
): Promise<readonly RetentionVerdict[]> {
  const rules = await records.tagRules(repositoryId);
  if (!rules) return [];
  return judgeTags(await records.tagsOf(repositoryId), rules, clock.now());
}

/** Removes the tags that no rule keeps; one that moved in the meantime stays. */
async function applyRetention({ ports, known }: Collector, repositoryId: number): Promise<number> {
  let count = 0;
  for (const { tag, keptBy } of await planRetention(ports, repositoryId)) {
    if (keptBy !== undefined) continue;
    const removal = await ports.records.removeTag({
      repositoryId,
      tag: tag.name,
      digest: tag.digest,
      isImmutable: matchesTag,
      actor: 'retention',
      now: new Date(ports.clock.now()),
    });
    if (removal.kind === 'removed') count += 1;
  }
  if (count > 0) known.forget(repositoryId);
  return count;
}

async function allPages(
  now: Date,
  step: (page: GarbagePage) => Promise<GarbageStep>,
): Promise<number> {
  let count = 0;
  let after: GarbagePage['after'];
  do {
    const done = await step({ now, after, limit: PAGE });
    count += done.count;
    after = done.next;
  } while (after);
  return count;
}

/** Objects stored long before now that no row knows get one that is condemned; the sweep does the rest. */
async function condemnStrangers({ ports }: Collector, now: Date): Promise<number> {
  const before = now.getTime() - STRANGER_MS;
  let count = 0;
  let batch: ReferencedBlob[] = [];
  for await (const { digest, size, storedAt } of ports.blobs.list()) {
    if (storedAt < before) batch.push({ digest, size });
    if (batch.length < PAGE) continue;
    count += await ports.records.condemnStrangers(batch, now);
    batch = [];
  }
  return count + (await ports.records.condemnStrangers(batch, now));
}

/** An object gets its row within seconds; clocks may differ by some. */
const STRANGER_MS = 3_600_000;

async function sweep(
  { ports }: Collector,
  { sweepAfterMs }: GarbageOptions,
  now: Date,
): Promise<Pick<GarbageReport, 'removedBlobs' | 'removedBytes' | 'failedBlobs'>> {
  const condemnedBefore = new Date(now.getTime() - sweepAfterMs);
  const failed: Digest[] = [];
  let [removedBlobs, removedBytes] = [0, 0];
  for (;;) {
    const swept = await ports.records.sweepBlobs({
      now,
      condemnedBefore,
      limit: SWEEP,
      except: failed,
      remove: (digest) => ports.blobs.remove(digest),
    });
    removedBlobs += swept.removed.length;
    for (const { size } of swept.removed) removedBytes += size;
    for (const [digest, error] of swept.failed) {
      failed.push(digest);
      const reason = error instanceof Error ? error.message : String(error);
      ports.log.warn('blob removal failed', { digest, reason });
    }
    // A storage that fails again and again is left alone for this time.
    const isDone = swept.removed.length === 0 && swept.failed.size === 0;
    if (isDone || failed.length >= 10 * SWEEP) {
      return { removedBlobs, removedBytes, failedBlobs: failed.length };
    }
  }
}
