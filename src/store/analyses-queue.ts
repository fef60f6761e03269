import { type Kysely, type RawBuilder, sql } from 'kysely';
import type {
  Queued,
  QueueQuery,
  QueueRow,
  QueueRows,
  Requester,
  RequestCause,
  TroubledRow,
} from '../analyses/index.ts';
import type { Digest } from '../model/index.ts';
import { containing } from './accounts-values.ts';
import { analysisRows } from './analyses-reads.ts';
import type { Schema } from './schema.ts';

export async function queue(kysely: Kysely<Schema>, limit: number): Promise<QueueRows> {
  const counts = await kysely
    .selectFrom('analyses')
    .select([
      sql<number>`count(*) filter (where phase = 'queued')`.as('waiting'),
      sql<number>`count(*) filter (where phase in ('analyzing', 'matching'))`.as('working'),
      sql<number>`count(*) filter (where phase = 'resting' and ending ->> 'kind' = 'failed')`.as(
        'failed',
      ),
    ])
    .executeTakeFirstOrThrow();
  const { rows } = await sql<InLine>`
    select ${IN_LINE} from analyses a join namespaces n on n.id = a.namespace_id
    where a.phase <> 'resting'
    order by a.phase = 'queued', a.priority, a.queued_at limit ${limit}`.execute(kysely);
  return { ...counts, rows: await withRows(kysely, rows) };
}

interface InLine {
  readonly digest: Digest;
  readonly namespace: string;
  readonly priority: number;
  readonly queuedAt: Date;
}

const IN_LINE = sql`a.digest, n.name as namespace, a.priority, a.queued_at as "queuedAt"`;

/** With what else is known of each; one that is gone by now is left out. */
async function withRows<Found extends InLine>(
  kysely: Kysely<Schema>,
  found: readonly Found[],
): Promise<readonly (Found & QueueRow)[]> {
  const digests = found.map(({ digest }) => digest);
  const known = await analysisRows(kysely, digests);
  return found.flatMap((one) => {
    const row = known.get(one.digest);
    return row ? [{ ...row, ...one }] : [];
  });
}

/** Exactly as the database has it: a Date would leave out what tells two rows apart. */
const MICROSECONDS = sql<number>`(extract(epoch from a.queued_at) * 1000000)::bigint`;

/** As the words of `stuck` say; see administration.ts. */
const SHOWN: Readonly<Record<QueueQuery['show'], RawBuilder<boolean>>> = {
  waiting: sql<boolean>`a.phase = 'queued'`,
  working: sql<boolean>`a.phase in ('analyzing', 'matching')`,
  failed: sql<boolean>`a.phase = 'resting' and a.ending ->> 'kind' = 'failed'`,
  stuck: sql<boolean>`a.phase <> 'resting' and (a.losses > 0
    or (a.phase = 'queued' and (a.trouble is not null
      or a.due_at < now() - interval '10 minutes'))
    or (a.phase <> 'queued' and a.leased_until < now() - interval '30 seconds'))`,
};

export async function troubled(
  kysely: Kysely<Schema>,
  { show, search, order, after, limit }: QueueQuery,
): Promise<readonly TroubledRow[]> {
  const [direction, beyond] = order === 'oldest' ? [sql`asc`, sql`>`] : [sql`desc`, sql`<`];
  const like = containing(search);
  const isBeyond = after
    ? sql`(${MICROSECONDS}, a.digest) ${beyond} (${after[0]}::bigint, ${after[1]})`
    : sql`true`;
  const { rows } = await sql<InLine & Trouble>`
    select ${IN_LINE}, ${MICROSECONDS} as microseconds, a.losses,
      (extract(epoch from now() - a.due_at) * 1000)::bigint as "dueForMs",
      coalesce((extract(epoch from now() - a.leased_until) * 1000)::bigint, 0) as "leaseOverMs",
      (select max(r.answered_at) from analysis_requests r where r.analysis_id = a.id) as "endedAt"
    from analyses a join namespaces n on n.id = a.namespace_id
    where ${SHOWN[show]} and (a.digest like ${like} or n.name like ${like}) and ${isBeyond}
    order by ${MICROSECONDS} ${direction}, a.digest ${direction} limit ${limit}`.execute(kysely);
  return (await withRows(kysely, rows)).map(({ microseconds, endedAt, ...row }) => ({
    ...row,
    at: [microseconds, row.digest],
    endedAt: endedAt ?? undefined,
  }));
}

interface Trouble {
  readonly microseconds: number;
  readonly losses: number;
  readonly dueForMs: number;
  readonly leaseOverMs: number;
  readonly endedAt: Date | null;
}

/** What failed may not fail under another program. */
export function requeueFailed(
  kysely: Kysely<Schema>,
  revision: string,
): Promise<readonly Queued[]> {
  const by = { name: 'analyzer', requestId: `revision-${revision.slice(0, 40)}` };
  return failedAgain(kysely, sql`a.ending_revision <> ${revision}`, 'revision', by);
}

/** Those that failed, and at once those that wait for another try. */
export async function retry(
  kysely: Kysely<Schema>,
  digests: readonly Digest[] | undefined,
  by: Requester,
): Promise<readonly Queued[]> {
  const named = digests === undefined ? sql`true` : sql`a.digest = any(${[...digests]}::text[])`;
  const { rows } = await sql<{ readonly digest: Digest; readonly priority: number }>`
    update analyses a set due_at = now() where phase = 'queued' and due_at > now() and ${named}
    returning digest, priority`.execute(kysely);
  const waiting = rows.map((row) => ({ ...row, isWaiting: true }));
  return [...waiting, ...(await failedAgain(kysely, named, 'rerun', by))];
}

/** Whoever asked before asks again, where the analysis is active still: so that the end is noted. */
async function failedAgain(
  kysely: Kysely<Schema>,
  which: RawBuilder<unknown>,
  cause: RequestCause,
  by: Requester,
): Promise<readonly Queued[]> {
  const { rows } = await sql<{ readonly digest: Digest; readonly priority: number }>`
    with asked as (
      select distinct on (r.analysis_id, r.repository_id, coalesce(r.tag, ''))
        r.analysis_id, r.repository_id, r.tag
      from analysis_requests r
      join analyses a on a.id = r.analysis_id
      join repositories p on p.id = r.repository_id
      where a.phase = 'resting' and a.ending ->> 'kind' = 'failed' and ${which}
        and (p.analysis_active or a.kind = 'sbom')
      order by r.analysis_id, r.repository_id, coalesce(r.tag, ''), r.id desc),
    waiting as (
      update analyses set phase = 'queued', priority = greatest(priority, ${sql.lit(16_000)}),
        queued_at = now(), due_at = now(), attempt = 0, losses = 0, trouble = null
      where phase = 'resting' and id in (select analysis_id from asked)
      returning id, digest, priority),
    written as (
      insert into analysis_requests
        (analysis_id, repository_id, tag, cause, requested_by, request_id, requested_at)
      select k.analysis_id, k.repository_id, k.tag, ${cause}, ${by.name}, ${by.requestId}, now()
      from asked k join waiting w on w.id = k.analysis_id on conflict do nothing)
    select digest, priority from waiting`.execute(kysely);
  return rows.map((row) => ({ ...row, isWaiting: true }));
}
