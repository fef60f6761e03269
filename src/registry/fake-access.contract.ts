import assert from 'node:assert/strict';
import { ok } from '../base/index.ts';
import type { Database } from '../store/index.ts';
import type { Access, Grant, RepositoryAction, RepositoryRef, TokenRequest } from './access.ts';

/** Who a token of the fake speaks for, and on what: `alice|acme/app:pull,push|*:pull`. */
export type FakeToken = string;

export interface FakeAccess extends Access {
  readonly asked: TokenRequest[];
  /** What requests without a token may do. */
  anonymousMay: FakeToken;
  /** Repositories that `firstPullable` lets through besides those of the grant. */
  readonly readable: Set<string>;
  repository(name: string, quota?: number): Promise<RepositoryRef>;
}

/** Accounts that allow what the token says, and make repositories on demand. */
export function fakeAccess(database: Database): FakeAccess {
  const named = async (name: string): Promise<RepositoryRef | undefined> => {
    const row = await database.kysely
      .selectFrom('repositories')
      .select(['id', 'name', 'namespace_id', 'visibility'])
      .where('name', '=', name)
      .executeTakeFirst();
    return row && { ...row, namespaceId: row.namespace_id };
  };
  const access: FakeAccess = {
    asked: [],
    anonymousMay: 'anonymous',
    readable: new Set(),
    async token(request) {
      access.asked.push(request);
      const scope = request.scopes
        .map(({ type, name, actions }) => `${type}:${name}:${actions.join(',')}`)
        .join(' ');
      const name = request.credentials?.kind === 'basic' ? request.credentials.name : 'anonymous';
      const may = request.scopes.map((wanted) => `${wanted.name}:${wanted.actions.join(',')}`);
      return ok({
        token: Buffer.from([name, ...may].join('|')).toString('base64url'),
        expiresInSeconds: 300,
        issuedAt: new Date(0),
        scope,
        refreshToken: request.offline ? 'refresh-me' : undefined,
      });
    },
    verify: async (token) => grantOf(Buffer.from(token, 'base64url').toString()),
    anonymous: async () => grantOf(access.anonymousMay) ?? assert.fail('no grant'),
    repositoryNamed: named,
    repositoryForPush: async (name) => ok(await access.repository(name)),
    async firstPullable(grant, repositories) {
      return repositories.find(
        ({ name }) => access.readable.has(name) || grant.allows(name, 'pull'),
      );
    },
    async visibleNames(grant, after, limit) {
      const rows = await database.kysely
        .selectFrom('repositories')
        .select('name')
        .where('name', '>', after)
        .orderBy('name')
        .execute();
      return rows
        .map(({ name }) => name)
        .filter((name) => grant.allows(name, 'pull'))
        .slice(0, limit);
    },
    async repository(name, quota) {
      await makeRepository(database, name, quota);
      return (await named(name)) ?? assert.fail(`no repository ${name}`);
    },
  };
  return access;
}

async function makeRepository(database: Database, name: string, quota?: number): Promise<void> {
  const namespace = name.split('/', 1)[0];
  await database.pool.query(
    `insert into namespaces (name, kind, plan, quota_bytes, created_at)
     values ($1, 'organization', 'free', $2, now())
     on conflict (name) do update set quota_bytes = coalesce($2, namespaces.quota_bytes)`,
    [namespace, quota],
  );
  await database.pool.query(
    `insert into repositories (namespace_id, name, visibility, created_at)
     select id, $2, 'private', now() from namespaces where name = $1 on conflict do nothing`,
    [namespace, name],
  );
}

function grantOf(text: string): Grant | undefined {
  const [name = '', ...scopes] = text.split('|');
  if (!/^\w+$/.test(name)) return undefined;
  const allowed = scopes.map((scope) => {
    const colon = scope.lastIndexOf(':');
    return { of: scope.slice(0, colon), actions: scope.slice(colon + 1).split(',') };
  });
  return {
    actor:
      name === 'anonymous'
        ? { kind: 'anonymous' }
        : { kind: 'user', userId: 1, name, isAdministrator: false },
    mayList: true,
    allows: (repository: string, action: RepositoryAction) =>
      allowed.some(
        ({ of, actions }) => (of === '*' || of === repository) && actions.includes(action),
      ),
  };
}
