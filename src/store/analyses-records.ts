import { type Kysely, sql } from 'kysely';
import type { AnalysisRecords, ManifestStore, RenewalRecords } from '../analyses/index.ts';
import * as queues from './analyses-queue.ts';
import * as reads from './analyses-reads.ts';
import * as requests from './analyses-requests.ts';
import * as runs from './analyses-runs.ts';
import type { Schema } from './schema.ts';

/** Analyses in PostgreSQL. */
export function analysisRecords(kysely: Kysely<Schema>): AnalysisRecords & RenewalRecords {
  return {
    async pendingPushes(after, limit) {
      const rows = await kysely
        .selectFrom('push_events')
        .select(['id', 'repository_id', 'digest', 'tag', 'actor'])
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(({ id, repository_id: repositoryId, digest, tag, actor }) => {
        return { id, repositoryId, digest, tag: tag ?? undefined, actor, requestId: `push-${id}` };
      });
    },
    takePush: (push, wanted, present) => requests.takePush(kysely, push, wanted, present),
    request: (asked) => requests.request(kysely, asked),
    cancel: (cancellation) => requests.cancel(kysely, cancellation),
    claim: (digest, lease, leaseMs) => runs.claim(kysely, digest, lease, leaseMs),
    keepLease: (lease, progress) => runs.keepLease(kysely, lease, progress),
    finish: (lease, outcome) => runs.finish(kysely, lease, outcome),
    postpone: (lease, delay) => runs.postpone(kysely, lease, delay),
    overdue: (limit) => runs.overdue(kysely, limit),
    snapshotActivated: (snapshot, which) => runs.snapshotActivated(kysely, snapshot, which),
    requeueFailed: (revision) => queues.requeueFailed(kysely, revision),
    retry: (digests, by) => queues.retry(kysely, digests, by),
    staleSnapshots: (current) => runs.staleSnapshots(kysely, current),
    setsAgreeing: (asked) => runs.setsAgreeing(kysely, asked),
    itemsOf: (sets) => runs.itemsOf(kysely, sets),
    setsNaming: (...asked) => runs.setsNaming(kysely, ...asked),
    setsChecked: (checked) => runs.setsChecked(kysely, checked),
    currentItemSets: (limit) => reads.currentItemSets(kysely, limit),
    removeUnused: (revision) => runs.removeUnused(kysely, revision),
    repository: (repositoryId) => reads.repository(kysely, repositoryId),
    repositoryNamed: (name) => reads.repositoryNamed(kysely, name),
    states: (repositoryId, digests) => reads.states(kysely, repositoryId, digests),
    placesToCome: (repositoryId, digests) => reads.placesToCome(kysely, repositoryId, digests),
    childrenOf: (digests) => reads.childrenOf(kysely, digests),
    changed: (digest) => reads.changed(kysely, digest),
    madeOf: (digest) => reads.madeOf(kysely, digest),
    tagged: (repositoryId, tag) => reads.tagged(kysely, repositoryId, tag),
    holds: (repositoryId, digest) => reads.holds(kysely, repositoryId, digest),
    tagPage: (query) => reads.tagPage(kysely, query),
    tagsOf: (repositoryId, limit) => reads.tagsOf(kysely, repositoryId, limit),
    history: (repositoryId, digest) => reads.history(kysely, repositoryId, digest),
    queue: (limit) => queues.queue(kysely, limit),
    troubled: (query) => queues.troubled(kysely, query),
    ...sbomRecords(kysely),
  };
}

function sbomRecords(
  kysely: Kysely<Schema>,
): Pick<AnalysisRecords, 'keepSbom' | 'sbomBody' | 'sbomNamed'> {
  return {
    async keepSbom({ repositoryId, reference, digest, body, by }) {
      await kysely
        .insertInto('sbom_bodies')
        .values({ digest, body, pushed_at: sql`now()` })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const row = { digest, pushed_at: sql<Date>`now()`, pushed_by: by };
      await kysely
        .insertInto('pushed_sboms')
        .values({ repository_id: repositoryId, reference, ...row })
        .onConflict((conflict) => conflict.columns(['repository_id', 'reference']).doUpdateSet(row))
        .execute();
    },
    async sbomBody(digest) {
      const row = await kysely
        .selectFrom('sbom_bodies')
        .select('body')
        .where('digest', '=', digest)
        .executeTakeFirst();
      return row?.body;
    },
    async sbomNamed(repositoryId, reference) {
      const row = await kysely
        .selectFrom('pushed_sboms')
        .select('digest')
        .where('repository_id', '=', repositoryId)
        .where('reference', '=', reference)
        .executeTakeFirst();
      return row?.digest;
    },
  };
}

/** The registry's manifests, for whoever was told of them. */
export function manifestStore(kysely: Kysely<Schema>): ManifestStore {
  return {
    async read(digest) {
      const row = await kysely
        .selectFrom('manifests')
        .select(['media_type', 'bytes'])
        .where('digest', '=', digest)
        .executeTakeFirst();
      return row && { mediaType: row.media_type, bytes: row.bytes };
    },
  };
}
