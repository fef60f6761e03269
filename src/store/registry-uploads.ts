import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { UploadRecords } from '../registry/index.ts';
import type { Schema } from './schema.ts';

/**
 * Uploads that run. Their rows are not waited for on disk: what a power cut takes with them is an
 * upload that starts again.
 */
export function uploadRecords(kysely: Kysely<Schema>): UploadRecords {
  return {
    async startUpload({ id, repositoryId, algorithm, startedBy, touchedAt }) {
      await kysely
        .insertInto('uploads')
        .values({
          id,
          repository_id: repositoryId,
          algorithm,
          started_by: startedBy,
          touched_at: touchedAt,
        })
        .execute();
    },
    async uploadIn(repositoryId, id) {
      const row = await kysely
        .selectFrom('uploads')
        .selectAll()
        .where('id', '=', id)
        .where('repository_id', '=', repositoryId)
        .executeTakeFirst();
      return (
        row && {
          id,
          repositoryId,
          algorithm: row.algorithm,
          startedBy: row.started_by,
          touchedAt: row.touched_at,
        }
      );
    },
    async touchUpload(id, now) {
      await kysely.updateTable('uploads').set({ touched_at: now }).where('id', '=', id).execute();
    },
    async endUpload(id) {
      await kysely.deleteFrom('uploads').where('id', '=', id).execute();
    },
    async endUploadsBefore(before, limit) {
      const { rows } = await sql<{ id: string }>`
        delete from uploads where id in (
          select id from uploads where touched_at < ${before}
          order by touched_at limit ${limit} for update skip locked
        ) returning id
      `.execute(kysely);
      return rows.map(({ id }) => id);
    },
  };
}
