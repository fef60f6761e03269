import type { Kysely } from 'kysely';
import type { AuditRecords } from '../accounts/index.ts';
import { time } from './accounts-values.ts';
import type { Schema } from './schema.ts';

export function createAuditRecords(db: Kysely<Schema>): AuditRecords {
  return {
    addAudit: async (entry) => {
      await db
        .insertInto('audit_log')
        .values({
          at: time(entry.at),
          actor: entry.actor,
          actor_id: entry.actorId ?? null,
          deed: entry.deed,
          object: entry.object,
          namespace_id: entry.namespaceId ?? null,
          result: entry.result,
          request_id: entry.requestId,
          address: entry.address,
          details: entry.details,
        })
        .execute();
    },
    auditEntries: async ({ before, limit, namespaceId, actor, deed }) => {
      let query = db.selectFrom('audit_log').selectAll().orderBy('id', 'desc').limit(limit);
      if (before !== undefined) query = query.where('id', '<', before);
      if (namespaceId !== undefined) query = query.where('namespace_id', '=', namespaceId);
      if (actor !== undefined) query = query.where('actor', '=', actor);
      if (deed !== undefined) query = query.where('deed', '=', deed);
      return (await query.execute()).map((row) => ({
        id: row.id,
        at: row.at.getTime(),
        actor: row.actor,
        actorId: row.actor_id ?? undefined,
        deed: row.deed,
        object: row.object,
        namespaceId: row.namespace_id ?? undefined,
        result: row.result,
        requestId: row.request_id,
        address: row.address,
        details: row.details,
      }));
    },
  };
}
