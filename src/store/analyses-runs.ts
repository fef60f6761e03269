import { type Kysely, type RawBuilder, type Transaction, sql } from 'kysely';
import type {
  CheckedSets,
  Claim,
  KeptItems,
  Lease,
  Postponement,
  Queued,
  RunOutcome,
  RunProgress,
  SnapshotName,
  AgreeingSets,
} from '../analyses/index.ts';
import type { Digest } from '../model/index.ts';
import { notify } from './analyses-announcer.ts';
import { inTransaction } from './registry-transaction.ts';
import type { Schema } from './schema.ts';

/** Takes an analysis that is due, or one whose process was lost with it. */
export async function claim(
  kysely: Kysely<Schema>,
  digest: Digest,
  lease: string,
  leaseMs: number,
): Promise<Claim> {
  const taken = await kysely
    .updateTable('analyses')
    .set({
      phase: 'analyzing',
      lease,
      leased_until: after(leaseMs),
      losses: sql<number>`losses + case when lease is null then 0 else 1 end`,
    })
    .where('digest', '=', digest)
    .where(
      sql<boolean>`(phase = 'queued' and due_at <= now()) or
        (phase in ('analyzing', 'matching') and leased_until < now())`,
    )
    .returning(['platform', 'kind', 'attempt', 'losses', 'request_id'])
    .returning(millisecondsSince('queued_at').as('queuedMs'))
    .executeTakeFirst();
  if (taken === undefined) return laterOrNone(kysely, digest);
  const { platform, kind, attempt, losses, request_id: requestId, queuedMs } = taken;
  return { kind: 'claimed', platform, imageKind: kind, attempt, losses, requestId, queuedMs };
}

async function laterOrNone(kysely: Kysely<Schema>, digest: Digest): Promise<Claim> {
  const row = await kysely
    .selectFrom('analyses')
    .select('phase')
    .select(
      sql<number>`greatest(0, extract(epoch from
      coalesce(leased_until, due_at) - now()) * 1000)::int`.as('afterMs'),
    )
    .where('digest', '=', digest)
    .executeTakeFirst();
  if (row === undefined || row.phase === 'resting') return { kind: 'none' };
  return { kind: 'later', afterMs: row.afterMs + MARGIN_MS };
}

/** A lease that ends at this moment is not over yet. */
const MARGIN_MS = 50;

export async function keepLease(
  kysely: Kysely<Schema>,
  lease: Lease,
  { phase, ...progress }: RunProgress,
): Promise<boolean> {
  const { numUpdatedRows } = await kysely
    .updateTable('analyses')
    .set({ phase, progress: JSON.stringify(progress), leased_until: after(lease.forMs) })
    .where('digest', '=', lease.digest)
    .where('lease', '=', lease.id)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** All of it at once: a reader sees the state before, or the result and its generation. */
export async function finish(
  kysely: Kysely<Schema>,
  lease: Lease,
  { state, revision, made, tookMs }: RunOutcome,
): Promise<boolean> {
  const ending = JSON.stringify(state);
  return inTransaction(kysely, async (transaction) => {
    const row = await transaction
      .updateTable('analyses')
      .set({
        phase: 'resting',
        ending,
        ending_revision: revision,
        progress: '{}',
        lease: null,
        leased_until: null,
        trouble: null,
        ...(made && {
          result: ending,
          generation: sql<number>`generation + 1`,
          analyzed_at: sql`now()`,
          took_ms: Math.round(tookMs),
          analyzer_revision: made.analyzerRevision,
          match_revision: made.matchRevision,
          item_set: made.itemSet,
          snapshot_digest: made.snapshot.digest,
          snapshot: JSON.stringify(made.snapshot),
          checked_snapshot: null,
          ...keptBefore(made.snapshot.digest),
        }),
      })
      .where('digest', '=', lease.digest)
      .where('lease', '=', lease.id)
      .returning(['id', 'generation'])
      .executeTakeFirst();
    if (row === undefined) return false;
    await answerRequests(transaction, row.id, ending, made ? row.generation : null);
    await notify(transaction, { kind: 'analysis', digest: lease.digest });
    return true;
  });
}

/** What the result was made of that this one takes the place of; none, if that was the starter feed. */
function keptBefore(snapshot: Digest) {
  const kept = (column: string) => sql<never>`case when snapshot_digest <> ${snapshot}
    and snapshot ->> 'isStarter' = 'false' then ${sql.ref(column)} end`;
  return {
    before_revision: kept('analyzer_revision'),
    before_match_revision: kept('match_revision'),
    before_item_set: kept('item_set'),
    before_snapshot: kept('snapshot_digest'),
  };
}

async function answerRequests(
  transaction: Transaction<Schema>,
  analysisId: number,
  answer: string,
  generation: number | null,
): Promise<void> {
  await transaction
    .updateTable('analysis_requests')
    .set({
      answered_at: sql`now()`,
      answer,
      generation,
      ...(generation === null && { noted_at: sql`now()` }),
    })
    .where('analysis_id', '=', analysisId)
    .where('answered_at', 'is', null)
    .execute();
}

export async function postpone(
  kysely: Kysely<Schema>,
  lease: Lease,
  { afterMs, trouble }: Postponement,
): Promise<boolean> {
  const { numUpdatedRows } = await kysely
    .updateTable('analyses')
    .set({
      phase: 'queued',
      due_at: after(afterMs),
      progress: '{}',
      lease: null,
      leased_until: null,
      ...(trouble && {
        attempt: sql<number>`attempt + 1`,
        trouble: JSON.stringify(trouble),
      }),
    })
    .where('digest', '=', lease.digest)
    .where('lease', '=', lease.id)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function overdue(kysely: Kysely<Schema>, limit: number): Promise<readonly Queued[]> {
  const rows = await kysely
    .selectFrom('analyses')
    .select(['digest', 'priority'])
    .where(
      sql<boolean>`(phase = 'queued' and due_at < now() - interval '2 seconds') or
        (phase in ('analyzing', 'matching') and leased_until < now())`,
    )
    .orderBy('priority')
    .orderBy('queued_at')
    .limit(limit)
    .execute();
  return rows.map(({ digest, priority }) => ({ digest, priority, isWaiting: true }));
}

/** Active repositories get what the real feeds say; what was cancelled stays so. */
export async function snapshotActivated(
  kysely: Kysely<Schema>,
  { number, digest, createdAt }: SnapshotName,
  which: 'starter' | 'all',
): Promise<readonly Queued[]> {
  const isStale =
    which === 'all'
      ? sql`a.snapshot_digest <> ${digest}`
      : sql`a.snapshot ->> 'isStarter' = 'true'`;
  await sql`insert into advisory_snapshots (digest, number, created_at, activated_at)
    values (${digest}, ${number}, ${createdAt}, now())
    on conflict (digest) do update set activated_at = now()`.execute(kysely);
  return askAgain(kysely, isStale);
}

/** Whether the tag, or name of an SBOM, that it was asked for by still leads to the image. */
const LEADS_TO_IT = sql`(exists (select from tags t
    where t.repository_id = r.repository_id and t.name = r.tag and (t.digest = a.digest
      or exists (select from manifest_children c
        where c.parent_digest = t.digest and c.child_digest = a.digest)))
  or exists (select from pushed_sboms s where s.repository_id = r.repository_id
    and s.reference = r.tag and s.digest = a.digest))`;

/** For whoever asked before and may still ask, behind all others. */
async function askAgain(
  kysely: Kysely<Schema>,
  isStale: RawBuilder<unknown>,
): Promise<readonly Queued[]> {
  const { rows } = await sql<{ readonly digest: Digest; readonly priority: number }>`
    with asked as (
      select distinct on (r.analysis_id, r.repository_id, coalesce(r.tag, ''))
        r.analysis_id, r.repository_id, r.tag, r.request_id
      from analysis_requests r
      join analyses a on a.id = r.analysis_id
      join repositories p on p.id = r.repository_id
      where a.phase = 'resting' and ${isStale} and p.analysis_active
        and r.generation is not null and (r.tag is null or ${LEADS_TO_IT})
      order by r.analysis_id, r.repository_id, coalesce(r.tag, ''), r.id desc),
    waiting as (
      update analyses set phase = 'queued', priority = greatest(priority, ${sql.lit(16_000)}),
        queued_at = now(), due_at = now(), attempt = 0, losses = 0, trouble = null
      where phase = 'resting' and id in (select analysis_id from asked)
      returning id, digest, priority),
    written as (
      insert into analysis_requests
        (analysis_id, repository_id, tag, cause, requested_by, request_id, requested_at)
      select k.analysis_id, k.repository_id, k.tag, 'advisories', 'advisories', k.request_id, now()
      from asked k join waiting w on w.id = k.analysis_id on conflict do nothing)
    select digest, priority from waiting`.execute(kysely);
  return rows.map((row) => ({ ...row, isWaiting: true }));
}

/** Matched with it, or found to be as it says. */
const LOOKED_AT_WITH = sql`coalesce(a.checked_snapshot, a.snapshot_digest)`;

/** A result that somebody who may have new ones sees. */
const IS_FOLLOWED = sql`a.item_set_id is not null and a.phase = 'resting' and exists (
  select from repository_images i join repositories p on p.id = i.repository_id
  where i.analysis_id = a.id and i.is_current and p.analysis_active)`;

export async function staleSnapshots(
  kysely: Kysely<Schema>,
  current: Digest,
): Promise<readonly Digest[]> {
  const { rows } = await sql<{ readonly digest: Digest }>`
    select distinct ${LOOKED_AT_WITH} as digest from analyses a
    where ${IS_FOLLOWED} and ${LOOKED_AT_WITH} <> ${current} order by 1`.execute(kysely);
  return rows.map(({ digest }) => digest);
}

export async function setsAgreeing(
  kysely: Kysely<Schema>,
  { snapshot, after, limit }: AgreeingSets,
): Promise<readonly number[]> {
  const { rows } = await sql<{ readonly set: number }>`
    select distinct a.item_set_id as set from analyses a
    where a.item_set_id > ${after} and ${LOOKED_AT_WITH} = ${snapshot} and ${IS_FOLLOWED}
    order by 1 limit ${limit}`.execute(kysely);
  return rows.map(({ set }) => set);
}

export async function itemsOf(
  kysely: Kysely<Schema>,
  sets: readonly number[],
): Promise<readonly KeptItems[]> {
  const { rows } = await sql<KeptItems>`
    select id as set, body from item_sets where id = any(${sets}::integer[])`.execute(kysely);
  return rows;
}

export async function setsNaming(
  kysely: Kysely<Schema>,
  sets: readonly number[],
  vulnerabilities: readonly string[],
): Promise<readonly number[]> {
  if (vulnerabilities.length === 0) return [];
  const { rows } = await sql<{ readonly set: number }>`
    select distinct a.item_set_id as set from fleet_vulnerabilities v
    join match_findings f on f.vulnerability_id = v.id
    join analyses a on a.match_set_id = f.match_set_id
    where v.name = any(${vulnerabilities}::text[])
      and a.item_set_id = any(${sets}::integer[])`.execute(kysely);
  return rows.map(({ set }) => set);
}

export async function setsChecked(
  kysely: Kysely<Schema>,
  { from, to, touched, untouched }: CheckedSets,
): Promise<readonly Queued[]> {
  await sql`update analyses a set checked_snapshot = ${to}
    where a.item_set_id = any(${untouched}::integer[]) and a.phase = 'resting'
      and ${LOOKED_AT_WITH} = ${from}`.execute(kysely);
  if (touched.length === 0) return [];
  return askAgain(
    kysely,
    sql`(a.item_set_id = any(${touched}::integer[]) and ${LOOKED_AT_WITH} = ${from})`,
  );
}

/** Kept for as long though nothing leads to it: a run may be about to name it. */
const GRACE = sql`interval '1 hour'`;

export async function removeUnused(kysely: Kysely<Schema>, revision: string): Promise<void> {
  await sql`delete from layer_inventories where revision <> ${revision}
    and made_at < now() - interval '7 days'`.execute(kysely);
  await sql`delete from item_matches m where made_at < now() - ${GRACE} and not exists (
    select from analyses a where (a.item_set = m.item_set and a.snapshot_digest = m.snapshot_digest
      and a.match_revision = m.revision) or (a.before_item_set = m.item_set
      and a.before_snapshot = m.snapshot_digest and a.before_match_revision = m.revision
      and exists (select from analysis_requests r
        where r.analysis_id = a.id and r.answered_at is not null and r.noted_at is null)))`.execute(
    kysely,
  );
  await sql`delete from summaries s where not exists (
    select from item_matches m where m.item_set = s.item_set
      and m.snapshot_digest = s.snapshot_digest and m.revision = s.revision)`.execute(kysely);
  await sql`delete from inventories i where made_at < now() - ${GRACE} and not exists (
    select from analyses a where a.digest = i.digest and (a.analyzer_revision = i.revision
      or a.phase <> 'resting'))`.execute(kysely);
}

function after(milliseconds: number) {
  return sql<Date>`now() + ${milliseconds} * interval '1 millisecond'`;
}

function millisecondsSince(column: 'queued_at') {
  return sql<number>`(extract(epoch from now() - ${sql.ref(column)}) * 1000)::int`;
}
