import type { Clock } from '../base/index.ts';
import type { Digest } from '../model/index.ts';
import type { Access, RepositoryRef } from './access.ts';
import type { Lease, Records, RepositoryChanges, StoredManifest } from './records.ts';
import { recentlyUsed } from './recently-used.ts';
import type { RecentlyUsed } from './recently-used.ts';

/** Reads of repositories, tags and manifests, remembered until the database says that they changed. */
export interface KnownRepositories {
  named(name: string): Promise<RepositoryRef | undefined>;
  tagged(repositoryId: number, tag: string): Promise<Digest | undefined>;
  manifest(repositoryId: number, digest: Digest): Promise<StoredManifest | undefined>;
  /** Right after a change of our own, without waiting for the database's word. */
  forget(repositoryId: number): void;
}

interface Sources {
  readonly access: Pick<Access, 'repositoryNamed'>;
  readonly records: Pick<Records, 'tagged' | 'manifestIn' | 'leaseManifest'>;
  readonly clock: Clock;
}

/** What an entry costs besides its bytes. */
const ENTRY_BYTES = 300;

/**
 * Only what was found is remembered, under a generation that every change of its repository moves on. A
 * read that began before a change stores under the old generation, where nobody looks.
 */
export async function knownRepositories(
  sources: Sources,
  changes: RepositoryChanges,
  limits: { readonly cacheBytes: number; readonly graceMs: number },
): Promise<KnownRepositories & { close(): void }> {
  const known = new Known(sources, limits);
  const close = await changes.onChange((repositoryId) =>
    repositoryId === undefined ? known.forgetAll() : known.forget(repositoryId),
  );
  return {
    named: (name) => known.named(name),
    tagged: (repositoryId, tag) => known.tagged(repositoryId, tag),
    manifest: (repositoryId, digest) => known.manifest(repositoryId, digest),
    forget: (repositoryId) => known.forget(repositoryId),
    close,
  };
}

class Known {
  readonly #sources: Sources;
  readonly #graceMs: number;
  readonly #names: RecentlyUsed<{ readonly found: RepositoryRef; readonly generation: number }>;
  readonly #tags: RecentlyUsed<Digest>;
  readonly #manifests: RecentlyUsed<StoredManifest>;
  /** Counts up over all, so that a forgotten generation never comes back. */
  #changes = 0;
  #everything = 0;
  #generations = new Map<number, number>();

  constructor(sources: Sources, limits: { readonly cacheBytes: number; readonly graceMs: number }) {
    this.#sources = sources;
    this.#graceMs = limits.graceMs;
    this.#names = recentlyUsed(limits.cacheBytes / 8);
    this.#tags = recentlyUsed(limits.cacheBytes / 8);
    this.#manifests = recentlyUsed((limits.cacheBytes / 4) * 3);
  }

  async named(name: string): Promise<RepositoryRef | undefined> {
    const known = this.#names.get(name);
    if (known && known.generation === this.#generationOf(known.found.id)) return known.found;
    const before = this.#changes;
    const found = await this.#sources.access.repositoryNamed(name);
    if (!found) return undefined;
    const generation = this.#generationOf(found.id);
    if (generation <= before) this.#names.set(name, { found, generation }, ENTRY_BYTES);
    return found;
  }

  async tagged(repositoryId: number, tag: string): Promise<Digest | undefined> {
    const key = this.#keyOf(repositoryId, tag);
    const known = this.#tags.get(key);
    if (known) return known;
    const found = await this.#sources.records.tagged(repositoryId, tag);
    if (found) this.#tags.set(key, found, ENTRY_BYTES);
    return found;
  }

  async manifest(repositoryId: number, digest: Digest): Promise<StoredManifest | undefined> {
    const key = this.#keyOf(repositoryId, digest);
    const known = this.#manifests.get(key);
    const found = known ?? (await this.#sources.records.manifestIn(repositoryId, digest));
    if (!found) return undefined;
    const lease = this.#lease();
    if (known && known.leasedUntil.getTime() > lease.now.getTime() + this.#graceMs) return known;
    const leased = await this.#leased(repositoryId, found, lease);
    this.#manifests.set(key, leased, found.bytes.length + ENTRY_BYTES);
    return leased;
  }

  forget(repositoryId: number): void {
    this.#changes += 1;
    this.#generations.set(repositoryId, this.#changes);
    if (this.#generations.size > MOST_GENERATIONS) this.forgetAll();
  }

  forgetAll(): void {
    this.#changes += 1;
    this.#everything = this.#changes;
    this.#generations = new Map();
    this.#names.clear();
    this.#tags.clear();
    this.#manifests.clear();
  }

  #generationOf(repositoryId: number): number {
    return this.#generations.get(repositoryId) ?? this.#everything;
  }

  #keyOf(repositoryId: number, what: string): string {
    return `${repositoryId}@${this.#generationOf(repositoryId)}/${what}`;
  }

  #lease(): Lease {
    return { now: new Date(this.#sources.clock.now()), forMs: 2 * this.#graceMs };
  }

  /** Someone is told that it is there: it stays for a while. */
  async #leased(
    repositoryId: number,
    found: StoredManifest,
    lease: Lease,
  ): Promise<StoredManifest> {
    const enough = lease.now.getTime() + this.#graceMs;
    if (found.leasedUntil.getTime() > enough) return found;
    await this.#sources.records.leaseManifest(repositoryId, found.digest, lease);
    return { ...found, leasedUntil: new Date(lease.now.getTime() + lease.forMs) };
  }
}

/** Repositories that changed since everything was forgotten last. */
const MOST_GENERATIONS = 100_000;
