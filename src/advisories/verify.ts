import { ok } from '../base/index.ts';
import type { Failure, Result } from '../base/index.ts';
import { shardsOf } from './snapshot/manifest.ts';
import { SnapshotStore } from './snapshot/store.ts';

/** Reads every part of the snapshot that counts; the first that is not what its digest says is told. */
export function verifySnapshot(folder: string): Result<void, Failure> {
  const store = new SnapshotStore(folder);
  const active = store.active();
  if (!active.ok || active.value === undefined) return active.ok ? ok(undefined) : active;
  for (const { digest } of shardsOf(active.value.manifest)) {
    const read = store.readStored(digest);
    if (!read.ok) return read;
  }
  return ok(undefined);
}
