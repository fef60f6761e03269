import { type Kysely, sql } from 'kysely';
import type { Chore, StorageCounts } from '../api/index.ts';
import type { Schema } from './schema.ts';

/** What is done now and again, and what there is to do it to. */
export interface HousekeepingRecords {
  note(kind: Chore['kind'], report: Chore['report']): Promise<void>;
  /** The newest first. */
  last(kind: Chore['kind'], limit: number): Promise<readonly Chore[]>;
  counts(): Promise<StorageCounts>;
}

/** Two weeks of collections, every ten minutes. */
const KEPT = 2_000;

export function housekeepingRecords(kysely: Kysely<Schema>): HousekeepingRecords {
  return {
    async note(kind, report) {
      const row = { kind, finished_at: sql<Date>`now()`, report: JSON.stringify(report) };
      const { id } = await kysely
        .insertInto('housekeeping')
        .values(row)
        .returning('id')
        .executeTakeFirstOrThrow();
      await kysely
        .deleteFrom('housekeeping')
        .where('kind', '=', kind)
        .where('id', '<=', id - KEPT)
        .execute();
    },
    async last(kind, limit) {
      const rows = await kysely
        .selectFrom('housekeeping')
        .select(['kind', 'finished_at', 'report'])
        .where('kind', '=', kind)
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        kind: row.kind,
        finishedAt: row.finished_at.getTime(),
        report: row.report,
      }));
    },
    async counts() {
      const { rows } = await sql<StorageCounts>`
        select count(*) filter (where is_stored) as blobs,
          coalesce(sum(size) filter (where is_stored), 0)::bigint as bytes,
          count(*) filter (where is_stored and is_unused) as "unusedBlobs",
          coalesce(sum(size) filter (where is_stored and is_unused), 0)::bigint as "unusedBytes",
          count(*) filter (where condemned_at is not null) as "condemnedBlobs",
          (select count(*) from manifests) as manifests,
          (select count(*) from uploads) as uploads
        from (select is_stored, size, condemned_at,
            not exists (select from repository_blobs h where h.digest = blobs.digest) as is_unused
          from blobs) as found`.execute(kysely);
      const [counts] = rows;
      if (!counts) throw new Error('an aggregate without a row');
      return counts;
    },
  };
}
