import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import { err } from '../base/index.ts';
import type { Result } from '../base/index.ts';
import type { Digest } from '../model/index.ts';
import type {
  ManifestPush,
  ManifestRecords,
  ManifestRemoval,
  PullNote,
  PutRefusal,
  ReferrerRow,
  ReferrersQuery,
  Removal,
  StoredManifest,
} from '../registry/index.ts';
import { leasedUntil } from './registry-lease.ts';
import { moveTags } from './registry-tags.ts';
import { inTransaction, unlessGone } from './registry-transaction.ts';
import type { Schema } from './schema.ts';

type Queries = Kysely<Schema>;

/** Manifests by content, and which repository holds which. */
export function manifestRecords(kysely: Queries): ManifestRecords {
  return {
    manifestIn: async (repositoryId, digest) =>
      (await manifestsIn(kysely, repositoryId, [digest])).get(digest),
    manifestsIn: (repositoryId, digests) => manifestsIn(kysely, repositoryId, digests),
    async leaseManifest(repositoryId, digest, lease) {
      await kysely
        .updateTable('repository_manifests')
        .set({ leased_until: leasedUntil(lease) })
        .where('repository_id', '=', repositoryId)
        .where('digest', '=', digest)
        .execute();
    },
    putManifest: (push) => putManifest(kysely, push),
    removeManifest: (removal) => removeManifest(kysely, removal),
    referrers: (query) => referrers(kysely, query),
    sizesOf: (repositoryId, digests) => sizesOf(kysely, repositoryId, digests),
    notePulls: (notes) => notePulls(kysely, notes),
  };
}

async function sizesOf(
  kysely: Queries,
  repositoryId: number,
  digests: readonly Digest[],
): Promise<ReadonlyMap<Digest, number>> {
  const { rows } = await sql<{ readonly digest: Digest; readonly size: number }>`
    with parts as (
      select digest, digest as part from repository_manifests
      where repository_id = ${repositoryId} and digest = any(${digests})
      union all
      select m.digest, c.child_digest from repository_manifests m
      join manifest_children c on c.parent_digest = m.digest
      where m.repository_id = ${repositoryId} and m.digest = any(${digests})
    ), held as (
      select distinct parts.digest, b.blob_digest from parts
      join manifest_blobs b on b.manifest_digest = parts.part
    )
    select held.digest, sum(blobs.size)::bigint as size from held
    join blobs on blobs.digest = held.blob_digest group by held.digest`.execute(kysely);
  return new Map(rows.map(({ digest, size }) => [digest, size]));
}

/** Two processes may write the same at once: in one order, the later time stays. */
async function notePulls(kysely: Queries, notes: readonly PullNote[]): Promise<void> {
  await sql`
    insert into manifest_pulls (repository_id, digest, pulled_at)
    select m.repository_id, m.digest, x.at
    from unnest(${notes.map((note) => note.repositoryId)}::bigint[],
      ${notes.map((note) => note.digest)}::text[], ${notes.map((note) => note.at)}::timestamptz[])
      as x (repository_id, digest, at)
    join repository_manifests m on m.repository_id = x.repository_id and m.digest = x.digest
    order by m.repository_id, m.digest
    for key share of m
    on conflict (repository_id, digest) do update
      set pulled_at = greatest(manifest_pulls.pulled_at, excluded.pulled_at)`.execute(kysely);
}

async function manifestsIn(
  kysely: Queries,
  repositoryId: number,
  digests: readonly Digest[],
): Promise<ReadonlyMap<Digest, StoredManifest>> {
  const rows = await kysely
    .selectFrom('repository_manifests as r')
    .innerJoin('manifests as m', 'm.digest', 'r.digest')
    .select(['r.digest', 'r.media_type', 'm.bytes', 'r.leased_until'])
    .where('r.repository_id', '=', repositoryId)
    .where('r.digest', 'in', digests)
    .execute();
  return new Map(
    rows.map(({ digest, media_type: mediaType, bytes, leased_until: leasedUntil }) => [
      digest,
      { digest, mediaType, bytes, leasedUntil },
    ]),
  );
}

async function putManifest(kysely: Queries, push: ManifestPush): Promise<Result<void, PutRefusal>> {
  try {
    return await unlessGone(() => kysely.transaction().execute((inner) => putIn(inner, push)));
  } catch (error) {
    if (error instanceof Refused) return err(error.refusal);
    throw error;
  }
}

/** Ends the transaction without a trace. */
class Refused extends Error {
  readonly refusal: PutRefusal;

  constructor(refusal: PutRefusal) {
    super(refusal.kind);
    this.refusal = refusal;
  }
}

async function putIn(transaction: Transaction<Schema>, push: ManifestPush): Promise<void> {
  const refusal = await missingReferences(transaction, push);
  if (refusal) throw new Refused(refusal);
  await insertManifest(transaction, push);
  const moved = await moveTags(transaction, push);
  if (!moved.ok) throw new Refused(moved.error);
}

/**
 * Locks what the manifest refers to, in the order of digests: a collector or a deletion either came
 * before, and it is missing, or waits, and sees the new manifest.
 */
async function missingReferences(
  transaction: Transaction<Schema>,
  { repositoryId, blobs, children }: ManifestPush,
): Promise<PutRefusal | undefined> {
  if (blobs.length === 0 && children.length === 0) return undefined;
  const wanted = blobs.map(({ digest }) => digest);
  const { rows } = await sql<{ digest: Digest; size: number | null }>`
    with held as (
      select digest from repository_blobs
      where repository_id = ${repositoryId} and digest = any(${wanted})
      order by digest for key share
    ), children as (
      select digest from repository_manifests
      where repository_id = ${repositoryId} and digest = any(${children})
      order by digest for key share
    )
    select digest, size from held join blobs using (digest)
    union all select digest, null from children
  `.execute(transaction);
  const found = new Map(rows.map(({ digest, size }) => [digest, size]));
  const missing = [...wanted, ...children].filter((digest) => !found.has(digest));
  if (missing.length > 0) return { kind: 'unknown-references', digests: missing };
  for (const { digest, size } of blobs) {
    const actual = found.get(digest);
    if (typeof actual === 'number' && actual !== size) {
      return { kind: 'wrong-size', digest, size: actual };
    }
  }
  return undefined;
}

async function insertManifest(transaction: Transaction<Schema>, push: ManifestPush): Promise<void> {
  const { digest, bytes, lease, referrer } = push;
  const blobs = [...new Set(push.blobs.map((blob) => blob.digest))];
  const children = [...new Set(push.children)];
  await sql`
    with stored as (
      insert into manifests (digest, media_type, kind, size, bytes, created_at)
      values (${digest}, ${push.mediaType}, ${push.kind}, ${bytes.length}, ${bytes}, ${lease.now})
      on conflict do nothing
    ), blobs_of as (
      insert into manifest_blobs (manifest_digest, blob_digest)
      select ${digest}, unnest(${blobs}::text[]) on conflict do nothing
    ), children_of as (
      insert into manifest_children (parent_digest, child_digest)
      select ${digest}, unnest(${children}::text[]) on conflict do nothing
    )
    insert into repository_manifests (repository_id, digest, media_type, pushed_at, pushed_by,
      leased_until, subject, artifact_type, descriptor)
    values (${push.repositoryId}, ${digest}, ${push.mediaType}, ${lease.now}, ${push.actor},
      ${leasedUntil(lease)}, ${push.subject ?? null}, ${referrer?.artifactType ?? null},
      ${referrer?.descriptor ?? null})
    on conflict (repository_id, digest) do update set
      media_type = excluded.media_type,
      pushed_at = excluded.pushed_at,
      pushed_by = excluded.pushed_by,
      leased_until = excluded.leased_until
  `.execute(transaction);
}

async function removeManifest(kysely: Queries, removal: ManifestRemoval): Promise<Removal> {
  const { repositoryId, digest, actor, now } = removal;
  return await inTransaction(kysely, async (transaction): Promise<Removal> => {
    const { rows: repositories } = await sql<{ immutable_tags: readonly string[] }>`
      select immutable_tags from repository_manifests
      join repositories on repositories.id = repository_id
      where repository_id = ${repositoryId} and digest = ${digest}
      for update of repository_manifests
    `.execute(transaction);
    const patterns = repositories[0]?.immutable_tags;
    if (!patterns) return { kind: 'missing' };
    const tags = await transaction
      .selectFrom('tags')
      .select('name')
      .where('repository_id', '=', repositoryId)
      .where('digest', '=', digest)
      .orderBy('name')
      .forUpdate()
      .execute();
    const immutable = tags.find(({ name }) => removal.isImmutable(patterns, name));
    if (immutable) return { kind: 'immutable-tag', tag: immutable.name };
    // Tags that point to it go with it.
    await sql`
      with told as (
        insert into tag_history (repository_id, name, digest, moved_at, moved_by)
        select repository_id, name, null, ${now}, ${actor} from tags
        where repository_id = ${repositoryId} and digest = ${digest} order by name
      )
      delete from repository_manifests
      where repository_id = ${repositoryId} and digest = ${digest}
    `.execute(transaction);
    return { kind: 'removed' };
  });
}

async function referrers(kysely: Queries, query: ReferrersQuery): Promise<readonly ReferrerRow[]> {
  const { artifactType } = query;
  const rows = await kysely
    .selectFrom('repository_manifests')
    .select(['digest', 'descriptor'])
    .where('repository_id', '=', query.repositoryId)
    .where('subject', '=', query.subject)
    .$if(artifactType !== undefined, (filtered) =>
      filtered.where('artifact_type', '=', artifactType ?? ''),
    )
    .where('digest', '>', sql<Digest>`${query.after}`)
    .orderBy('digest')
    .limit(query.limit)
    .execute();
  return rows.map(({ digest, descriptor }) => ({ digest, descriptor: descriptor ?? '{}' }));
}
