import { type SnapshotDifference, type SnapshotSource, differenceOf } from '../advisories/index.ts';
import { FailureError } from '../base/index.ts';
import type { Digest, Item } from '../model/index.ts';
import { decodeItems } from './codec.ts';
import type { KeptItems } from './renewal-ports.ts';

export type StoredSource = SnapshotSource & { readonly kind: 'stored' };

/** What is asked of the sets of packages of results that were matched with the first snapshot. */
export interface TouchedRequest {
  readonly before: StoredSource;
  readonly after: StoredSource;
  readonly sets: readonly KeptItems[];
}

/** Tells which sets of packages another snapshot may say something else of. */
export class TouchedSets {
  #key = '';
  #last: { readonly touched: Touched; readonly vulnerabilities: readonly string[] } | undefined;

  /** By what is said of their packages. */
  of({ before, after, sets }: TouchedRequest): readonly Digest[] {
    const { touched } = this.#between(before, after);
    return sets
      .filter(({ body }) => decodeItems(body).some((item) => isTouched(item, touched)))
      .map(({ itemSet }) => itemSet);
  }

  /** Whose context changed: what has them is touched too. */
  vulnerabilities(before: StoredSource, after: StoredSource): readonly string[] {
    return this.#between(before, after).vulnerabilities;
  }

  /** The last difference is asked for again, with the next sets. */
  #between(before: StoredSource, after: StoredSource) {
    const key = `${before.digest} ${after.digest}`;
    if (this.#last && this.#key === key) return this.#last;
    const difference = differenceOf(after.folder, before.number, after.number);
    if (!difference.ok) throw new FailureError(difference.error);
    const { packages, vulnerabilities } = difference.value;
    this.#key = key;
    this.#last = { touched: touchedBy(packages), vulnerabilities: [...vulnerabilities] };
    return this.#last;
  }
}

/**
 * By family of advisory namespaces: of `Debian:12`, and of `Ubuntu:Pro:22.04`, the part before the colon.
 * Matching also looks into namespaces that an item does not list, of its own family: to match a set in vain
 * costs little, not to match one that changed would be wrong.
 */
interface Touched {
  readonly families: ReadonlySet<string>;
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
}

function touchedBy(packages: SnapshotDifference['packages']): Touched {
  const families = new Set<string>();
  const names = new Map<string, Set<string>>();
  for (const [namespace, changed] of packages) {
    const family = familyOf(namespace);
    if (changed === 'all') families.add(family);
    else {
      const known = names.get(family) ?? new Set();
      for (const name of changed) known.add(name);
      names.set(family, known);
    }
  }
  return { families, names };
}

function isTouched(item: Item, { families, names }: Touched): boolean {
  return [item, ...(item.ownedBy ? [item.ownedBy] : [])].some(
    ({ namespace, channels = [], keys }) =>
      [namespace, ...channels].map(familyOf).some((family) => {
        const changed = names.get(family);
        return families.has(family) || keys.some(({ name }) => changed?.has(name) === true);
      }),
  );
}

function familyOf(namespace: string): string {
  return namespace.split(':', 1)[0] ?? namespace;
}
