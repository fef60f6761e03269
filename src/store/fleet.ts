import { type Kysely, sql } from 'kysely';
import type { Fleet } from '../api/index.ts';
import { countAffected, imagesWith, vulnerabilitiesIn } from './fleet-affected.ts';
import { imagesOf, packages, versions } from './fleet-packages.ts';
import { changes, changeTotals } from './fleet-changes.ts';
import type { Schema } from './schema.ts';

/** What is in all images together, in PostgreSQL: see migration 0060-fleet.sql. */
export function fleetRecords(kysely: Kysely<Schema>): Fleet {
  return {
    imagesWith: (query) => imagesWith(kysely, query),
    countAffected: (query) => countAffected(kysely, query),
    vulnerabilitiesIn: (repositoryIds) => vulnerabilitiesIn(kysely, repositoryIds),
    packages: (query) => packages(kysely, query),
    versions: (query) => versions(kysely, query),
    imagesOf: (query) => imagesOf(kysely, query),
    changes: (query) => changes(kysely, query),
    changeTotals: (query) => changeTotals(kysely, query),
    async tags(repositoryIds, start, limit) {
      const { rows } = await sql<{ readonly repository: string; readonly tag: string }>`
        select r.name as repository, t.name as tag from tags t
        join repositories r on r.id = t.repository_id
        where t.repository_id = any(${repositoryIds}::bigint[])
          and t.name >= ${start} and t.name < ${`${start}\uFFFF`}
        order by t.name, r.name limit ${limit}`.execute(kysely);
      return rows;
    },
  };
}
