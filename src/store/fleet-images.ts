import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { FleetImage, ImagePlace } from '../api/index.ts';
import type { Digest } from '../model/index.ts';
import type { Schema } from './schema.ts';

/** What a list of images reads of each. */
export interface ImageRow {
  readonly repository: string;
  readonly repository_id: number;
  readonly analysis_id: number;
  readonly digest: Digest;
  readonly platform: string;
  readonly is_current: boolean;
  readonly item_set_id: number;
  readonly match_set_id: number;
}

export interface ImagesPage {
  readonly limit: number;
  readonly after?: ImagePlace | undefined;
  readonly repository?: string | undefined;
}

/** Tags of an image that are shown. */
const MOST_TAGS = 20;

/**
 * A page of images: current ones, and when there are no more of these the others, each by repository.
 * Asked for one after the other, either is read in the order of an index as far as the page goes.
 *
 * @param repositories a query of `id, name`: those that may hold what is looked for.
 * @param holds a condition on `i`, a row of repository_images.
 */
export async function imagePage(
  kysely: Kysely<Schema>,
  page: ImagesPage,
  repositories: RawBuilder<unknown>,
  holds: RawBuilder<unknown>,
): Promise<readonly ImageRow[]> {
  const { limit, after } = page;
  const read = (isCurrent: boolean, most: number): Promise<readonly ImageRow[]> =>
    imagesOfKind(kysely, { ...page, limit: most }, isCurrent, { repositories, holds });
  if (after?.isCurrent === false) return read(false, limit);
  const current = await read(true, limit);
  return current.length < limit
    ? [...current, ...(await read(false, limit - current.length))]
    : current;
}

/** What is looked for, as parts of a query. */
interface Wanted {
  readonly repositories: RawBuilder<unknown>;
  readonly holds: RawBuilder<unknown>;
}

async function imagesOfKind(
  kysely: Kysely<Schema>,
  { limit, after, repository }: ImagesPage,
  isCurrent: boolean,
  { repositories, holds }: Wanted,
): Promise<readonly ImageRow[]> {
  const start = after?.isCurrent === isCurrent ? after : FIRST;
  const { rows } = await sql<ImageRow>`
    with mine as materialized (${repositories})
    select r.name as repository, r.id as repository_id, i.analysis_id, a.digest, a.platform,
      i.is_current, i.item_set_id, i.match_set_id
    from mine r
    join repository_images i on i.repository_id = r.id and i.is_current = ${sql.lit(isCurrent)}
      and i.match_set_id is not null
    join analyses a on a.id = i.analysis_id
    where ${holds}
      and (${repository ?? null}::text is null or r.name = ${repository ?? ''})
      and (r.name, i.analysis_id) > (${start.repository} collate "C", ${start.analysisId})
    order by r.name collate "C", i.analysis_id limit ${limit}`.execute(kysely);
  return rows;
}

const FIRST = { repository: '', analysisId: 0 };

/** Names that lead to each of these images, of tags or SBOMs, by `repository id and digest`. */
export async function tagsOfImages(
  kysely: Kysely<Schema>,
  images: readonly ImageRow[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ readonly key: string; readonly names: readonly string[] }>`
    select x.r || ' ' || x.d as key, (array(
      select t.name from tags t where t.repository_id = x.r and t.digest = x.d
      union select t.name from manifest_children c join tags t
        on t.repository_id = x.r and t.digest = c.parent_digest where c.child_digest = x.d
      union select p.reference from pushed_sboms p where p.repository_id = x.r and p.digest = x.d
      order by 1 limit ${MOST_TAGS})) as names
    from unnest(${images.map((image) => image.repository_id)}::bigint[],
      ${images.map(({ digest }) => digest)}::text[]) as x (r, d)`.execute(kysely);
  return new Map(rows.map(({ key, names }) => [key, names]));
}

export function imageOf(row: ImageRow, tags: ReadonlyMap<string, readonly string[]>): FleetImage {
  const { repository, digest, platform, is_current: isCurrent, analysis_id: analysisId } = row;
  return {
    place: { isCurrent, repository, analysisId },
    repository,
    digest,
    platform,
    tags: tags.get(`${row.repository_id} ${digest}`) ?? [],
  };
}
