import { ok } from '../base/index.ts';
import type { Failure, Result } from '../base/index.ts';
import type { AdvisorySnapshot, Digest } from '../model/index.ts';
import { OpenedSnapshot } from './snapshot/opened-snapshot.ts';
import { SnapshotStore, corruptShard } from './snapshot/store.ts';
import { starterSnapshot } from './starter.ts';

/** What another thread opens the same snapshot by; plain data. */
export type SnapshotSource =
  | { readonly kind: 'starter' }
  | {
      readonly kind: 'stored';
      readonly folder: string;
      readonly number: number;
      readonly digest: Digest;
      /** When the publisher of each feed was last asked and had nothing newer. */
      readonly checked: readonly (readonly [string, string])[];
    };

/** With what matching in the namespaces needs in memory. `known`: the same, opened before. */
export async function openSource(
  source: SnapshotSource,
  namespaces: readonly string[],
  known?: AdvisorySnapshot,
): Promise<Result<AdvisorySnapshot, Failure>> {
  if (source.kind === 'starter') return ok(known ?? (await starterSnapshot()));
  const opened = known ? ok(known) : openStored(source);
  if (!opened.ok || !(opened.value instanceof OpenedSnapshot)) return opened;
  const prepared = opened.value.prepare(namespaces);
  return prepared.ok ? opened : prepared;
}

function openStored({
  folder,
  number,
  digest,
  checked,
}: SnapshotSource & { kind: 'stored' }): Result<AdvisorySnapshot, Failure> {
  const store = new SnapshotStore(folder);
  const stored = store.byNumber(number);
  if (!stored.ok) return stored;
  if (stored.value.digest !== digest) {
    return { ok: false, error: corruptShard(digest, `snapshot ${number} is another by now`) };
  }
  return ok(new OpenedSnapshot(store, stored.value, new Map(checked)));
}
