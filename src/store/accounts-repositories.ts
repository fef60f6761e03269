import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type {
  GrantHolder,
  GrantRow,
  RepositoryChange,
  RepositoryRecords,
  RepositoryRow,
  Visibility,
} from '../accounts/index.ts';
import { likePattern, time } from './accounts-values.ts';
import type { Schema } from './schema.ts';

/** What `repositoryRow` reads, of a table named r. */
export const REPOSITORY_COLUMNS = [
  'r.id',
  'r.name',
  'r.namespace_id',
  'r.visibility',
  'r.description',
  'r.analysis_active',
  'r.publishes_results',
  'r.created_at',
] as const;

interface Row {
  readonly id: number;
  readonly name: string;
  readonly namespace_id: number;
  readonly visibility: Visibility;
  readonly description: string;
  readonly analysis_active: boolean;
  readonly publishes_results: boolean;
  readonly created_at: Date;
}

export function repositoryRow(row: Row): RepositoryRow {
  return {
    id: row.id,
    name: row.name,
    namespaceId: row.namespace_id,
    visibility: row.visibility,
    description: row.description,
    isAnalysisActive: row.analysis_active,
    publishesResults: row.publishes_results,
    createdAt: row.created_at.getTime(),
  };
}

export function createRepositoryRecords(db: Kysely<Schema>): RepositoryRecords {
  return {
    addRepository: (repository) => addRepository(db, repository),
    repositoryByName: async (name) => {
      const row = await db
        .selectFrom('repositories as r')
        .select(REPOSITORY_COLUMNS)
        .select(['r.readme', 'r.immutable_tags', 'r.retention'])
        .where('r.name', '=', name)
        .executeTakeFirst();
      if (!row) return undefined;
      const { readme, immutable_tags, retention } = row;
      return { ...repositoryRow(row), readme, immutableTags: immutable_tags, retention };
    },
    changeRepository: async (id, change) => {
      const set = columnsOf(change);
      if (Object.keys(set).length === 0) return;
      await db.updateTable('repositories').set(set).where('id', '=', id).execute();
    },
    repositoriesLike: async (namespaceId, pattern) => {
      const rows = await db
        .selectFrom('repositories as r')
        .select(REPOSITORY_COLUMNS)
        .where('r.namespace_id', '=', namespaceId)
        .where('r.name', 'like', likePattern(pattern))
        .orderBy('r.name')
        .execute();
      return rows.map(repositoryRow);
    },
    removeRepository: async (id) => {
      await db.deleteFrom('repositories').where('id', '=', id).execute();
    },
    grants: (repositoryId) => grants(db, repositoryId),
    setGrant: async (repositoryId, holder, permission) => {
      await db
        .insertInto('repository_grants')
        .values({ repository_id: repositoryId, ...holderColumns(holder), permission })
        .onConflict((conflict) =>
          conflict.columns(['repository_id', 'team_id', 'user_id']).doUpdateSet({ permission }),
        )
        .execute();
    },
    removeGrant: async (repositoryId, holder) => {
      const { numDeletedRows } = await db
        .deleteFrom('repository_grants')
        .where('repository_id', '=', repositoryId)
        .where(holder.kind === 'team' ? 'team_id' : 'user_id', '=', holder.id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

async function addRepository(
  db: Kysely<Schema>,
  repository: Parameters<RepositoryRecords['addRepository']>[0],
): ReturnType<RepositoryRecords['addRepository']> {
  const row = await db
    .insertInto('repositories')
    .values({
      namespace_id: repository.namespaceId,
      name: repository.name,
      visibility: repository.visibility,
      description: repository.description,
      analysis_active: repository.isAnalysisActive,
      created_at: time(repository.at),
    })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (row) return { repository: repositoryRow(row), isNew: true };
  const other = await db
    .selectFrom('repositories as r')
    .select(REPOSITORY_COLUMNS)
    .where('r.name', '=', repository.name)
    .executeTakeFirstOrThrow();
  return { repository: repositoryRow(other), isNew: false };
}

function columnsOf(change: RepositoryChange) {
  return {
    ...(change.visibility !== undefined && { visibility: change.visibility }),
    ...(change.description !== undefined && { description: change.description }),
    ...(change.readme !== undefined && { readme: change.readme }),
    ...(change.isAnalysisActive !== undefined && { analysis_active: change.isAnalysisActive }),
    ...(change.publishesResults !== undefined && { publishes_results: change.publishesResults }),
    ...(change.immutableTags && { immutable_tags: change.immutableTags }),
    ...(change.retention && { retention: change.retention }),
  };
}

async function grants(db: Kysely<Schema>, repositoryId: number): Promise<readonly GrantRow[]> {
  const { rows } = await sql<{
    readonly kind: 'team' | 'collaborator';
    readonly id: number;
    readonly name: string;
    readonly permission: GrantRow['permission'];
  }>`
    SELECT CASE WHEN g.team_id IS NULL THEN 'collaborator' ELSE 'team' END AS kind,
      coalesce(t.id, u.id) AS id, coalesce(t.name, u.name) AS name, g.permission
    FROM repository_grants g
    LEFT JOIN teams t ON t.id = g.team_id LEFT JOIN users u ON u.id = g.user_id
    WHERE g.repository_id = ${repositoryId} ORDER BY name`.execute(db);
  return rows.map(({ kind, id, name, permission }) => ({ holder: { kind, id, name }, permission }));
}

function holderColumns(holder: GrantHolder) {
  return holder.kind === 'team'
    ? { team_id: holder.id, user_id: null }
    : { team_id: null, user_id: holder.id };
}
