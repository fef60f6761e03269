import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import { err, ok } from '../base/index.ts';
import type { Result } from '../base/index.ts';
import type { Digest } from '../model/index.ts';
import type {
  ManifestPush,
  PutRefusal,
  Removal,
  TagHistoryQuery,
  TagMove,
  TagRecords,
  TagRemoval,
  TagRow,
  TagRules,
} from '../registry/index.ts';
import { inTransaction } from './registry-transaction.ts';
import type { Schema } from './schema.ts';

type Queries = Kysely<Schema>;

/** Tags, what they pointed to, and the rules for them. */
export function tagRecords(kysely: Queries): TagRecords {
  return {
    async tagged(repositoryId, tag) {
      const row = await kysely
        .selectFrom('tags')
        .select('digest')
        .where('repository_id', '=', repositoryId)
        .where('name', '=', tag)
        .executeTakeFirst();
      return row?.digest;
    },
    removeTag: (removal) => removeTag(kysely, removal),
    async tagNames(repositoryId, after, limit) {
      const rows = await kysely
        .selectFrom('tags')
        .select('name')
        .where('repository_id', '=', repositoryId)
        .where('name', '>', after)
        .orderBy('name')
        .limit(limit)
        .execute();
      return rows.map(({ name }) => name);
    },
    tagsOf: (repositoryId) => tagsOf(kysely, repositoryId),
    tagHistory: (query) => tagHistory(kysely, query),
    tagRules: (repositoryId) => tagRules(kysely, repositoryId),
  };
}

/** Moves the tags of a push to its manifest, and tells the outbox. */
export async function moveTags(
  transaction: Transaction<Schema>,
  push: ManifestPush,
): Promise<Result<void, PutRefusal>> {
  const { repositoryId, digest, actor, lease } = push;
  if (push.tags.length === 0) {
    await transaction
      .insertInto('push_events')
      .values({ repository_id: repositoryId, digest, tag: null, actor, at: lease.now })
      .execute();
    return ok(undefined);
  }
  const patterns = (await tagRules(transaction, repositoryId))?.immutable ?? [];
  const tags = [...new Set(push.tags)].toSorted();
  for (const tag of tags.filter((name) => push.isImmutable(patterns, name))) {
    const taken = await setOnce(transaction, push, tag);
    if (taken && taken !== digest) return err({ kind: 'immutable-tag', tag, digest: taken });
  }
  await sql`
    with wanted as (
      select name from unnest(${tags}::text[]) with ordinality as given (name, place)
      order by place
    ), before as (
      select name from tags
      where repository_id = ${repositoryId} and name = any(${tags}) and digest = ${digest}
    ), moved as (
      insert into tags (repository_id, name, digest, moved_at, moved_by)
      select ${repositoryId}::bigint, name, ${digest}, ${lease.now}::timestamptz, ${actor}
      from wanted
      on conflict (repository_id, name) do update set digest = excluded.digest,
        moved_at = excluded.moved_at, moved_by = excluded.moved_by
    ), told as (
      insert into tag_history (repository_id, name, digest, moved_at, moved_by)
      select ${repositoryId}::bigint, name, ${digest}, ${lease.now}::timestamptz, ${actor}
      from wanted where name not in (select name from before)
    )
    insert into push_events (repository_id, digest, tag, actor, at)
    select ${repositoryId}::bigint, ${digest}, name, ${actor}, ${lease.now}::timestamptz
    from wanted
  `.execute(transaction);
  return ok(undefined);
}

/**
 * The digest that a tag has already; `undefined` when this made the tag. Two who make it at once: the
 * second waits here for the first.
 */
async function setOnce(
  transaction: Transaction<Schema>,
  push: ManifestPush,
  tag: string,
): Promise<Digest | undefined> {
  const { repositoryId, digest, actor, lease } = push;
  const made = await sql`
    with made as (
      insert into tags (repository_id, name, digest, moved_at, moved_by)
      values (${repositoryId}, ${tag}, ${digest}, ${lease.now}, ${actor})
      on conflict do nothing returning name
    )
    insert into tag_history (repository_id, name, digest, moved_at, moved_by)
    select ${repositoryId}::bigint, name, ${digest}, ${lease.now}::timestamptz, ${actor} from made
    returning name
  `.execute(transaction);
  if (made.rows.length > 0) return undefined;
  const held = await transaction
    .selectFrom('tags')
    .select('digest')
    .where('repository_id', '=', repositoryId)
    .where('name', '=', tag)
    .forUpdate()
    .executeTakeFirst();
  return held?.digest;
}

async function removeTag(kysely: Queries, removal: TagRemoval): Promise<Removal> {
  const { repositoryId, tag, digest, actor, now } = removal;
  return await inTransaction(kysely, async (transaction): Promise<Removal> => {
    const { rows } = await sql<{ immutable_tags: readonly string[]; digest: Digest }>`
      select immutable_tags, digest from tags
      join repositories on repositories.id = repository_id
      where repository_id = ${repositoryId} and tags.name = ${tag}
      for update of tags
    `.execute(transaction);
    const [held] = rows;
    if (!held || (digest !== undefined && held.digest !== digest)) return { kind: 'missing' };
    if (removal.isImmutable(held.immutable_tags, tag)) return { kind: 'immutable-tag', tag };
    await sql`
      with told as (
        insert into tag_history (repository_id, name, digest, moved_at, moved_by)
        values (${repositoryId}, ${tag}, null, ${now}, ${actor})
      )
      delete from tags where repository_id = ${repositoryId} and name = ${tag}
    `.execute(transaction);
    return { kind: 'removed' };
  });
}

async function tagsOf(kysely: Queries, repositoryId: number): Promise<readonly TagRow[]> {
  const rows = await kysely
    .selectFrom('tags as t')
    .leftJoin('manifest_pulls as p', (join) =>
      join.onRef('p.repository_id', '=', 't.repository_id').onRef('p.digest', '=', 't.digest'),
    )
    .select(['t.name', 't.digest', 't.moved_at', 't.moved_by', 'p.pulled_at'])
    .where('t.repository_id', '=', repositoryId)
    .orderBy('t.name')
    .execute();
  return rows.map(({ moved_at: movedAt, moved_by: movedBy, pulled_at: pulledAt, ...tag }) => ({
    ...tag,
    movedAt,
    movedBy,
    ...(pulledAt && { pulledAt }),
  }));
}

async function tagHistory(kysely: Queries, query: TagHistoryQuery): Promise<readonly TagMove[]> {
  const { tag, before } = query;
  const rows = await kysely
    .selectFrom('tag_history')
    .selectAll()
    .where('repository_id', '=', query.repositoryId)
    .$if(tag !== undefined, (filtered) => filtered.where('name', '=', tag ?? ''))
    .$if(before !== undefined, (filtered) => filtered.where('id', '<', before ?? 0))
    .orderBy('id', 'desc')
    .limit(query.limit)
    .execute();
  return rows.map(({ id, name, digest, moved_at: at, moved_by: by }) => ({
    id,
    tag: name,
    digest: digest ?? undefined,
    at,
    by,
  }));
}

async function tagRules(kysely: Queries, repositoryId: number): Promise<TagRules | undefined> {
  const row = await kysely
    .selectFrom('repositories')
    .select(['immutable_tags', 'retention'])
    .where('id', '=', repositoryId)
    .executeTakeFirst();
  return row && { immutable: row.immutable_tags, retention: row.retention };
}
