import { err, failure, ok } from '../base/index.ts';
import type { Failure, Result } from '../base/index.ts';
import { freshnessOf, readChecks } from './feed-checks.ts';
import { OpenedSnapshot } from './snapshot/opened-snapshot.ts';
import { SnapshotStore } from './snapshot/store.ts';

/** The newest stored snapshot that was made by a moment, in milliseconds since 1970. */
export function openSnapshotAsOf(folder: string, moment: number): Result<OpenedSnapshot, Failure> {
  const store = new SnapshotStore(folder);
  let oldest = '';
  for (const number of store.numbers().toReversed()) {
    const stored = store.byNumber(number);
    if (!stored.ok) return stored;
    const { createdAt } = stored.value.manifest;
    if (Date.parse(createdAt) <= moment) {
      return ok(new OpenedSnapshot(store, stored.value, new Map()));
    }
    oldest = createdAt;
  }
  const day = new Date(moment).toISOString();
  const kept = oldest === '' ? 'none is stored' : `the oldest that is stored is of ${oldest}`;
  return err(
    failure('advisory.snapshot.not-kept', `no snapshot from before ${day} is here: ${kept}`),
  );
}

/** The snapshot that counts in a data folder; `undefined`: none was ever fetched, use the starter. */
export function openSnapshot(folder: string): Result<OpenedSnapshot | undefined, Failure> {
  const store = new SnapshotStore(folder);
  const active = store.active();
  if (!active.ok || active.value === undefined) return active.ok ? ok(undefined) : active;
  const checks = readChecks(folder);
  const { feeds } = active.value.manifest;
  const checked = new Map(feeds.map((feed) => [feed.name, freshnessOf(feed, checks)]));
  return ok(new OpenedSnapshot(store, active.value, checked));
}
