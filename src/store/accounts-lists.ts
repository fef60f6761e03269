import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import type {
  ListedUser,
  NamespaceRecords,
  NamespacesQuery,
  NamespaceUse,
  UserRecords,
  UsersQuery,
} from '../accounts/index.ts';
import { presentNamespace } from './accounts-namespaces.ts';
import type { AccountsTables } from './accounts-tables.ts';
import { presentUser } from './accounts-users.ts';
import { containing } from './accounts-values.ts';
import { beyond, microseconds, sorted } from './keyset.ts';
import type { Schema } from './schema.ts';

/** What administrators look through. */
export function createListRecords(
  db: Kysely<Schema>,
): Pick<UserRecords, 'users'> & Pick<NamespaceRecords, 'namespaceUse'> {
  return {
    users: (query) => listUsers(db, query),
    namespaceUse: (query) => listNamespaceUse(db, query),
  };
}

const USER_KEYS: Readonly<Record<NonNullable<UsersQuery['sort']>, RawBuilder<unknown>>> = {
  name: sql`u.name`,
  createdAt: microseconds(sql`u.created_at`),
  seenAt: microseconds(sql`u.seen_at`),
};

const SHOWN: Readonly<Record<NonNullable<UsersQuery['show']>, RawBuilder<unknown>>> = {
  all: sql`true`,
  blocked: sql`u.is_blocked`,
  administrators: sql`u.is_administrator`,
};

async function listUsers(
  db: Kysely<Schema>,
  { limit, search, name, show = 'all', sort = 'name', order = 'ascending', after }: UsersQuery,
): Promise<readonly ListedUser[]> {
  const keyset = { key: USER_KEYS[sort], name: sql`u.name`, order, after };
  const like = search === undefined ? undefined : containing(search);
  const isFound =
    like === undefined ? sql`true` : sql`(u.name like ${like} or u.email like ${like})`;
  const { rows } = await sql<Selectable<AccountsTables['users']> & { key: string | number }>`
    select u.*, ${keyset.key} as key from users u
    where ${SHOWN[show]} and ${isFound} and ${named(sql`u.name`, name)} and ${beyond(keyset)}
    order by ${sorted(keyset)} limit ${limit}`.execute(db);
  return rows.map((row) => ({ ...presentUser(row), key: row.key }));
}

const REPOSITORIES = sql`(select count(*) from repositories r where r.namespace_id = n.id)`;

/** Each blob once, however many repositories have it; asked for of the rows of a page, unless it is the key. */
const BYTES = sql`(select coalesce(sum(b.size), 0)::bigint from blobs b where b.digest in (
  select h.digest from repository_blobs h join repositories r on r.id = h.repository_id
  where r.namespace_id = n.id))`;

const OWNERS = sql`array(select u.name from users u
  left join memberships m on m.user_id = u.id and m.namespace_id = n.id
  where u.id = n.owner_id or m.role = 'owner' order by u.name limit 10)`;

const NAMESPACE_KEYS: Readonly<Record<NonNullable<NamespacesQuery['sort']>, RawBuilder<unknown>>> =
  {
    name: sql`n.name`,
    createdAt: microseconds(sql`n.created_at`),
    repositories: REPOSITORIES,
    bytes: BYTES,
  };

type UseRow = Selectable<AccountsTables['namespaces']> &
  Pick<NamespaceUse, 'repositories' | 'bytes' | 'owners' | 'key'>;

async function listNamespaceUse(
  db: Kysely<Schema>,
  query: NamespacesQuery,
): Promise<readonly NamespaceUse[]> {
  const { limit, search, name, kind, plan, sort = 'name', order = 'ascending', after } = query;
  const keyset = { key: NAMESPACE_KEYS[sort], name: sql`n.name`, order, after };
  const isFound = search === undefined ? sql`true` : sql`n.name like ${containing(search)}`;
  const { rows } = await sql<UseRow>`
    select n.*, ${REPOSITORIES} as repositories, ${BYTES} as bytes, ${OWNERS} as owners,
      ${keyset.key} as key
    from namespaces n
    where ${isFound} and ${named(sql`n.name`, name)} and ${named(sql`n.kind`, kind)}
      and ${named(sql`n.plan`, plan)} and ${beyond(keyset)}
    order by ${sorted(keyset)} limit ${limit}`.execute(db);
  return rows.map((row) => {
    const { repositories, bytes, owners, key } = row;
    return { ...presentNamespace(row), repositories, bytes, owners, key };
  });
}

function named(column: RawBuilder<unknown>, value: string | undefined): RawBuilder<unknown> {
  return value === undefined ? sql`true` : sql`${column} = ${value}`;
}
