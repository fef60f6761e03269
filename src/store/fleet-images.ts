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

const FEW_REPOSITORIES = 100;

/**
 * Who reads few repositories has little: what is theirs is looked at, and nothing else. Of many repositories
 * nearly everything is theirs, so that it may be cheaper to begin with all there is.
 */
export function hasFew(repositoryIds: readonly number[]): boolean {
  return repositoryIds.length <= FEW_REPOSITORIES;
}

/** Tags of an image that are shown. */
const MOST_TAGS = 20;

/** What is looked for, as parts of a query. */
export interface WantedImages {
  /**
   * From a repository's name on: queries of `id, name`, and what `holds` asks for, each of repositories that
   * come behind those before.
   */
  readonly repositories: (
    from: string,
    isCurrent: boolean,
  ) => AsyncIterable<RawBuilder<unknown>> | Iterable<RawBuilder<unknown>>;
  /** A condition on `i`, a row of repository_images, and `r`, its repository. */
  readonly holds: RawBuilder<unknown>;
}

/** A page of images: current ones, and when there are no more of these the others, each by repository. */
export async function imagePage(
  kysely: Kysely<Schema>,
  page: ImagesPage,
  { repositories, holds }: WantedImages,
): Promise<readonly ImageRow[]> {
  const found: ImageRow[] = [];
  for (const isCurrent of page.after?.isCurrent === false ? [false] : [true, false]) {
    const start = page.after?.isCurrent === isCurrent ? page.after : FIRST;
    for await (const some of repositories(start.repository, isCurrent)) {
      const limit = page.limit - found.length;
      if (limit === 0) return found;
      const part = { limit, start, isCurrent, repositories: some, holds };
      found.push(...(await imagesOfKind(kysely, page, part)));
    }
  }
  return found;
}

interface ImagesOfKind {
  readonly limit: number;
  readonly start: Omit<ImagePlace, 'isCurrent'>;
  readonly isCurrent: boolean;
  readonly repositories: RawBuilder<unknown>;
  readonly holds: RawBuilder<unknown>;
}

/** Analyses are wide rows: only those of the page are read. */
async function imagesOfKind(
  kysely: Kysely<Schema>,
  { repository }: ImagesPage,
  { limit, start, isCurrent, repositories, holds }: ImagesOfKind,
): Promise<readonly ImageRow[]> {
  const { rows } = await sql<ImageRow>`
    with mine as materialized (select * from (${repositories}) r
      where r.name >= ${start.repository} collate "C"
        and (${repository ?? null}::text is null or r.name = ${repository ?? ''}))
    select x.*, a.digest, a.platform
    from (
      select r.name as repository, r.id as repository_id, i.analysis_id, i.is_current, i.item_set_id,
        i.match_set_id
      from mine r
      join repository_images i on i.repository_id = r.id and i.is_current = ${sql.lit(isCurrent)}
        and i.match_set_id is not null
      where ${holds}
        and (r.name, i.analysis_id) > (${start.repository} collate "C", ${start.analysisId})
      order by r.name collate "C", i.analysis_id limit ${limit}) x
    join analyses a on a.id = x.analysis_id
    order by x.repository collate "C", x.analysis_id`.execute(kysely);
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
