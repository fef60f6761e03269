import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import { err, ok } from '../base/index.ts';
import type { Result } from '../base/index.ts';
import type { Digest } from '../model/index.ts';
import type {
  BlobRecords,
  BlobRemoval,
  Lease,
  OverQuota,
  RepositoryGone,
  RecordedBlob,
  RepositoryRef,
} from '../registry/index.ts';
import { leasedUntil, renewBefore } from './registry-lease.ts';
import { inTransaction, unlessGone } from './registry-transaction.ts';
import type { Schema } from './schema.ts';

type Queries = Kysely<Schema>;

/** Which blobs are there, and through which repositories they are read. */
export function blobRecords(kysely: Queries): BlobRecords {
  return {
    blobIn: (repositoryId, digest, lease) => blobIn(kysely, repositoryId, digest, lease),
    reserveBlob: (digest, size, lease) => reserveBlob(kysely, digest, size, lease),
    recordBlob: (blob, lease) => recordBlob(kysely, blob, lease),
    mountBlob: (from, to, digest, lease) => mountBlob(kysely, { from, to }, digest, lease),
    repositoriesHolding: (digest, limit) => repositoriesHolding(kysely, digest, limit),
    removeBlob: (repositoryId, digest) => removeBlob(kysely, repositoryId, digest),
    async storageQuota(namespaceId) {
      const row = await kysely
        .selectFrom('namespaces')
        .select('quota_bytes')
        .where('id', '=', namespaceId)
        .executeTakeFirst();
      return row?.quota_bytes ?? undefined;
    },
    bytesOf: (namespaceId, except) => bytesOf(kysely, namespaceId, except),
  };
}

async function blobIn(
  kysely: Queries,
  repositoryId: number,
  digest: Digest,
  lease: Lease,
): Promise<number | undefined> {
  const found = await kysely
    .selectFrom('repository_blobs')
    .innerJoin('blobs', 'blobs.digest', 'repository_blobs.digest')
    .select(['blobs.size', 'repository_blobs.leased_until'])
    .where('repository_blobs.repository_id', '=', repositoryId)
    .where('repository_blobs.digest', '=', digest)
    .executeTakeFirst();
  if (!found || found.leased_until >= renewBefore(lease)) return found?.size;
  // It may be collected between the two statements; then it was not there.
  const renewed = await kysely
    .updateTable('repository_blobs')
    .set({ leased_until: leasedUntil(lease) })
    .where('repository_id', '=', repositoryId)
    .where('digest', '=', digest)
    .returning('digest')
    .executeTakeFirst();
  return renewed && found.size;
}

/** Waits for a collector that is just removing the object, and starts anew after it. */
async function reserveBlob(
  kysely: Queries,
  digest: Digest,
  size: number,
  lease: Lease,
): Promise<boolean> {
  const row = await kysely
    .insertInto('blobs')
    .values({
      digest,
      size,
      created_at: lease.now,
      is_stored: false,
      leased_until: leasedUntil(lease),
      condemned_at: null,
    })
    .onConflict((conflict) =>
      conflict.column('digest').doUpdateSet({
        leased_until: sql<Date>`greatest(blobs.leased_until, excluded.leased_until)`,
        condemned_at: null,
      }),
    )
    .returning('is_stored')
    .executeTakeFirstOrThrow();
  return row.is_stored;
}

async function recordBlob(
  kysely: Queries,
  blob: RecordedBlob,
  lease: Lease,
): Promise<Result<void, OverQuota | RepositoryGone>> {
  const { quota } = blob;
  if (!quota) return await unlessGone(() => insertBlob(kysely, blob, lease));
  const recorded = await unlessGone(() =>
    kysely.transaction().execute(async (transaction) => {
      const over = await overQuota(transaction, blob, quota);
      if (!over) await insertBlob(transaction, blob, lease);
      return over;
    }),
  );
  if (!recorded.ok) return recorded;
  return recorded.value ? err(recorded.value) : ok(undefined);
}

/** One statement: the blob is there for its repository and the upload is over, or neither. */
async function insertBlob(queries: Queries, blob: RecordedBlob, lease: Lease): Promise<void> {
  const until = leasedUntil(lease);
  await sql`
    with stored as (
      insert into blobs (digest, size, created_at, is_stored, leased_until)
      values (${blob.digest}, ${blob.size}, ${lease.now}, true, ${until})
      on conflict (digest) do update set is_stored = true, condemned_at = null,
        leased_until = greatest(blobs.leased_until, excluded.leased_until)
    ), ended as (
      delete from uploads where id = ${blob.uploadId ?? null}::uuid
    )
    insert into repository_blobs (repository_id, digest, leased_until)
    values (${blob.repositoryId}, ${blob.digest}, ${until})
    on conflict (repository_id, digest) do update set
      leased_until = greatest(repository_blobs.leased_until, excluded.leased_until)
  `.execute(queries);
}

/** Commits of one namespace wait for each other here: two may not pass the same bound together. */
async function overQuota(
  transaction: Transaction<Schema>,
  blob: RecordedBlob,
  quota: NonNullable<RecordedBlob['quota']>,
): Promise<OverQuota | undefined> {
  const { namespaceId, bytes } = quota;
  await sql`select pg_advisory_xact_lock(hashtextextended('namespace bytes', ${namespaceId}))`.execute(
    transaction,
  );
  const used = await bytesOf(transaction, namespaceId, blob.digest);
  return used + blob.size > bytes ? { kind: 'over-quota', used, quota: bytes } : undefined;
}

async function bytesOf(queries: Queries, namespaceId: number, except?: Digest): Promise<number> {
  const result = await sql<{ bytes: number }>`
    select coalesce(sum(size), 0)::bigint as bytes from blobs
    where digest in (
      select repository_blobs.digest from repository_blobs
      join repositories on repositories.id = repository_blobs.repository_id
      where repositories.namespace_id = ${namespaceId}
    ) and digest is distinct from ${except ?? null}
  `.execute(queries);
  return result.rows[0]?.bytes ?? 0;
}

/** The source's row is locked: it is collected before this, or stays until after. */
async function mountBlob(
  kysely: Queries,
  { from, to }: { readonly from: number; readonly to: number },
  digest: Digest,
  lease: Lease,
): Promise<number | undefined> {
  const until = leasedUntil(lease);
  const mounting = sql<{ size: number }>`
    with source as (
      select digest from repository_blobs
      where repository_id = ${from} and digest = ${digest} for key share
    ), mounted as (
      insert into repository_blobs (repository_id, digest, leased_until)
      select ${to}::bigint, digest, ${until}::timestamptz from source
      on conflict (repository_id, digest) do update set
        leased_until = greatest(repository_blobs.leased_until, excluded.leased_until)
      returning digest
    )
    select size from blobs join mounted using (digest)
  `;
  const mounted = await unlessGone(() => mounting.execute(kysely));
  return mounted.ok ? mounted.value.rows[0]?.size : undefined;
}

async function repositoriesHolding(
  kysely: Queries,
  digest: Digest,
  limit: number,
): Promise<readonly RepositoryRef[]> {
  const rows = await kysely
    .selectFrom('repository_blobs')
    .innerJoin('repositories', 'repositories.id', 'repository_blobs.repository_id')
    .select(['repositories.id', 'name', 'namespace_id', 'visibility'])
    .where('digest', '=', digest)
    .orderBy('repositories.id')
    .limit(limit)
    .execute();
  return rows.map(({ id, name, namespace_id: namespaceId, visibility }) => ({
    id,
    name,
    namespaceId,
    visibility,
  }));
}

async function removeBlob(
  kysely: Queries,
  repositoryId: number,
  digest: Digest,
): Promise<BlobRemoval> {
  return await inTransaction(kysely, async (transaction): Promise<BlobRemoval> => {
    // A manifest that is being pushed holds this row until it is committed, and is seen then.
    const locked = await transaction
      .selectFrom('repository_blobs')
      .select('digest')
      .where('repository_id', '=', repositoryId)
      .where('digest', '=', digest)
      .forUpdate()
      .executeTakeFirst();
    if (!locked) return { kind: 'missing' };
    const user = await transaction
      .selectFrom('manifest_blobs')
      .innerJoin(
        'repository_manifests',
        'repository_manifests.digest',
        'manifest_blobs.manifest_digest',
      )
      .select('manifest_digest')
      .where('blob_digest', '=', digest)
      .where('repository_id', '=', repositoryId)
      .limit(1)
      .executeTakeFirst();
    if (user) return { kind: 'in-use', by: user.manifest_digest };
    await transaction
      .deleteFrom('repository_blobs')
      .where('repository_id', '=', repositoryId)
      .where('digest', '=', digest)
      .execute();
    return { kind: 'removed' };
  });
}
