import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { EndedUpload, UploadOwner, UploadRecords } from '../registry/index.ts';
import { unlessGone } from './registry-transaction.ts';
import type { Schema } from './schema.ts';

/**
 * Uploads that run. Their rows are not waited for on disk: what a power cut takes with them is an
 * upload that starts again.
 */
export function uploadRecords(kysely: Kysely<Schema>): UploadRecords {
  return {
    async startUpload({ id, repositoryId, algorithm, startedBy, touchedAt, owner }) {
      const starting = kysely.insertInto('uploads').values({
        id,
        repository_id: repositoryId,
        algorithm,
        started_by: startedBy,
        touched_at: touchedAt,
        owner_id: owner?.id ?? null,
        owner_address: owner?.address ?? null,
        turn: 0,
        released_bytes: null,
      });
      return await unlessGone(async () => void (await starting.execute()));
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
          owner: ownerOf(row),
          turn: row.turn,
          releasedBytes: row.released_bytes ?? undefined,
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
      const { rows } = await sql<EndedUpload>`
        delete from uploads where id in (
          select id from uploads where touched_at < ${before}
          order by touched_at limit ${limit} for update skip locked
        ) returning id, turn
      `.execute(kysely);
      return rows;
    },
    ...uploadOwners(kysely),
  };
}

function uploadOwners(
  kysely: Kysely<Schema>,
): Pick<UploadRecords, 'claimUpload' | 'releaseUpload' | 'moveUploads'> {
  return {
    async claimUpload({ id, owner, turn }, claimant) {
      const claimed = await kysely
        .updateTable('uploads')
        .set({
          owner_id: claimant.id,
          owner_address: claimant.address,
          turn: turn + 1,
          released_bytes: null,
        })
        .where('id', '=', id)
        .where('turn', '=', turn)
        .where('owner_id', owner ? '=' : 'is', owner?.id ?? null)
        .returning('id')
        .executeTakeFirst();
      return claimed !== undefined;
    },
    async releaseUpload(id, ownerId, bytes) {
      await kysely
        .updateTable('uploads')
        .set({ owner_id: null, owner_address: null, released_bytes: bytes })
        .where('id', '=', id)
        .where('owner_id', '=', ownerId)
        .execute();
    },
    async moveUploads({ id, address }) {
      await kysely
        .updateTable('uploads')
        .set({ owner_address: address })
        .where('owner_id', '=', id)
        .where('owner_address', '!=', address)
        .execute();
    },
  };
}

function ownerOf({
  owner_id: id,
  owner_address: address,
}: Pick<Schema['uploads'], 'owner_id' | 'owner_address'>): UploadOwner | undefined {
  return id === null || address === null ? undefined : { id, address };
}
