import { type Kysely, sql } from 'kysely';
import type { LateRecords, MatchesKey, ResultRecords } from '../analyses/index.ts';
import { keepFindings, keepPackages, lateIndex } from './fleet-index.ts';
import { inTransaction } from './registry-transaction.ts';
import type { Schema } from './schema.ts';

/** Results by content: what is there is never written again, so that no two writers can disagree. */
export function resultRecords(kysely: Kysely<Schema>): ResultRecords & LateRecords {
  return {
    ...layerRecords(kysely),
    ...inventoryRecords(kysely),
    ...matchesRecords(kysely),
    ...lateIndex(kysely),
  };
}

function layerRecords(kysely: Kysely<Schema>): Pick<ResultRecords, 'layer' | 'keepLayer'> {
  return {
    async layer(digest, revision) {
      const row = await kysely
        .selectFrom('layer_inventories')
        .select('body')
        .where('digest', '=', digest)
        .where('revision', '=', revision)
        .executeTakeFirst();
      return row?.body;
    },
    async keepLayer(digest, revision, body) {
      await kysely
        .insertInto('layer_inventories')
        .values({ digest, revision, body, made_at: sql`now()` })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
  };
}

function inventoryRecords(
  kysely: Kysely<Schema>,
): Pick<ResultRecords, 'inventory' | 'keepInventory'> {
  return {
    async inventory(digest, revision) {
      const row = await kysely
        .selectFrom('inventories')
        .select('body')
        .where('digest', '=', digest)
        .where('revision', '=', revision)
        .executeTakeFirst();
      return row?.body;
    },
    async keepInventory({ digest, revision, itemSet, items, body, packages }) {
      await inTransaction(kysely, async (transaction) => {
        const added = await transaction
          .insertInto('item_sets')
          .values({ digest: itemSet, body: items, made_at: sql`now()` })
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .executeTakeFirst();
        if (added) await keepPackages(transaction, added.id, packages);
        await transaction
          .insertInto('inventories')
          .values({ digest, revision, item_set: itemSet, body, made_at: sql`now()` })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      });
    },
  };
}

function matchesRecords(kysely: Kysely<Schema>): Pick<ResultRecords, 'matches' | 'keepMatches'> {
  return {
    async matches(key) {
      const row = await kysely
        .selectFrom('item_matches')
        .select('body')
        .where((expression) => expression.and(keyColumns(key)))
        .executeTakeFirst();
      return row?.body;
    },
    async keepMatches({ key, body, summary, findings }) {
      await inTransaction(kysely, async (transaction) => {
        // First: where there are matches there is a summary.
        const added = await transaction
          .insertInto('summaries')
          .values({ ...keyColumns(key), summary: JSON.stringify(summary), is_indexed: true })
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .executeTakeFirst();
        if (added) await keepFindings(transaction, added.id, findings);
        await transaction
          .insertInto('item_matches')
          .values({ ...keyColumns(key), body, made_at: sql`now()` })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      });
    },
  };
}

function keyColumns({ itemSet, snapshot, revision }: MatchesKey) {
  return { item_set: itemSet, snapshot_digest: snapshot, revision };
}
