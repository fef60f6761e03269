import { type Kysely, type Transaction, sql } from 'kysely';
import type {
  FindingIdentity,
  FindingName,
  FindingNotes,
  FindingRecords,
  PushChange,
  RequestCause,
  UnnotedRequest,
} from '../analyses/index.ts';
import type { Digest } from '../model/index.ts';
import { inTransaction } from './registry-transaction.ts';
import type { Schema } from './schema.ts';

/** Findings of repositories, each once, with what opened and closed it. */
export function findingRecords(kysely: Kysely<Schema>): FindingRecords {
  return {
    unnoted: (digest) => unnoted(kysely, digest),
    note: (notes) => note(kysely, notes),
    lastChange: (repositoryId, tag, digest) => lastChange(kysely, repositoryId, tag, digest),
    openedBy: (requestId) => openedBy(kysely, requestId),
    firstSeen: (repositoryId, findings) => firstSeen(kysely, repositoryId, findings),
  };
}

interface UnnotedRow {
  readonly id: number;
  readonly repository_id: number;
  readonly tag: string | null;
  readonly cause: RequestCause;
  readonly before_digest: Digest | null;
  readonly analyzer_revision: string | null;
  readonly match_revision: string | null;
  readonly item_set: string | null;
  readonly snapshot_digest: Digest | null;
}

/** `before`: what the tag's last noted request of the platform was of. */
async function unnoted(kysely: Kysely<Schema>, digest: Digest): Promise<readonly UnnotedRequest[]> {
  const { rows } = await sql<UnnotedRow>`
    select r.id, r.repository_id, r.tag, r.cause, b.digest as before_digest,
      b.analyzer_revision, b.match_revision, b.item_set, b.snapshot_digest
    from analysis_requests r
    join analyses a on a.id = r.analysis_id
    left join lateral (
      -- the same image, as it was before the advisories changed
      select a.digest, a.before_revision as analyzer_revision, a.item_set,
        a.before_match_revision as match_revision, a.before_snapshot as snapshot_digest
      where r.cause = 'advisories' and a.before_snapshot is not null
      union all
      (select ba.digest, ba.analyzer_revision, ba.item_set, ba.match_revision, ba.snapshot_digest
      from analysis_requests br join analyses ba on ba.id = br.analysis_id
      where br.repository_id = r.repository_id and br.tag = r.tag and br.id < r.id
        and br.noted_at is not null and br.generation is not null and ba.platform = a.platform
        and not (r.cause = 'advisories' and a.before_snapshot is not null)
      order by br.id desc limit 1)) b on r.tag is not null
    where a.digest = ${digest} and r.answered_at is not null and r.noted_at is null
    order by r.id`.execute(kysely);
  return rows.map((row) => ({
    requestId: row.id,
    repositoryId: row.repository_id,
    tag: row.tag ?? undefined,
    cause: row.cause,
    before: beforeOf(row),
  }));
}

function beforeOf(row: UnnotedRow): UnnotedRequest['before'] {
  const { before_digest, analyzer_revision, match_revision, item_set, snapshot_digest } = row;
  if (
    before_digest === null ||
    analyzer_revision === null ||
    match_revision === null ||
    item_set === null ||
    snapshot_digest === null
  ) {
    return undefined;
  }
  return {
    digest: before_digest,
    analyzerRevision: analyzer_revision,
    matches: { itemSet: item_set, snapshot: snapshot_digest, revision: match_revision },
  };
}

async function note(kysely: Kysely<Schema>, notes: FindingNotes): Promise<void> {
  await inTransaction(kysely, async (transaction) => {
    const taken = await transaction
      .updateTable('analysis_requests')
      .set({
        noted_at: sql`now()`,
        before_digest: notes.before ?? null,
        opened: notes.change ? JSON.stringify(notes.change.opened) : null,
        closed: notes.change ? JSON.stringify(notes.change.closed) : null,
      })
      .where('id', '=', notes.requestId)
      .where('noted_at', 'is', null)
      .executeTakeFirst();
    // Another process was quicker: it wrote the same.
    if (taken.numUpdatedRows === 0n) return;
    await keep(transaction, notes.repositoryId, notes.seen);
    await addEvents(transaction, notes, 'opened', notes.opened);
    await addEvents(transaction, notes, 'closed', notes.closed);
  });
}

async function keep(
  transaction: Transaction<Schema>,
  repositoryId: number,
  findings: readonly FindingIdentity[],
): Promise<void> {
  if (findings.length === 0) return;
  await sql`
    insert into findings (repository_id, vulnerability, package_type, package_name, first_seen)
    select ${repositoryId}, v, t, n, now() from ${rowsOf(findings)}
    order by v, t, n on conflict do nothing`.execute(transaction);
}

async function addEvents(
  transaction: Transaction<Schema>,
  { requestId, repositoryId, digest, tag, cause }: FindingNotes,
  kind: 'opened' | 'closed',
  findings: readonly FindingIdentity[],
): Promise<void> {
  if (findings.length === 0) return;
  await sql`
    insert into finding_events (finding_id, kind, cause, at, digest, tag, severity, request_id)
    select f.id, ${kind}, ${cause}, now(), ${digest}, ${tag ?? null}, s, ${requestId}
    from ${rowsOf(findings)}
    join findings f on f.repository_id = ${repositoryId} and f.vulnerability = v
      and f.package_type = t and f.package_name = n
    order by f.id`.execute(transaction);
}

/** An image that is analyzed again under its tag changes nothing: what its push changed stays said. */
async function lastChange(
  kysely: Kysely<Schema>,
  repositoryId: number,
  tag: string,
  digest: Digest,
): ReturnType<FindingRecords['lastChange']> {
  const row = await kysely
    .selectFrom('analysis_requests as r')
    .innerJoin('analyses as a', 'a.id', 'r.analysis_id')
    .select(['r.id', 'r.noted_at', 'r.before_digest', 'r.opened', 'r.closed'])
    .where('r.repository_id', '=', repositoryId)
    .where('r.tag', '=', tag)
    .where('a.digest', '=', digest)
    .where('r.before_digest', 'is not', null)
    .whereRef('r.before_digest', '<>', 'a.digest')
    .orderBy('r.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const change = row && changeOf(row);
  if (!change || !row.noted_at) return undefined;
  return { ...change, at: row.noted_at.toISOString(), requestId: row.id };
}

/** As `note` wrote it. */
export function changeOf(row: {
  readonly before_digest: Digest | null;
  readonly opened: unknown;
  readonly closed: unknown;
}): Omit<PushChange, 'at'> | undefined {
  if (row.before_digest === null || row.opened === null || row.closed === null) return undefined;
  /* oxlint-disable typescript/no-unsafe-type-assertion -- only this area writes them */
  const opened = row.opened as PushChange['opened'];
  const closed = row.closed as PushChange['closed'];
  /* oxlint-enable typescript/no-unsafe-type-assertion */
  return { before: row.before_digest, opened, closed };
}

async function openedBy(
  kysely: Kysely<Schema>,
  requestId: number,
): Promise<readonly FindingName[]> {
  const rows = await kysely
    .selectFrom('finding_events as e')
    .innerJoin('findings as f', 'f.id', 'e.finding_id')
    .select(['f.vulnerability', 'f.package_type', 'f.package_name'])
    .where('e.request_id', '=', requestId)
    .where('e.kind', '=', 'opened')
    .execute();
  return rows.map(({ vulnerability, package_type: packageType, package_name: packageName }) => ({
    vulnerability,
    packageType,
    packageName,
  }));
}

async function firstSeen(
  kysely: Kysely<Schema>,
  repositoryId: number,
  findings: readonly FindingName[],
): Promise<readonly (Date | undefined)[]> {
  if (findings.length === 0) return [];
  const { rows } = await sql<{ readonly first_seen: Date | null }>`
    select f.first_seen from unnest(${findings.map(({ vulnerability }) => vulnerability)}::text[],
      ${findings.map(({ packageType }) => packageType)}::text[],
      ${findings.map(({ packageName }) => packageName)}::text[])
      with ordinality as x (v, t, n, place)
    left join findings f on f.repository_id = ${repositoryId} and f.vulnerability = v
      and f.package_type = t and f.package_name = n
    order by place`.execute(kysely);
  return rows.map((row) => row.first_seen ?? undefined);
}

function rowsOf(findings: readonly FindingIdentity[]) {
  const columns = [
    findings.map(({ vulnerability }) => vulnerability),
    findings.map(({ packageType }) => packageType),
    findings.map(({ packageName }) => packageName),
    findings.map(({ severity }) => severity),
  ];
  return sql`unnest(${columns[0]}::text[], ${columns[1]}::text[], ${columns[2]}::text[],
    ${columns[3]}::text[]) as x (v, t, n, s)`;
}
