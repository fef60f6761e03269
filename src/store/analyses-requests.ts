import { type Kysely, type Transaction, sql } from 'kysely';
import type {
  Cancellation,
  ImageRequest,
  PendingPush,
  PresentRevisions,
  Queued,
  WantedImage,
} from '../analyses/index.ts';
import type { Digest } from '../model/index.ts';
import { inTransaction } from './registry-transaction.ts';
import type { Schema } from './schema.ts';

/** Waiting images of one class and namespace beyond this are in no order among each other. */
const CLASS_WIDTH = 16_000;

type Asking = Omit<ImageRequest, 'wanted'> & { readonly namespaceId: number };

/** Asks for images; each is locked in the order of digests, so that two never wait for each other. */
export async function request(
  kysely: Kysely<Schema>,
  { wanted, ...asking }: ImageRequest,
): Promise<readonly Queued[]> {
  return inTransaction(kysely, async (transaction) => {
    const repository = await transaction
      .selectFrom('repositories')
      .select('namespace_id')
      .where('id', '=', asking.repositoryId)
      .executeTakeFirst();
    if (repository === undefined) return [];
    return askAll(transaction, { ...asking, namespaceId: repository.namespace_id }, wanted);
  });
}

/** The event goes with what was asked for, or stays. */
export async function takePush(
  kysely: Kysely<Schema>,
  push: PendingPush,
  wanted: readonly WantedImage[],
  present: PresentRevisions,
): Promise<readonly Queued[] | undefined> {
  return inTransaction(kysely, async (transaction) => {
    const taken = await transaction
      .deleteFrom('push_events')
      .using('repositories')
      .whereRef('repositories.id', '=', 'push_events.repository_id')
      .where('push_events.id', '=', push.id)
      .returning('repositories.namespace_id')
      .executeTakeFirst();
    if (taken === undefined) return undefined;
    const { repositoryId, tag, actor } = push;
    const asking: Asking = {
      repositoryId,
      tag,
      cause: 'push',
      by: { name: actor, requestId: push.requestId },
      isInteractive: true,
      present,
      namespaceId: taken.namespace_id,
    };
    const queued = await askAll(transaction, asking, wanted);
    return [...queued, ...(await putBack(transaction, asking, wanted))];
  });
}

/**
 * What the tag pointed to before, and what nobody has begun with, waits behind all that people wait for:
 * pushes in quick succession have the last one analyzed first. Nothing is lost, each gets its result; what
 * another tag or repository asked for too, or is being analyzed, keeps its place.
 */
async function putBack(
  transaction: Transaction<Schema>,
  { repositoryId, tag, namespaceId }: Asking,
  wanted: readonly WantedImage[],
): Promise<readonly Queued[]> {
  if (tag === undefined || wanted.length === 0) return [];
  const digests = wanted.map(({ digest }) => digest);
  const { rows } = await sql<{ readonly digest: Digest; readonly priority: number }>`
    update analyses set priority = ${turnOf(namespaceId, false)}
    where id in (
      select a.id from analyses a
      join analysis_requests r on r.analysis_id = a.id and r.answered_at is null
      where a.phase = 'queued' and a.priority < ${sql.lit(CLASS_WIDTH)}
        and r.repository_id = ${repositoryId} and r.tag = ${tag} and not a.digest = any(${digests})
        and not exists (select from analysis_requests o where o.analysis_id = a.id
          and o.answered_at is null and (o.repository_id, o.tag) is distinct from (r.repository_id, r.tag))
      order by a.digest for update of a skip locked)
    returning digest, priority`.execute(transaction);
  return rows.map((row) => ({ ...row, isWaiting: true }));
}

async function askAll(
  transaction: Transaction<Schema>,
  asking: Asking,
  wanted: readonly WantedImage[],
): Promise<readonly Queued[]> {
  const queued: Queued[] = [];
  const inOrder = wanted.toSorted((a, b) => (a.digest < b.digest ? -1 : 1));
  for (const image of inOrder) queued.push(await ask(transaction, asking, image));
  return queued;
}

async function ask(
  transaction: Transaction<Schema>,
  asking: Asking,
  image: WantedImage,
): Promise<Queued> {
  const { digest, ending } = image;
  const fresh = await insertFresh(transaction, asking, image);
  if (fresh !== undefined) {
    await writeRequest(transaction, fresh.id, asking, ending && { answer: ending, generation: 0 });
    return { digest, isWaiting: ending === undefined, priority: fresh.priority };
  }
  const row = await transaction
    .selectFrom('analyses')
    .selectAll()
    .where('digest', '=', digest)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const known = ending ?? (isPresent(row, asking.present) ? row.result : undefined);
  if (row.phase === 'resting' && known !== undefined && known !== null) {
    await writeRequest(transaction, row.id, asking, { answer: known, generation: row.generation });
    return { digest, isWaiting: false, priority: row.priority };
  }
  const priority = await putInLine(transaction, row, asking);
  await writeRequest(transaction, row.id, asking, undefined);
  return { digest, isWaiting: true, priority };
}

function insertFresh(
  transaction: Transaction<Schema>,
  { namespaceId, isInteractive, by }: Asking,
  { digest, platform, kind, ending }: WantedImage,
) {
  return transaction
    .insertInto('analyses')
    .values({
      digest,
      platform,
      kind,
      phase: ending ? 'resting' : 'queued',
      ...(ending && { ending: JSON.stringify(ending) }),
      namespace_id: namespaceId,
      priority: turnOf(namespaceId, isInteractive),
      queued_at: sql`now()`,
      due_at: sql`now()`,
      request_id: by.requestId,
    })
    .onConflict((conflict) => conflict.column('digest').doNothing())
    .returning(['id', 'priority'])
    .executeTakeFirst();
}

/** Behind as many as the namespace has waiting already, so that each has its turn; back-fill last. */
function turnOf(namespaceId: number, isInteractive: boolean) {
  const first = isInteractive ? 0 : CLASS_WIDTH;
  return sql<number>`${sql.lit(first)} + least(${sql.lit(CLASS_WIDTH - 1)}, (
    select count(*) from analyses q where q.namespace_id = ${namespaceId} and q.phase = 'queued'
      and q.priority between ${sql.lit(first)} and ${sql.lit(first + CLASS_WIDTH - 1)}))`;
}

interface Row {
  readonly id: number;
  readonly phase: string;
  readonly priority: number;
  readonly result: unknown;
  readonly analyzer_revision: string | null;
  readonly match_revision: string | null;
  readonly snapshot_digest: Digest | null;
  readonly checked_snapshot: Digest | null;
}

function isPresent(row: Row, present: PresentRevisions | undefined): boolean {
  return (
    present !== undefined &&
    row.analyzer_revision === present.analyzer &&
    row.match_revision === present.match &&
    (row.checked_snapshot ?? row.snapshot_digest) === present.snapshot
  );
}

/** A person who asks does not wait behind a back-fill, nor for the next try of an earlier one. */
async function putInLine(
  transaction: Transaction<Schema>,
  row: Row,
  { namespaceId, isInteractive, by }: Asking,
): Promise<number> {
  if (row.phase === 'analyzing' || row.phase === 'matching') return row.priority;
  const isResting = row.phase === 'resting';
  const turn = turnOf(namespaceId, isInteractive);
  const { priority } = await transaction
    .updateTable('analyses')
    .set({
      phase: 'queued',
      priority: isResting ? turn : sql<number>`least(priority, ${turn})`,
      due_at: isInteractive || isResting ? sql`now()` : sql`due_at`,
      ...(isResting && {
        namespace_id: namespaceId,
        queued_at: sql`now()`,
        attempt: 0,
        losses: 0,
        trouble: null,
        request_id: by.requestId,
      }),
    })
    .where('id', '=', row.id)
    .returning('priority')
    .executeTakeFirstOrThrow();
  return priority;
}

async function writeRequest(
  transaction: Transaction<Schema>,
  analysisId: number,
  { repositoryId, tag, cause, by }: Asking,
  answered: { readonly answer: unknown; readonly generation: number } | undefined,
): Promise<void> {
  await transaction
    .insertInto('analysis_requests')
    .values({
      analysis_id: analysisId,
      repository_id: repositoryId,
      tag: tag ?? null,
      cause,
      requested_by: by.name,
      request_id: by.requestId,
      requested_at: sql`now()`,
      ...(answered && {
        answered_at: sql`now()`,
        answer: JSON.stringify(answered.answer),
        generation: answered.generation,
      }),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Closes what waits for these repositories, or for anyone; an analysis that nobody else waits for ends with it. */
export async function cancel(
  kysely: Kysely<Schema>,
  { repositoryIds, digests, by }: Cancellation,
): Promise<readonly Digest[]> {
  if (repositoryIds?.length === 0) return [];
  const answer = JSON.stringify({ kind: 'cancelled', by: by.name });
  return inTransaction(kysely, async (transaction) => {
    const affected = await transaction
      .selectFrom('analyses as a')
      .select(['a.id', 'a.digest'])
      .$if(repositoryIds === undefined, (query) => query.where('a.phase', '<>', 'resting'))
      .$if(repositoryIds !== undefined, (query) =>
        query.where((builder) =>
          builder.exists(
            builder
              .selectFrom('analysis_requests as r')
              .select('r.id')
              .whereRef('r.analysis_id', '=', 'a.id')
              .where('r.answered_at', 'is', null)
              .where('r.repository_id', 'in', repositoryIds ?? []),
          ),
        ),
      )
      .$if(digests !== undefined, (query) => query.where('a.digest', 'in', digests ?? []))
      .orderBy('a.digest')
      .forUpdate()
      .execute();
    if (affected.length === 0) return [];
    const ids = affected.map(({ id }) => id);
    await transaction
      .updateTable('analysis_requests')
      .set({ answered_at: sql`now()`, answer, noted_at: sql`now()` })
      .where('analysis_id', 'in', ids)
      .$if(repositoryIds !== undefined, (query) =>
        query.where('repository_id', 'in', repositoryIds ?? []),
      )
      .where('answered_at', 'is', null)
      .execute();
    await transaction
      .updateTable('analyses as a')
      .set({ phase: 'resting', ending: answer, lease: null, leased_until: null, trouble: null })
      .where('a.id', 'in', ids)
      .where('a.phase', '<>', 'resting')
      .where((builder) =>
        builder.not(
          builder.exists(
            builder
              .selectFrom('analysis_requests as r')
              .select('r.id')
              .whereRef('r.analysis_id', '=', 'a.id')
              .where('r.answered_at', 'is', null),
          ),
        ),
      )
      .execute();
    return affected.map(({ digest }) => digest);
  });
}
