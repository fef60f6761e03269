import { type Kysely, type RawBuilder, sql } from 'kysely';
import type {
  FactRecords,
  NamespaceKind,
  NamespaceStanding,
  Permission,
  PersonId,
  Plan,
  Reader,
  ResultsWhen,
  Role,
  Visibility,
} from '../accounts/index.ts';
import { REPOSITORY_COLUMNS, repositoryRow } from './accounts-repositories.ts';
import type { Schema } from './schema.ts';
import { containing, planStateOf, time } from './accounts-values.ts';

/** One query for each decision. */
export function createFactRecords(db: Kysely<Schema>): FactRecords {
  return {
    namespaceStanding: async (name, person) => {
      const { rows } = await namespaceQuery(name, person).execute(db);
      const [row] = rows;
      if (!row) throw new Error('a query of facts gave no row');
      const standing = namespaceStanding(row);
      return row.asked_id === 0 ? undefined : standing;
    },
    repositoryStanding: async (name, person) => {
      const { rows } = await repositoryQuery(name, person).execute(db);
      const [row] = rows;
      if (!row) throw new Error('a query of facts gave no row');
      const namespace = namespaceStanding(row);
      const facts = {
        namespace,
        repository: {
          id: row.repository_id,
          name: row.repository_name,
          namespaceId: row.id,
          visibility: row.visibility,
          isAnalysisActive: row.analysis_active,
          publishesResults: row.publishes_results,
        },
        standing: namespace.standing,
      };
      return row.asked_id === 0 ? undefined : facts;
    },
    visibleRepositories: async (reader, page) => {
      const person = reader.person ?? null;
      const robot = reader.robotNamespace ?? null;
      let query = db
        .selectFrom('repositories as r')
        .innerJoin('namespaces as n', 'n.id', 'r.namespace_id')
        .select(REPOSITORY_COLUMNS)
        .where(
          sql<boolean>`(r.visibility = 'public' OR n.owner_id = ${person} OR n.id = ${robot}
            OR EXISTS (SELECT FROM memberships m WHERE m.namespace_id = n.id
                       AND m.user_id = ${person} AND m.role IN ('owner', 'editor'))
            OR EXISTS (SELECT FROM repository_grants g WHERE g.repository_id = r.id
                       AND g.user_id = ${person})
            OR EXISTS (SELECT FROM repository_grants g JOIN team_members t ON t.team_id = g.team_id
                       WHERE g.repository_id = r.id AND t.user_id = ${person}))`,
        )
        .orderBy('r.name')
        .limit(page.limit);
      if (page.after !== undefined) query = query.where('r.name', '>', page.after);
      if (page.namespace !== undefined) query = query.where('n.name', '=', page.namespace);
      if (page.search !== undefined) query = query.where('r.name', 'like', containing(page.search));
      return (await query.execute()).map(repositoryRow);
    },
    repositoriesWithResults: (reader, when) => repositoriesWithResults(db, reader, when),
  };
}

/** As accounts decides of one repository; a test holds them to each other. */
async function repositoriesWithResults(
  db: Kysely<Schema>,
  { person, robotNamespace }: Reader,
  { now, isOpenToAll }: ResultsWhen,
): Promise<readonly number[]> {
  const who = person ?? null;
  const { rows } = await sql<{ readonly id: number }>`
    SELECT r.id FROM repositories r JOIN namespaces n ON n.id = r.namespace_id
    WHERE (n.plan <> 'free' OR n.results_readable_until > ${time(now)})
      AND ((r.visibility = 'public' AND r.publishes_results)
        OR n.owner_id = ${who} OR n.id = ${robotNamespace ?? null}
        OR (n.is_open AND ${isOpenToAll}::boolean)
        OR EXISTS (SELECT FROM memberships m WHERE m.namespace_id = n.id AND m.user_id = ${who}
                   AND (m.role IN ('owner', 'editor') OR r.visibility = 'public'))
        OR EXISTS (SELECT FROM repository_grants g WHERE g.repository_id = r.id
                   AND g.user_id = ${who})
        OR EXISTS (SELECT FROM repository_grants g JOIN team_members t ON t.team_id = g.team_id
                   WHERE g.repository_id = r.id AND t.user_id = ${who}))`.execute(db);
  return rows.map(({ id }) => id);
}

interface NamespaceFactsRow {
  /** 0: nobody has the name, and nothing else here is anything. */
  readonly asked_id: number;
  readonly id: number;
  readonly name: string;
  readonly kind: NamespaceKind;
  readonly plan: Plan;
  readonly results_readable_until: Date | null;
  readonly is_open: boolean;
  readonly has_public: boolean;
  readonly role: Role | null;
  readonly permission: Permission | null;
}

interface RepositoryFactsRow extends NamespaceFactsRow {
  readonly repository_id: number;
  readonly repository_name: string;
  readonly visibility: Visibility;
  readonly analysis_active: boolean;
  readonly publishes_results: boolean;
}

function namespaceStanding(row: NamespaceFactsRow): NamespaceStanding {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    planState: planStateOf(row),
    isOpen: row.is_open,
    hasPublic: row.has_public,
    standing: {
      ...(row.role !== null && { role: row.role }),
      ...(row.permission !== null && { grant: row.permission }),
    },
  };
}

const NAMESPACE_FACTS = sql`n.id, n.name, n.kind, n.plan, n.results_readable_until, n.is_open`;

/** Of the namespace with the id that `namespace` is, which there need not be. */
function roleOf(namespace: RawBuilder<unknown>, person: number | null): RawBuilder<unknown> {
  return sql`CASE WHEN n.owner_id = ${person} THEN 'owner' ELSE
    (SELECT m.role FROM memberships m
     WHERE m.namespace_id = ${namespace} AND m.user_id = ${person}) END`;
}

/** Highest first: admin, read, write is the order of letters, so it is spelled out. */
const HIGHEST = sql`ORDER BY array_position(ARRAY['admin', 'write', 'read'], g.permission) LIMIT 1`;

/**
 * One row, also for a name that nobody has: the same is looked up for it, under an id that is none, so that the
 * time does not tell a stranger which names there are.
 */
function namespaceQuery(name: string, person: PersonId): RawBuilder<NamespaceFactsRow> {
  const who = person ?? null;
  return sql<NamespaceFactsRow>`
    SELECT asked.id AS asked_id, ${NAMESPACE_FACTS},
      EXISTS (SELECT FROM repositories r WHERE r.namespace_id = asked.id
        AND r.visibility = 'public') AS has_public,
      ${roleOf(sql`asked.id`, who)} AS role,
      (SELECT g.permission FROM repository_grants g JOIN repositories r ON r.id = g.repository_id
       WHERE r.namespace_id = asked.id AND (g.user_id = ${who} OR EXISTS
         (SELECT FROM team_members t WHERE t.team_id = g.team_id AND t.user_id = ${who}))
       ${HIGHEST}) AS permission
    FROM (SELECT coalesce((SELECT id FROM namespaces WHERE name = ${name}), 0) AS id) asked
    LEFT JOIN namespaces n ON n.id = asked.id`;
}

function repositoryQuery(name: string, person: PersonId): RawBuilder<RepositoryFactsRow> {
  const who = person ?? null;
  return sql<RepositoryFactsRow>`
    SELECT asked.id AS asked_id, ${NAMESPACE_FACTS}, r.visibility = 'public' AS has_public,
      r.id AS repository_id, r.name AS repository_name, r.visibility, r.analysis_active,
      r.publishes_results,
      ${roleOf(sql`coalesce(r.namespace_id, 0)`, who)} AS role,
      (SELECT g.permission FROM repository_grants g WHERE g.repository_id = asked.id AND
         (g.user_id = ${who} OR EXISTS
           (SELECT FROM team_members t WHERE t.team_id = g.team_id AND t.user_id = ${who}))
       ${HIGHEST}) AS permission
    FROM (SELECT coalesce((SELECT id FROM repositories WHERE name = ${name}), 0) AS id) asked
    LEFT JOIN repositories r ON r.id = asked.id
    LEFT JOIN namespaces n ON n.id = coalesce(r.namespace_id, 0)`;
}
