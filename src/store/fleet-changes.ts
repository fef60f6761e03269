import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { FleetChange, FleetChangesQuery, FleetChangeTotals } from '../api/index.ts';
import { changeOf } from './analyses-findings.ts';
import type { Schema } from './schema.ts';

interface ChangeRow {
  readonly id: number;
  readonly repository: string;
  readonly digest: FleetChange['digest'];
  readonly platform: string;
  readonly tag: string | null;
  readonly cause: FleetChange['cause'];
  readonly answered_at: Date;
  readonly answer: unknown;
  readonly before_digest: FleetChange['digest'] | null;
  readonly opened: unknown;
  readonly closed: unknown;
}

/** Analyses that ended, by the order that they were asked for in, the newest first: an id is an exact place. */
export async function changes(
  kysely: Kysely<Schema>,
  { repositoryIds, since, limit, after }: FleetChangesQuery,
): Promise<readonly FleetChange[]> {
  if (repositoryIds.length === 0) return [];
  const { rows } = await sql<ChangeRow>`
    select r.id, p.name as repository, a.digest, a.platform, r.tag, r.cause,
      r.answered_at, r.answer,
      r.before_digest, r.opened, r.closed
    from analysis_requests r
    join analyses a on a.id = r.analysis_id
    join repositories p on p.id = r.repository_id
    where ${isSince(repositoryIds, since)} and (${after ?? null}::bigint is null or r.id < ${after ?? 0})
    order by r.id desc limit ${limit}`.execute(kysely);
  return rows.map((row) => ({
    id: row.id,
    repository: row.repository,
    digest: row.digest,
    platform: row.platform,
    tag: row.tag ?? undefined,
    cause: row.cause,
    at: row.answered_at,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only `analyses` writes it
    state: row.answer as FleetChange['state'],
    change: changeOf(row),
  }));
}

/** More than a sentence about them needs: that many are told as "1,000 and more". */
const MOST_COUNTED = 1_000;

/** How many there are in how many repositories, of the newest thousand. */
export async function changeTotals(
  kysely: Kysely<Schema>,
  { repositoryIds, since }: Pick<FleetChangesQuery, 'repositoryIds' | 'since'>,
): Promise<FleetChangeTotals> {
  const { rows } = await sql<FleetChangeTotals>`
    select count(*)::integer as analyses, count(distinct repository_id)::integer as repositories
    from (select r.repository_id from analysis_requests r
      where ${isSince(repositoryIds, since)}
      order by r.id desc limit ${MOST_COUNTED}) r`.execute(kysely);
  return rows[0] ?? { analyses: 0, repositories: 0 };
}

function isSince(repositoryIds: readonly number[], since: Date): RawBuilder<unknown> {
  return sql`r.repository_id = any(${repositoryIds}::bigint[]) and r.answered_at > ${since}`;
}
