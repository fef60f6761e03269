import { ok } from '../base/index.ts';
import type { Failure, Result } from '../base/index.ts';
import { freshnessOf, readChecks } from './feed-checks.ts';
import { OpenedSnapshot } from './snapshot/opened-snapshot.ts';
import { SnapshotStore } from './snapshot/store.ts';

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
