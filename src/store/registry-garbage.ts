import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import type { Digest } from '../model/index.ts';
import type {
  BlobSweep,
  GarbagePage,
  GarbageRecords,
  GarbageStep,
  ReferencedBlob,
  SweptBlobs,
} from '../registry/index.ts';
import { inTransaction } from './registry-transaction.ts';
import type { Schema } from './schema.ts';
import { SWEEP_LOCK } from './sweep-lock.ts';

type Queries = Kysely<Schema>;

/**
 * Garbage collection beside running pushes. Every step locks its candidates first, passing over those
 * that someone else holds, and then asks in a new statement, which sees all that was committed, whether
 * they are garbage still. A push locks what it refers to, so nothing can come in between.
 */
export function garbageRecords(kysely: Queries): GarbageRecords {
  return {
    removeUntagged: (repositoryId, now) => removeUntagged(kysely, repositoryId, now),
    forgetManifests: (page) => forgetManifests(kysely, page),
    unlinkBlobs: (page) => unlinkBlobs(kysely, page),
    condemnBlobs: (page) => condemnBlobs(kysely, page),
    sweepBlobs: (sweep) => sweepBlobs(kysely, sweep),
    condemnStrangers: (objects, now) => condemnStrangers(kysely, objects, now),
    async repositoryIds(after, limit) {
      const rows = await kysely
        .selectFrom('repositories')
        .select('id')
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },
  };
}

async function removeUntagged(
  kysely: Queries,
  repositoryId: number,
  now: Date,
): Promise<readonly Digest[]> {
  return await inTransaction(kysely, async (transaction) => {
    const { rows } = await sql<{ digest: Digest }>`
      select digest from repository_manifests as held
      where repository_id = ${repositoryId} and leased_until < ${now} and not exists (
        select from tags where tags.repository_id = held.repository_id and tags.digest = held.digest
      )
      order by digest for update skip locked
    `.execute(transaction);
    if (rows.length === 0) return [];
    const candidates = rows.map(({ digest }) => digest);
    // `union` keeps each digest once: an index that doubles at every level is walked in a moment.
    const removed = await sql<{ digest: Digest }>`
      with recursive kept (digest) as (
        select digest from repository_manifests
        where repository_id = ${repositoryId} and not digest = any(${candidates})
        union
        select next.digest from kept cross join lateral (
          select child_digest as digest from manifest_children where parent_digest = kept.digest
          union all
          select subject from repository_manifests
          where repository_id = ${repositoryId} and digest = kept.digest and subject is not null
          union all
          select digest from repository_manifests
          where repository_id = ${repositoryId} and subject = kept.digest
        ) as next
      )
      delete from repository_manifests
      where repository_id = ${repositoryId} and digest = any(${candidates})
        and digest not in (select digest from kept)
      returning digest
    `.execute(transaction);
    return removed.rows.map(({ digest }) => digest);
  });
}

async function forgetManifests(kysely: Queries, page: GarbagePage): Promise<GarbageStep> {
  return await inTransaction(kysely, async (transaction) => {
    const looked = await sql<{ digest: Digest }>`
      select digest from manifests where digest > ${page.after?.digest ?? ''}
      order by digest limit ${page.limit}
    `.execute(transaction);
    const { rows } = await sql<{ digest: Digest }>`
      select digest from manifests where digest = any(${digestsOf(looked.rows)})
        and not exists (select from repository_manifests as held where held.digest = manifests.digest)
      order by digest for update skip locked
    `.execute(transaction);
    const deleted = await sql`
      delete from manifests where digest = any(${digestsOf(rows)})
        and not exists (select from repository_manifests as held where held.digest = manifests.digest)
    `.execute(transaction);
    return stepOf(page, looked.rows, deleted.numAffectedRows);
  });
}

async function unlinkBlobs(kysely: Queries, page: GarbagePage): Promise<GarbageStep> {
  const { now, after, limit } = page;
  return await inTransaction(kysely, async (transaction) => {
    const looked = await sql<{ repository_id: number; digest: Digest; unused: boolean }>`
      select repository_id, digest, ${isUnused} as unused from (
        select repository_id, digest, leased_until from repository_blobs
        where (repository_id, digest) > (${after?.repositoryId ?? 0}, ${after?.digest ?? ''})
        order by repository_id, digest limit ${limit}
      ) as held
      order by repository_id, digest
    `.execute(transaction);
    const unused = looked.rows.filter((row) => row.unused);
    const count = unused.length === 0 ? 0n : await unlink(transaction, unused, now);
    return stepOf(page, looked.rows, count);
  });
}

/** Of `held`: no manifest of its repository needs it. */
const isUnused = sql<boolean>`not exists (
  select from manifest_blobs join repository_manifests as holder
    on holder.digest = manifest_blobs.manifest_digest
  where manifest_blobs.blob_digest = held.digest and holder.repository_id = held.repository_id
)`;

async function unlink(
  transaction: Transaction<Schema>,
  candidates: readonly { readonly repository_id: number; readonly digest: Digest }[],
  now: Date,
): Promise<bigint | undefined> {
  const ids = candidates.map((row) => row.repository_id);
  const locked = await sql<{ repository_id: number; digest: Digest }>`
    select held.repository_id, held.digest from repository_blobs as held
    join unnest(${ids}::bigint[], ${digestsOf(candidates)}::text[]) as wanted (repository_id, digest)
      using (repository_id, digest)
    where held.leased_until < ${now}
    order by held.repository_id, held.digest for update of held skip locked
  `.execute(transaction);
  const lockedIds = locked.rows.map((row) => row.repository_id);
  const deleted = await sql`
    delete from repository_blobs as held
    using unnest(${lockedIds}::bigint[], ${digestsOf(locked.rows)}::text[])
      as wanted (repository_id, digest)
    where held.repository_id = wanted.repository_id and held.digest = wanted.digest and ${isUnused}
  `.execute(transaction);
  return deleted.numAffectedRows;
}

async function condemnBlobs(kysely: Queries, page: GarbagePage): Promise<GarbageStep> {
  return await inTransaction(kysely, async (transaction) => {
    const looked = await sql<{ digest: Digest }>`
      select digest from blobs where digest > ${page.after?.digest ?? ''}
      order by digest limit ${page.limit}
    `.execute(transaction);
    const { rows } = await sql<{ digest: Digest }>`
      select digest from blobs where digest = any(${digestsOf(looked.rows)})
        and condemned_at is null and leased_until < ${page.now}
        and not exists (select from repository_blobs as held where held.digest = blobs.digest)
      order by digest for update skip locked
    `.execute(transaction);
    const marked = await sql`
      update blobs set condemned_at = ${page.now} where digest = any(${digestsOf(rows)})
        and not exists (select from repository_blobs as held where held.digest = blobs.digest)
    `.execute(transaction);
    return stepOf(page, looked.rows, marked.numAffectedRows);
  });
}

async function sweepBlobs(kysely: Queries, sweep: BlobSweep): Promise<SweptBlobs> {
  return await inTransaction(kysely, async (transaction) => {
    const { rows } = await sql<{ isFree: boolean }>`
      select pg_try_advisory_xact_lock(${SWEEP_LOCK}) as "isFree"
    `.execute(transaction);
    // A backup reads the objects, or another process removes them: the next run comes.
    if (rows[0]?.isFree !== true) return { removed: [], failed: new Map() };
    const locked = await sql<ReferencedBlob>`
      select digest, size from blobs
      where condemned_at < ${sweep.condemnedBefore} and leased_until < ${sweep.now}
        and not digest = any(${sweep.except})
      order by condemned_at limit ${sweep.limit} for update skip locked
    `.execute(transaction);
    const held = await sql<{ digest: Digest }>`
      select distinct digest from repository_blobs where digest = any(${digestsOf(locked.rows)})
    `.execute(transaction);
    const inUse = new Set(digestsOf(held.rows));
    const condemned = locked.rows.filter(({ digest }) => !inUse.has(digest));
    const failed = new Map<Digest, unknown>();
    await Promise.all(
      condemned.map(({ digest }) =>
        sweep.remove(digest).catch((error: unknown) => failed.set(digest, error)),
      ),
    );
    const removed = condemned.filter(({ digest }) => !failed.has(digest));
    await sql`delete from blobs where digest = any(${digestsOf(removed)})`.execute(transaction);
    return { removed, failed };
  });
}

async function condemnStrangers(
  kysely: Queries,
  objects: readonly ReferencedBlob[],
  now: Date,
): Promise<number> {
  const sizes = objects.map(({ size }) => size);
  const result = await sql`
    insert into blobs (digest, size, created_at, is_stored, leased_until, condemned_at)
    select digest, size, ${now}::timestamptz, true, ${now}::timestamptz, ${now}::timestamptz
    from unnest(${digestsOf(objects)}::text[], ${sizes}::bigint[]) as found (digest, size)
    on conflict do nothing
  `.execute(kysely);
  return Number(result.numAffectedRows ?? 0n);
}

function digestsOf(rows: readonly { readonly digest: Digest }[]): Digest[] {
  return rows.map(({ digest }) => digest);
}

/** A page that came full has another after it. */
function stepOf(
  page: GarbagePage,
  looked: readonly { readonly digest: Digest; readonly repository_id?: number }[],
  count: bigint | undefined,
): GarbageStep {
  const last = looked.length < page.limit ? undefined : looked.at(-1);
  return {
    count: Number(count ?? 0n),
    next: last && { repositoryId: last.repository_id ?? 0, digest: last.digest },
  };
}
