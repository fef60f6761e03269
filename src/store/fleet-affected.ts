import { type Kysely, type RawBuilder, sql } from 'kysely';
import type {
  AffectedCounts,
  AffectedImage,
  AffectedImagesQuery,
  AffectedPackageIn,
  VulnerabilityInRepositories,
} from '../api/index.ts';
import { SEVERITIES } from '../model/index.ts';
import type { Severity } from '../model/index.ts';
import type { ImageRow } from './fleet-images.ts';
import { hasFew, imageOf, imagePage, tagsOfImages } from './fleet-images.ts';
import type { Schema } from './schema.ts';

export async function imagesWith(
  kysely: Kysely<Schema>,
  query: AffectedImagesQuery,
): Promise<readonly AffectedImage[]> {
  const { repositoryIds, vulnerabilities, isFixable } = query;
  const ids = await numbersOf(kysely, vulnerabilities);
  if (ids.length === 0 || repositoryIds.length === 0) return [];
  const rows = await imagePage(kysely, query, {
    repositories: () => [
      sql`select id, name from repositories where id = any(${repositoryIds}::bigint[])`,
    ],
    holds: sql`exists (select from match_findings m where m.match_set_id = i.match_set_id
        and m.vulnerability_id = any(${ids}::integer[])
        and (${isFixable !== true}::boolean or m.fixed_in is not null))`,
  });
  if (rows.length === 0) return [];
  const [tags, findings, seen] = await Promise.all([
    tagsOfImages(kysely, rows),
    findingsOf(kysely, rows, ids),
    firstSeen(kysely, rows, vulnerabilities),
  ]);
  return rows.map((row) => {
    const packages = findings.get(row.match_set_id) ?? [];
    return {
      ...imageOf(row, tags),
      severity: packages[0]?.severity ?? 'unknown',
      firstSeen: seen.get(row.repository_id),
      packages,
    };
  });
}

/** Those that findings were ever made of. */
async function numbersOf(
  kysely: Kysely<Schema>,
  vulnerabilities: readonly string[],
): Promise<readonly number[]> {
  const { rows } = await sql<{ readonly id: number }>`
    select id from fleet_vulnerabilities where name = any(${vulnerabilities}::text[])`.execute(
    kysely,
  );
  return rows.map(({ id }) => id);
}

interface FindingRow {
  readonly match_set_id: number;
  readonly vulnerability: string;
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly layer: number;
  readonly severity: number;
  readonly fixed_in: string | null;
}

/** By their set of matches, the worst first. */
async function findingsOf(
  kysely: Kysely<Schema>,
  images: readonly ImageRow[],
  vulnerabilities: readonly number[],
): Promise<ReadonlyMap<number, readonly AffectedPackageIn[]>> {
  const { rows } = await sql<FindingRow>`
    select m.match_set_id, f.name as vulnerability, k.type, k.name, w.version, m.layer, m.severity,
      m.fixed_in
    from match_findings m
    join fleet_vulnerabilities f on f.id = m.vulnerability_id
    join fleet_versions w on w.id = m.version_id
    join fleet_packages k on k.id = w.package_id
    where m.match_set_id = any(${images.map(({ match_set_id: id }) => id)}::integer[])
      and m.vulnerability_id = any(${vulnerabilities}::integer[])
    order by m.severity, k.name, w.version, m.layer, f.name`.execute(kysely);
  const found = new Map<number, AffectedPackageIn[]>();
  for (const { match_set_id: set, severity, fixed_in: fixedIn, ...row } of rows) {
    const one = { ...row, severity: severityOf(severity), fixedIn: fixedIn ?? undefined };
    const known = found.get(set);
    if (known) known.push(one);
    else found.set(set, [one]);
  }
  return found;
}

export function severityOf(place: number): Severity {
  return SEVERITIES[place] ?? 'unknown';
}

async function firstSeen(
  kysely: Kysely<Schema>,
  images: readonly ImageRow[],
  vulnerabilities: readonly string[],
): Promise<ReadonlyMap<number, Date>> {
  const { rows } = await sql<{ readonly repository_id: number; readonly first_seen: Date }>`
    select repository_id, min(first_seen) as first_seen from findings
    where repository_id = any(${images.map((image) => image.repository_id)}::bigint[])
      and vulnerability = any(${vulnerabilities}::text[])
    group by repository_id`.execute(kysely);
  return new Map(rows.map((row) => [row.repository_id, row.first_seen]));
}

interface CountRow {
  readonly checked: number;
  readonly current_checked: number;
  readonly affected: number;
  readonly current_affected: number;
  readonly repositories_affected: number;
}

export async function countAffected(
  kysely: Kysely<Schema>,
  { repositoryIds, vulnerabilities }: VulnerabilityInRepositories,
): Promise<AffectedCounts> {
  const ids = await numbersOf(kysely, vulnerabilities);
  const { rows } = await sql<CountRow>`
    select count(*) as checked, count(*) filter (where is_current) as current_checked,
      count(set_id) as affected,
      count(set_id) filter (where is_current) as current_affected,
      count(distinct repository_id) filter (where set_id is not null) as repositories_affected
    from (
      select i.repository_id, i.is_current, m.set_id from repository_images i
      left join ${setsWith(ids, repositoryIds)} m on m.set_id = i.match_set_id
      where i.repository_id = any(${repositoryIds}::bigint[]) and i.match_set_id is not null) x`.execute(
    kysely,
  );
  const [row] = rows;
  return {
    checked: row?.checked ?? 0,
    affected: row?.affected ?? 0,
    currentChecked: row?.current_checked ?? 0,
    currentAffected: row?.current_affected ?? 0,
    repositoriesAffected: row?.repositories_affected ?? 0,
  };
}

/**
 * Sets of matches that have one of these, each once. Of few repositories theirs are looked at one by one;
 * of many, all that have it are gathered first.
 */
function setsWith(
  vulnerabilities: readonly number[],
  repositoryIds: readonly number[],
): RawBuilder<unknown> {
  return hasFew(repositoryIds)
    ? sql`lateral (select i.match_set_id as set_id from match_findings m
        where m.match_set_id = i.match_set_id
          and m.vulnerability_id = any(${vulnerabilities}::integer[]) limit 1)`
    : sql`(select distinct m.match_set_id as set_id from match_findings m
        where m.vulnerability_id = any(${vulnerabilities}::integer[]))`;
}

export async function vulnerabilitiesIn(
  kysely: Kysely<Schema>,
  repositoryIds: readonly number[],
): Promise<readonly string[]> {
  const sets = sql`select i.match_set_id from repository_images i
    where i.repository_id = any(${repositoryIds}::bigint[]) and i.match_set_id is not null`;
  // Of many repositories the first sets that have a vulnerability are likely theirs: \`is true\` has it asked
  // of each row, and \`limit\` of one vulnerability after the other.
  const ofMine = hasFew(repositoryIds)
    ? sql`where f.id in (select m.vulnerability_id from match_findings m
        where m.match_set_id in (${sets}))`
    : sql`cross join lateral (select from match_findings m
        where m.vulnerability_id = f.id and (m.match_set_id in (${sets})) is true limit 1) m`;
  const { rows } = await sql<{ readonly name: string }>`
    select f.name from fleet_vulnerabilities f ${ofMine}`.execute(kysely);
  return rows.map(({ name }) => name);
}
