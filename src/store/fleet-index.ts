import { type Kysely, type Transaction, sql } from 'kysely';
import type {
  KeptFinding,
  KeptPackage,
  MatchesKey,
  MatchesKeyOf,
  LateRecords,
} from '../analyses/index.ts';
import type { Digest } from '../model/index.ts';
import { severityRank } from '../model/index.ts';
import { inTransaction } from './registry-transaction.ts';
import type { Schema } from './schema.ts';

/** Writes down what is in an item set, in the transaction that adds it. */
export async function keepPackages(
  transaction: Transaction<Schema>,
  itemSetId: number,
  packages: readonly KeptPackage[],
): Promise<void> {
  await nameVersions(transaction, packages);
  const paths = [...new Set(packages.map(({ path }) => path))];
  const places = new Map(paths.map((path, place) => [path, place + 1]));
  await sql`
    insert into item_set_packages (item_set_id, versions, layers, path_places, paths)
    select ${itemSetId}, coalesce(array_agg(w.id order by x.at), '{}'),
      coalesce(array_agg(x.l order by x.at), '{}'), coalesce(array_agg(x.p order by x.at), '{}'),
      ${paths}::text[]
    from unnest(${columnOf(packages, 'type')}::text[], ${columnOf(packages, 'name')}::text[],
      ${columnOf(packages, 'version')}::text[], ${columnOf(packages, 'layer')}::smallint[],
      ${packages.map(({ path }) => places.get(path) ?? 0)}::integer[])
      with ordinality as x (t, n, v, l, p, at)
    join fleet_packages k on k.name = x.n and k.type = x.t
    join fleet_versions w on w.package_id = k.id and w.version = x.v
    on conflict do nothing`.execute(transaction);
}

/** Writes down what counts of a set of matches, in the transaction that adds it. */
export async function keepFindings(
  transaction: Transaction<Schema>,
  matchSetId: number,
  findings: readonly KeptFinding[],
): Promise<void> {
  if (findings.length === 0) return;
  await nameVersions(transaction, findings);
  const vulnerabilities = columnOf(findings, 'vulnerability');
  await sql`
    insert into fleet_vulnerabilities (name)
    select distinct x.n from unnest(${vulnerabilities}::text[]) as x (n)
    where not exists (select from fleet_vulnerabilities f where f.name = x.n)
    order by x.n on conflict do nothing`.execute(transaction);
  await sql`
    insert into match_findings
      (match_set_id, vulnerability_id, version_id, layer, severity, fixed_in)
    select distinct on (f.id, w.id, x.l) ${matchSetId}, f.id, w.id, x.l, x.s, x.fix
    from unnest(${vulnerabilities}::text[], ${columnOf(findings, 'type')}::text[],
      ${columnOf(findings, 'name')}::text[], ${columnOf(findings, 'version')}::text[],
      ${columnOf(findings, 'layer')}::smallint[],
      ${findings.map(({ severity }) => severityRank(severity))}::smallint[],
      ${findings.map(({ fixedIn }) => fixedIn ?? null)}::text[]) as x (u, t, n, v, l, s, fix)
    join fleet_vulnerabilities f on f.name = x.u
    join fleet_packages k on k.name = x.n and k.type = x.t
    join fleet_versions w on w.package_id = k.id and w.version = x.v
    order by f.id, w.id, x.l, x.s
    on conflict do nothing`.execute(transaction);
}

type Named = Pick<KeptPackage, 'type' | 'name' | 'version'>;

/** Numbers for packages and versions that have none; in one order, so that no two wait for each other. */
async function nameVersions(
  transaction: Transaction<Schema>,
  packages: readonly Named[],
): Promise<void> {
  const [types, names, versions] = [
    columnOf(packages, 'type'),
    columnOf(packages, 'name'),
    columnOf(packages, 'version'),
  ];
  await sql`
    insert into fleet_packages (type, name)
    select distinct x.t, x.n from unnest(${types}::text[], ${names}::text[]) as x (t, n)
    where not exists (select from fleet_packages k where k.name = x.n and k.type = x.t)
    order by x.n, x.t on conflict do nothing`.execute(transaction);
  await sql`
    insert into fleet_versions (package_id, version)
    select distinct k.id, x.v
    from unnest(${types}::text[], ${names}::text[], ${versions}::text[]) as x (t, n, v)
    join fleet_packages k on k.name = x.n and k.type = x.t
    where not exists (select from fleet_versions w where w.package_id = k.id and w.version = x.v)
    order by k.id, x.v on conflict do nothing`.execute(transaction);
}

function columnOf<Row, Key extends keyof Row>(rows: readonly Row[], key: Key): Row[Key][] {
  return rows.map((row) => row[key]);
}

/** What was kept before there was an index of it. */
export function lateIndex(kysely: Kysely<Schema>): LateRecords {
  return {
    unindexed: () => unindexed(kysely),
    index: (key, packages, findings) =>
      inTransaction(kysely, async (transaction) => {
        const { itemSetId, matchSetId } = await numbersOf(transaction, key);
        if (itemSetId !== undefined) await keepPackages(transaction, itemSetId, packages);
        if (matchSetId !== undefined) await keepFindings(transaction, matchSetId, findings);
        await sql`update summaries set is_indexed = true where id = ${matchSetId ?? null}`.execute(
          transaction,
        );
      }),
  };
}

interface UnindexedRow {
  readonly digest: Digest;
  readonly analyzer_revision: string;
  readonly match_revision: string;
  readonly item_set: string;
  readonly snapshot_digest: Digest;
}

async function unindexed(kysely: Kysely<Schema>): Promise<MatchesKeyOf | undefined> {
  const { rows } = await sql<UnindexedRow>`
    select a.digest, a.analyzer_revision, a.match_revision, a.item_set, a.snapshot_digest
    from summaries s
    join analyses a on a.item_set = s.item_set and a.snapshot_digest = s.snapshot_digest
      and a.match_revision = s.revision
    where not s.is_indexed limit 1`.execute(kysely);
  const [row] = rows;
  return (
    row && {
      digest: row.digest,
      analyzerRevision: row.analyzer_revision,
      matches: {
        itemSet: row.item_set,
        snapshot: row.snapshot_digest,
        revision: row.match_revision,
      },
    }
  );
}

async function numbersOf(
  transaction: Transaction<Schema>,
  { itemSet, snapshot, revision }: MatchesKey,
): Promise<{ readonly itemSetId: number | undefined; readonly matchSetId: number | undefined }> {
  const items = await transaction
    .selectFrom('item_sets')
    .select('id')
    .where('digest', '=', itemSet)
    .executeTakeFirst();
  const matches = await transaction
    .selectFrom('summaries')
    .select('id')
    .where('item_set', '=', itemSet)
    .where('snapshot_digest', '=', snapshot)
    .where('revision', '=', revision)
    .executeTakeFirst();
  return { itemSetId: items?.id, matchSetId: matches?.id };
}
