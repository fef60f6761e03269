import { type Kysely, sql } from 'kysely';
import type {
  BaseInUse,
  BaseRecords,
  BuiltImage,
  ChainQuery,
  KnownImage,
  PublicBase,
  TaggedImage,
} from '../analyses/index.ts';
import type { Digest } from '../model/index.ts';
import type { Schema } from './schema.ts';

/** What images are built on, in PostgreSQL: see migration 0091-base-images.sql. */
export function baseRecords(kysely: Kysely<Schema>): BaseRecords {
  return {
    ...chains(kysely),
    imagesOfChains: (query) => imagesOfChains(kysely, query),
    builtOn: (query) => builtOn(kysely, query),
    basesInUse: (repositoryIds, limit) => basesInUse(kysely, repositoryIds, limit),
    async currentImages({ repositoryId, platform, limit }) {
      const { rows } = await sql<TaggedImage>`
        select t.name as tag, c.digest, c.chain_id as "chainId"
        from tags t join image_chains c on c.root = t.digest
        where t.repository_id = ${repositoryId} and c.platform = ${platform}
          and c.chain_id is not null
        order by t.moved_at desc, t.name limit ${limit}`.execute(kysely);
      return rows;
    },
    async chainsOfTag({ repositoryId, tag, platform, limit }) {
      const { rows } = await sql<{ readonly chainId: string }>`
        select c.chain_id as "chainId" from tag_history h join image_chains c on c.root = h.digest
        where h.repository_id = ${repositoryId} and h.name = ${tag} and c.platform = ${platform}
          and c.chain_id is not null
        group by c.chain_id order by max(h.id) desc limit ${limit}`.execute(kysely);
      return rows.map(({ chainId }) => chainId);
    },
    async publicBases(chainIds) {
      const { rows } = await sql<PublicBase>`
        select reference, digest, platform, chain_id as "chainId", imported_at as "importedAt"
        from public_bases where chain_id = any(${chainIds}::text[])
        order by imported_at desc, reference`.execute(kysely);
      return rows;
    },
    async listPublicBases() {
      const { rows } = await sql<PublicBase>`
        select reference, digest, platform, chain_id as "chainId", imported_at as "importedAt"
        from public_bases order by reference, chain_id`.execute(kysely);
      return rows;
    },
    async removeBase(reference) {
      const removed = await kysely
        .deleteFrom('public_bases')
        .where('reference', '=', reference)
        .executeTakeFirst();
      return removed.numDeletedRows > 0n;
    },
    async importBase({ reference, digest, platform, chainId, by }) {
      await sql`
        insert into public_bases (reference, digest, platform, chain_id, imported_at, imported_by)
        values (${reference}, ${digest}, ${platform}, ${chainId}, now(), ${by})
        on conflict (reference, chain_id)
        do update set imported_at = now(), imported_by = ${by}`.execute(kysely);
    },
  };
}

function chains(
  kysely: Kysely<Schema>,
): Pick<BaseRecords, 'unchained' | 'isChained' | 'keepChains'> {
  return {
    async unchained(limit) {
      const { rows } = await sql<{ readonly digest: Digest }>`
        select distinct h.digest from tag_history h where h.digest is not null
          and not exists (select from image_chains c where c.root = h.digest)
        limit ${limit}`.execute(kysely);
      return rows.map(({ digest }) => digest);
    },
    async isChained(root) {
      const row = await kysely
        .selectFrom('image_chains')
        .select('root')
        .where('root', '=', root)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
    async keepChains(root, found) {
      // What is no image is remembered too: it is not looked at again.
      const none = [{ digest: root, platform: '', chainIds: [] }];
      const rows = (found.length > 0 ? found : none).map(({ digest, platform, chainIds }) => {
        const chain_id = chainIds.at(-1) ?? null;
        return { root, digest, platform, chain_ids: chainIds, chain_id };
      });
      await kysely
        .insertInto('image_chains')
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
  };
}

async function imagesOfChains(
  kysely: Kysely<Schema>,
  { chainIds, repositoryIds, limit }: ChainQuery,
): Promise<readonly KnownImage[]> {
  const { rows } = await sql<KnownImage>`
    select c.chain_id as "chainId", r.id as "repositoryId", r.name as repository, h.name as tag,
      c.digest, c.root, max(h.moved_at) as at, t.digest as now,
      coalesce(bool_or(t.digest = c.root), false) as "isCurrent"
    from image_chains c
    join tag_history h on h.digest = c.root and h.repository_id = any(${repositoryIds}::bigint[])
    join repositories r on r.id = h.repository_id
    left join tags t on t.repository_id = h.repository_id and t.name = h.name
    where c.chain_id = any(${chainIds}::text[])
    group by c.chain_id, r.id, r.name, h.name, c.digest, c.root, t.digest
    order by "isCurrent" desc, at desc, r.name, h.name limit ${limit}`.execute(kysely);
  return rows;
}

async function builtOn(
  kysely: Kysely<Schema>,
  { chainIds, repositoryIds, limit }: ChainQuery,
): Promise<readonly BuiltImage[]> {
  const { rows } = await sql<BuiltImage>`
    select c.chain_id as "chainId", r.id as "repositoryId", r.name as repository, t.name as tag,
      c.digest, c.root, t.moved_at as at, t.digest as now, true as "isCurrent",
      (select b from unnest(c.chain_ids) with ordinality as u (b, at)
        where b = any(${chainIds}::text[]) order by u.at desc limit 1) as "on"
    from image_chains c
    join tags t on t.digest = c.root and t.repository_id = any(${repositoryIds}::bigint[])
    join repositories r on r.id = t.repository_id
    where c.chain_ids && ${chainIds}::text[] and not c.chain_id = any(${chainIds}::text[])
    order by r.name, t.name, c.digest limit ${limit}`.execute(kysely);
  return rows;
}

/** Each image counts for every base below it. */
async function basesInUse(
  kysely: Kysely<Schema>,
  repositoryIds: readonly number[],
  limit: number,
): Promise<readonly BaseInUse[]> {
  const { rows } = await sql<BaseInUse>`
    with built as materialized (
      select b.chain_id, count(distinct c.digest)::integer as images
      from tags t
      join image_chains c on c.root = t.digest
      cross join lateral unnest(c.chain_ids[1:cardinality(c.chain_ids) - 1]) as b (chain_id)
      -- most layers are the end of no other image
      where t.repository_id = any(${repositoryIds}::bigint[])
        and exists (select from image_chains w where w.chain_id = b.chain_id)
      group by b.chain_id)
    select u.chain_id as "chainId", u.images, r.id as "repositoryId", r.name as repository,
      h.name as tag, c.digest, c.root, max(h.moved_at) as at, t.digest as now,
      coalesce(bool_or(t.digest = c.root), false) as "isCurrent"
    from built u
    join image_chains c on c.chain_id = u.chain_id
    join tag_history h on h.digest = c.root and h.repository_id = any(${repositoryIds}::bigint[])
    join repositories r on r.id = h.repository_id
    left join tags t on t.repository_id = h.repository_id and t.name = h.name
    group by u.chain_id, u.images, r.id, r.name, h.name, c.digest, c.root, t.digest
    order by u.images desc, r.name, h.name, c.digest limit ${limit}`.execute(kysely);
  return rows;
}
