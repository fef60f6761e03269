import { type Kysely, sql } from 'kysely';
import type {
  AnalysisRow,
  ChangedAnalysis,
  CurrentItemSet,
  MadeResult,
  MatchesKeyOf,
  RepositoryFacts,
  RequestCause,
  RequestRow,
  RunProgress,
  TaggedManifest,
  TagQuery,
  TerminalState,
} from '../analyses/index.ts';
import type { Digest } from '../model/index.ts';
import { changeOf } from './analyses-findings.ts';
import type { Schema } from './schema.ts';

export async function repository(
  kysely: Kysely<Schema>,
  repositoryId: number,
): Promise<RepositoryFacts | undefined> {
  return factsOf(await repositories(kysely).where('r.id', '=', repositoryId).executeTakeFirst());
}

export async function repositoryNamed(
  kysely: Kysely<Schema>,
  name: string,
): Promise<RepositoryFacts | undefined> {
  return factsOf(await repositories(kysely).where('r.name', '=', name).executeTakeFirst());
}

function repositories(kysely: Kysely<Schema>) {
  return kysely
    .selectFrom('repositories as r')
    .innerJoin('namespaces as n', 'n.id', 'r.namespace_id')
    .select(['r.id', 'r.name', 'r.namespace_id', 'n.name as namespace'])
    .select(['r.analysis_active', 'n.plan']);
}

type RepositoryRow = Awaited<ReturnType<ReturnType<typeof repositories>['executeTakeFirst']>>;

function factsOf(row: RepositoryRow): RepositoryFacts | undefined {
  if (row === undefined) return undefined;
  const { namespace_id: namespaceId, analysis_active: isActive, ...facts } = row;
  return { ...facts, namespaceId, isActive };
}

/** What a repository may see of manifests: those that it asked for. */
export async function states(
  kysely: Kysely<Schema>,
  repositoryId: number,
  digests: readonly Digest[],
): Promise<readonly AnalysisRow[]> {
  if (digests.length === 0) return [];
  const rows = await rowsOf(kysely)
    .innerJoinLateral(
      (join) =>
        join
          .selectFrom('analysis_requests as r')
          .select(['r.answer'])
          .whereRef('r.analysis_id', '=', 'a.id')
          .where('r.repository_id', '=', repositoryId)
          .orderBy(sql`r.answered_at is null desc`)
          .orderBy('r.id', 'desc')
          .limit(1)
          .as('last'),
      (on) => on.onTrue(),
    )
    .select('last.answer')
    .where('a.digest', '=', sql<Digest>`any(${digests})`)
    .execute();
  return rows.map((row) => ({ ...rowOf(row), cancelled: cancelledOf(row.answer) }));
}

export async function placesToCome(
  kysely: Kysely<Schema>,
  repositoryId: number,
  digests: readonly Digest[],
): Promise<ReadonlyMap<Digest, number>> {
  const rows = await kysely
    .selectFrom('push_events')
    .select('digest')
    .select(sql<number>`(select count(*) from analyses where phase = 'queued') + 1`.as('position'))
    .where('repository_id', '=', repositoryId)
    .where('tag', 'is not', null)
    .where('digest', '=', sql<Digest>`any(${digests})`)
    .execute();
  return new Map(rows.map(({ digest, position }) => [digest, position]));
}

export async function childrenOf(
  kysely: Kysely<Schema>,
  digests: readonly Digest[],
): Promise<ReadonlyMap<Digest, readonly Digest[]>> {
  const rows = await kysely
    .selectFrom('manifest_children')
    .selectAll()
    .where('parent_digest', '=', sql<Digest>`any(${digests})`)
    .orderBy('child_digest')
    .execute();
  const children = Map.groupBy(rows, (row) => row.parent_digest);
  return new Map(
    [...children].map(([parent, found]) => [parent, found.map((row) => row.child_digest)]),
  );
}

/** One analysis, whoever asked for it. */
export async function changed(
  kysely: Kysely<Schema>,
  digest: Digest,
): Promise<ChangedAnalysis | undefined> {
  const row = await rowsOf(kysely)
    .select(
      sql<readonly number[]>`array(select distinct r.repository_id from analysis_requests r
        where r.analysis_id = a.id)`.as('repository_ids'),
    )
    .where('a.digest', '=', digest)
    .executeTakeFirst();
  return row && { row: rowOf(row), repositoryIds: row.repository_ids.map(Number) };
}

/** Analyses by their digests, whoever asked for them. */
export async function analysisRows(
  kysely: Kysely<Schema>,
  digests: readonly Digest[],
): Promise<ReadonlyMap<Digest, AnalysisRow>> {
  if (digests.length === 0) return new Map();
  const rows = await rowsOf(kysely).where('a.digest', 'in', digests).execute();
  return new Map(rows.map((row) => [row.digest, rowOf(row)]));
}

export async function madeOf(
  kysely: Kysely<Schema>,
  digest: Digest,
): Promise<MatchesKeyOf | undefined> {
  const row = await rowsOf(kysely).where('a.digest', '=', digest).executeTakeFirst();
  const made = row && madeResultOf(row);
  if (made === undefined) return undefined;
  const { analyzerRevision, itemSet, snapshot, matchRevision: revision } = made;
  return { digest, analyzerRevision, matches: { itemSet, snapshot: snapshot.digest, revision } };
}

/** In the order of the sets' digests. */
export async function currentItemSets(
  kysely: Kysely<Schema>,
  limit: number,
): Promise<readonly CurrentItemSet[]> {
  const { rows } = await sql<CurrentItemSet>`
    select min(a.digest) as digest, count(*)::integer as images from analyses a
    where a.item_set is not null and exists (
      select from repository_images i where i.analysis_id = a.id and i.is_current)
    group by a.item_set order by a.item_set limit ${limit}`.execute(kysely);
  return rows;
}

function rowsOf(kysely: Kysely<Schema>) {
  return kysely
    .selectFrom('analyses as a')
    .leftJoin('summaries as s', (join) =>
      join
        .onRef('s.item_set', '=', 'a.item_set')
        .onRef('s.snapshot_digest', '=', 'a.snapshot_digest')
        .onRef('s.revision', '=', 'a.match_revision'),
    )
    .select([
      'a.digest',
      'a.platform',
      'a.kind',
      'a.phase',
      'a.progress',
      'a.attempt',
      'a.trouble',
      'a.request_id',
      'a.ending',
      'a.generation',
      'a.result',
      'a.analyzed_at',
      'a.analyzer_revision',
      'a.match_revision',
      'a.item_set',
      'a.snapshot_digest',
      'a.snapshot',
      'a.checked_snapshot',
      's.summary',
    ])
    .select([
      sql<number>`case when a.phase <> 'queued' then 0 else (select count(*) from analyses q
        where q.phase = 'queued' and (q.priority, q.queued_at, q.id)
          <= (a.priority, a.queued_at, a.id)) end`.as('position'),
      sql<number>`greatest(0, extract(epoch from a.due_at - now()) * 1000)::int`.as('due_in_ms'),
      sql<number | null>`case when a.phase <> 'queued' then null else (
        select avg(took_ms) / 1000.0 from (select took_ms from analyses
          where took_ms is not null order by analyzed_at desc limit 50) recent)::float8 end`.as(
        'typical_seconds',
      ),
    ]);
}

type RawRow = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number];

function rowOf(row: RawRow): AnalysisRow {
  const made = madeResultOf(row);
  return {
    digest: row.digest,
    platform: row.platform,
    kind: row.kind,
    phase: row.phase,
    progress: progressOf(row),
    position: row.position,
    dueInMs: row.due_in_ms,
    attempt: row.attempt,
    trouble: asWritten<{ readonly code: string; readonly message: string }>(row.trouble),
    requestId: row.request_id,
    ending: asWritten<TerminalState>(row.ending),
    generation: row.generation,
    result: asWritten<TerminalState>(row.result),
    analyzedAt: row.analyzed_at ?? undefined,
    made,
    cancelled: undefined,
    typicalSeconds: row.typical_seconds ?? undefined,
  };
}

function madeResultOf(row: RawRow): MadeResult | undefined {
  const { analyzer_revision, match_revision, item_set } = row;
  const snapshot = asWritten<MadeResult['snapshot']>(row.snapshot);
  const summary = asWritten<MadeResult['summary']>(row.summary);
  if (
    analyzer_revision === null ||
    match_revision === null ||
    item_set === null ||
    snapshot === undefined ||
    summary === undefined
  ) {
    return undefined;
  }
  return {
    analyzerRevision: analyzer_revision,
    matchRevision: match_revision,
    itemSet: item_set,
    snapshot,
    ...(row.checked_snapshot !== null && { agreesWith: row.checked_snapshot }),
    summary,
  };
}

function progressOf({ phase, progress }: RawRow): RunProgress | undefined {
  if (phase === 'matching') return { phase };
  if (phase !== 'analyzing') return undefined;
  const none = { layersDone: 0, layers: 0, bytes: 0, totalBytes: 0 };
  return { phase, ...none, ...asWritten<typeof none>(progress) };
}

function cancelledOf(answer: unknown): TerminalState | undefined {
  const state = asWritten<TerminalState>(answer);
  return state?.kind === 'cancelled' ? state : undefined;
}

/** JSON of our own columns comes back as it was written. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it names what was written
function asWritten<Value>(json: unknown): Value | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only this area writes them
  return json === null ? undefined : (json as Value);
}

export async function tagged(
  kysely: Kysely<Schema>,
  repositoryId: number,
  tag: string,
): Promise<TaggedManifest | undefined> {
  const row = await kysely
    .selectFrom('tags')
    .select(TAG_COLUMNS)
    .where('repository_id', '=', repositoryId)
    .where('name', '=', tag)
    .executeTakeFirst();
  return row && taggedOf(row);
}

const TAG_COLUMNS = ['name', 'digest', 'moved_at', 'moved_by'] as const;

export async function tagPage(
  kysely: Kysely<Schema>,
  { repositoryId, after, search, limit }: TagQuery,
): Promise<readonly TaggedManifest[]> {
  const rows = await kysely
    .selectFrom('tags')
    .select(TAG_COLUMNS)
    .where('repository_id', '=', repositoryId)
    .where('name', '>', after)
    .$if(search !== '', (query) => query.where(sql<boolean>`position(${search} in name) > 0`))
    .orderBy('name')
    .limit(limit)
    .execute();
  return rows.map(taggedOf);
}

/** The newest move first. */
export async function tagsOf(
  kysely: Kysely<Schema>,
  repositoryId: number,
  limit: number | undefined,
): Promise<readonly TaggedManifest[]> {
  const rows = await kysely
    .selectFrom('tags')
    .select(TAG_COLUMNS)
    .where('repository_id', '=', repositoryId)
    .orderBy('moved_at', 'desc')
    .$if(limit !== undefined, (query) => query.limit(limit ?? 0))
    .execute();
  return rows.map(taggedOf);
}

function taggedOf(row: {
  readonly name: string;
  readonly digest: Digest;
  readonly moved_at: Date;
  readonly moved_by: string;
}): TaggedManifest {
  return { tag: row.name, digest: row.digest, movedAt: row.moved_at, movedBy: row.moved_by };
}

export async function holds(
  kysely: Kysely<Schema>,
  repositoryId: number,
  digest: Digest,
): Promise<boolean> {
  const row = await kysely
    .selectFrom('repository_manifests')
    .select('digest')
    .where('repository_id', '=', repositoryId)
    .where('digest', '=', digest)
    .executeTakeFirst();
  return row !== undefined;
}

export async function history(
  kysely: Kysely<Schema>,
  repositoryId: number,
  digest: Digest,
): Promise<readonly RequestRow[]> {
  const rows = await kysely
    .selectFrom('analysis_requests as r')
    .innerJoin('analyses as a', 'a.id', 'r.analysis_id')
    .select(['r.requested_at', 'r.cause', 'r.requested_by', 'r.request_id', 'r.answer'])
    .select(['r.tag', 'r.before_digest', 'r.opened', 'r.closed'])
    .where('r.repository_id', '=', repositoryId)
    .where('a.digest', '=', digest)
    .orderBy('r.id', 'desc')
    .limit(HISTORY)
    .execute();
  return rows.map((row) => ({
    at: row.requested_at,
    cause: asWritten<RequestCause>(row.cause) ?? 'push',
    by: row.requested_by,
    requestId: row.request_id,
    answer: asWritten<TerminalState>(row.answer),
    tag: row.tag ?? undefined,
    change: changeOf(row),
  }));
}

/** More than anybody scrolls through. */
const HISTORY = 500;
