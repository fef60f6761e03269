import { type Kysely, type RawBuilder, sql } from 'kysely';
import type {
  FleetPackage,
  FleetPackageName,
  FleetPackagesQuery,
  FleetVersion,
  PackageImage,
  PackageImagesQuery,
  PackagePlace,
} from '../api/index.ts';
import { containing } from './accounts-values.ts';
import { severityOf } from './fleet-affected.ts';
import type { ImageRow } from './fleet-images.ts';
import { hasFew, imageOf, imagePage, tagsOfImages } from './fleet-images.ts';
import type { Schema } from './schema.ts';

interface PackageRow {
  readonly type: string;
  readonly name: string;
  readonly versions: number;
  readonly images: number;
  readonly repositories: number;
  readonly worst: number | null;
}

export async function packages(
  kysely: Kysely<Schema>,
  query: FleetPackagesQuery,
): Promise<readonly FleetPackage[]> {
  const { repositoryIds, version, type, limit, after } = query;
  if (repositoryIds.length === 0) return [];
  // Else names are walked in their order.
  const isMine = hasFew(repositoryIds)
    ? sql`k.id in (select p.package_id from repository_packages p
        where p.repository_id = any(${repositoryIds}::bigint[]))`
    : sql`true`;
  const start = version ?? '';
  const { rows } = await sql<PackageRow>`
    select x.type, x.name, cardinality(x.version_ids) as versions, x.images, x.repositories,
      ${worstOf(sql`x.version_ids`)} as worst
    from (
      select k.type, k.name, s.* from fleet_packages k
      cross join lateral (
        select array_agg(distinct p.version_id) as version_ids, sum(p.images)::integer as images,
          count(distinct p.repository_id)::integer as repositories
        from repository_packages p
        where p.package_id = k.id and p.repository_id = any(${repositoryIds}::bigint[])
          and (${start === ''}::boolean or p.version_id in (
            select w.id from fleet_versions w where w.package_id = k.id
              and w.version >= ${start} and w.version < ${`${start}\uFFFF`}))) s
      where s.images > 0 and ${isMine} and ${nameMatches(query)}
        and (${type ?? null}::text is null or k.type = ${type ?? ''})
        and (k.name, k.type) > (${after?.name ?? ''}, ${after?.type ?? ''})
      order by k.name, k.type limit ${limit}) x
    order by x.name, x.type`.execute(kysely);
  return rows.map(({ worst, ...row }) => ({ ...row, worst: severityOrNone(worst) }));
}

function nameMatches({ search = '', isStart }: FleetPackagesQuery): RawBuilder<unknown> {
  if (search === '') return sql`true`;
  return isStart
    ? sql`k.name >= ${search} and k.name < ${`${search}\uFFFF`}`
    : sql`k.name ilike ${containing(search)}`;
}

/** Of the findings of any of these versions, whoever has them: a version's flaws are no secret. */
function worstOf(versionIds: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select min(y.severity) from unnest(${versionIds}) v cross join lateral (
    select m.severity from match_findings m where m.version_id = v order by m.severity limit 1) y)`;
}

function severityOrNone(place: number | null) {
  return place === null ? undefined : severityOf(place);
}

/** More versions of one package than anybody has. */
const MOST_VERSIONS = 5_000;

export async function versions(
  kysely: Kysely<Schema>,
  { repositoryIds, type, name }: FleetPackageName,
): Promise<readonly FleetVersion[]> {
  const { rows } = await sql<Omit<PackageRow, 'type' | 'name'> & { readonly version: string }>`
    select w.version, s.images, s.repositories, ${worstOf(sql`array[w.id]`)} as worst
    from (
      select p.version_id, sum(p.images)::integer as images,
        count(distinct p.repository_id)::integer as repositories
      from fleet_packages k join repository_packages p on p.package_id = k.id
      where k.name = ${name} and k.type = ${type}
        and p.repository_id = any(${repositoryIds}::bigint[])
      group by p.version_id order by 2 desc limit ${MOST_VERSIONS}) s
    join fleet_versions w on w.id = s.version_id
    order by s.images desc, w.version`.execute(kysely);
  return rows.map(({ version, images, repositories, worst }) => ({
    version,
    images,
    repositories,
    worst: severityOrNone(worst),
  }));
}

export async function imagesOf(
  kysely: Kysely<Schema>,
  query: PackageImagesQuery,
): Promise<readonly PackageImage[]> {
  const { repositoryIds } = query;
  const ids = await versionIds(kysely, query);
  if (ids.length === 0 || repositoryIds.length === 0) return [];
  const holders = await holdersOf(kysely, query, ids);
  const rows = await imagePage(kysely, query, {
    repositories: async function* (from, isCurrent) {
      const [first, ...others] = chunksOf(holders, from, query.limit);
      if (first) yield withVersions(first, ids);
      for (const chunk of others) {
        const some = isCurrent ? await withCurrent(kysely, chunk, ids) : chunk;
        if (some.length > 0) yield withVersions(some, ids);
      }
    },
    holds: sql`exists (select from item_set_packages s where s.item_set_id = i.item_set_id
      and s.versions && r.version_ids)`,
  });
  if (rows.length === 0) return [];
  const [tags, places] = await Promise.all([
    tagsOfImages(kysely, rows),
    placesOf(kysely, rows, ids),
  ]);
  return rows.map((row) => ({ ...imageOf(row, tags), places: places.get(row.item_set_id) ?? [] }));
}

/** Repositories, each with those of the versions that it has. */
function withVersions(holders: readonly Holder[], ids: readonly number[]): RawBuilder<unknown> {
  return sql`
    select r.id, r.name, array(select p.version_id from repository_packages p
      where p.repository_id = r.id and p.version_id = any(${ids}::integer[])) as version_ids
    from repositories r where r.id = any(${holders.map(({ id }) => id)}::bigint[])`;
}

/**
 * Without those whose images that no tag leads to any more are all that have it: these are few, and the current
 * ones, which are many, need not be looked through. Asked once a page is not full at the first chunk.
 */
async function withCurrent(
  kysely: Kysely<Schema>,
  holders: readonly Holder[],
  ids: readonly number[],
): Promise<readonly Holder[]> {
  const { rows } = await sql<{ readonly id: number }>`
    select h.id from unnest(${holders.map(({ id }) => id)}::bigint[],
      ${holders.map(({ images }) => images)}::integer[]) as h (id, images)
    where h.images > (
      select coalesce(sum(x.versions), 0) from repository_images i
      join item_set_packages s on s.item_set_id = i.item_set_id
      cross join lateral (select count(*) as versions from unnest(${ids}::integer[]) v
        where v = any(s.versions)) x
      where i.repository_id = h.id and not i.is_current and i.match_set_id is not null)`.execute(
    kysely,
  );
  const current = new Set(rows.map(({ id }) => id));
  return holders.filter(({ id }) => current.has(id));
}

async function versionIds(
  kysely: Kysely<Schema>,
  { type, name, version }: PackageImagesQuery,
): Promise<readonly number[]> {
  const { rows } = await sql<{ readonly id: number }>`
    select w.id from fleet_packages k join fleet_versions w on w.package_id = k.id
    where k.name = ${name} and k.type = ${type}
      and (${version ?? null}::text is null or w.version = ${version ?? ''})`.execute(kysely);
  return rows.map(({ id }) => id);
}

interface Holder {
  readonly id: number;
  readonly name: string;
  /** At least one, and not less than have it. */
  readonly images: number;
}

/** Repositories where it is in an image, by name. */
async function holdersOf(
  kysely: Kysely<Schema>,
  { repositoryIds, type, name }: PackageImagesQuery,
  ids: readonly number[],
): Promise<readonly Holder[]> {
  const { rows } = await sql<Holder>`
    select r.id, r.name, p.images from (
      select p.repository_id, sum(p.images)::integer as images
      from fleet_packages k join repository_packages p on p.package_id = k.id
      where k.name = ${name} and k.type = ${type} and p.version_id = any(${ids}::integer[])
        and p.repository_id = any(${repositoryIds}::bigint[])
      group by p.repository_id) p
    join repositories r on r.id = p.repository_id
    order by r.name collate "C"`.execute(kysely);
  return rows;
}

/** What a chunk is larger than the one before. */
const GROWTH = 4;

/**
 * Repositories in chunks, in their order: the first has a page of images if all that have it are current,
 * each further one several times as many. The list of packages of an image is costly to look through.
 */
function chunksOf(
  holders: readonly Holder[],
  from: string,
  limit: number,
): readonly (readonly Holder[])[] {
  const chunks: Holder[][] = [];
  let [chunk, most, images]: [Holder[], number, number] = [[], limit, 0];
  for (const holder of holders) {
    if (holder.name < from) continue;
    if (images >= most) {
      chunks.push(chunk);
      [chunk, most, images] = [[], most * GROWTH, 0];
    }
    chunk.push(holder);
    images += holder.images;
  }
  return chunk.length === 0 ? chunks : [...chunks, chunk];
}

/** Of one package in one image that are shown: a bundler may copy it everywhere. */
const MOST_PLACES = 20;

interface PlaceRow extends PackagePlace {
  readonly item_set_id: number;
}

async function placesOf(
  kysely: Kysely<Schema>,
  images: readonly ImageRow[],
  ids: readonly number[],
): Promise<ReadonlyMap<number, readonly PackagePlace[]>> {
  const { rows } = await sql<PlaceRow>`
    select s.item_set_id, w.version, x.layer, coalesce(s.paths[x.path], '') as path
    from item_set_packages s
    cross join lateral (
      select u.v, u.layer, u.path from unnest(s.versions, s.layers, s.path_places) as u (v, layer, path)
      where u.v = any(${ids}::integer[]) limit ${MOST_PLACES}) x
    join fleet_versions w on w.id = x.v
    where s.item_set_id = any(${images.map((image) => image.item_set_id)}::integer[])
    order by s.item_set_id, x.layer, path`.execute(kysely);
  const places = new Map<number, PackagePlace[]>();
  for (const { item_set_id: set, ...place } of rows) {
    const known = places.get(set);
    if (known) known.push(place);
    else places.set(set, [place]);
  }
  return places;
}
