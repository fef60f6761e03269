import { randomUUID } from 'node:crypto';
import type { Result } from '../base/index.ts';
import { err, ok } from '../base/index.ts';
import { namespaceOf, requireAllowed } from './access.ts';
import type { Context } from './actor.ts';
import { SCOPES } from './actor.ts';
import { perform } from './deeds.ts';
import type { AccountsFailure } from './failures.ts';
import { refuse } from './failures.ts';
import type { MadeToken, NewTokenRequest, Tokens } from './interface.ts';
import { checkLabel } from './names.ts';
import { organizationOf } from './organizations.ts';
import type { AccountRecords, NewToken, TokenHolder } from './ports.ts';
import { makeToken, tokenHash } from './secret-token.ts';
import type { AccountsWorld } from './world.ts';

/** Of one person, or one organization. */
const MOST_TOKENS = 500;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function createTokens(world: AccountsWorld): Tokens {
  return { ...createPersonal(world), ...createRobots(world) };
}

function createPersonal(world: AccountsWorld): Pick<Tokens, 'mine' | 'make' | 'revoke'> {
  const target = { kind: 'account' } as const;
  return {
    mine: async (actor) => {
      const allowed = await requireAllowed(world, actor, 'account.tokens.read', target);
      if (!allowed.ok) return allowed;
      return ok(actor.kind === 'user' ? await world.store.personalTokens(actor.userId) : []);
    },
    make: (context, request) => {
      const write = {
        action: 'account.tokens.write',
        target,
        deed: 'token.create',
        details: detailsOf(request),
      } as const;
      return perform(world, context, write, async (records) => {
        const { actor } = context;
        if (actor.kind !== 'user') return refuse('forbidden', 'a token needs a person');
        const { userId } = actor;
        const count = (await records.personalTokens(userId)).length;
        return addToken(world, context, records, request, { kind: 'personal', userId, count });
      });
    },
    revoke: (context, id) => {
      const write = {
        action: 'account.tokens.write',
        target,
        deed: 'token.revoke',
        object: id.slice(0, 64),
      } as const;
      return perform(world, context, write, (records) =>
        removeToken(
          records,
          id,
          ({ token, user }) =>
            token.kind === 'personal' &&
            context.actor.kind === 'user' &&
            user?.id === context.actor.userId,
        ),
      );
    },
  };
}

type Robots = 'ofOrganization' | 'makeForOrganization' | 'revokeOfOrganization';

function createRobots(world: AccountsWorld): Pick<Tokens, Robots> {
  return {
    ofOrganization: async (actor, organization) => {
      const target = { kind: 'namespace', name: organization } as const;
      const allowed = await requireAllowed(world, actor, 'organization.tokens.read', target);
      if (!allowed.ok) return allowed;
      return ok(await world.store.robotTokens(namespaceOf(allowed.value).id));
    },
    makeForOrganization: (context, organization, request) => {
      const write = {
        action: 'organization.tokens.write',
        target: { kind: 'namespace', name: organization },
        deed: 'robot-token.create',
        details: detailsOf(request),
      } as const;
      return perform(world, context, write, async (records, subject) => {
        const found = organizationOf(subject);
        if (!found.ok) return found;
        const namespaceId = found.value.id;
        const count = (await records.robotTokens(namespaceId)).length;
        return addToken(world, context, records, request, { kind: 'robot', namespaceId, count });
      });
    },
    revokeOfOrganization: (context, organization, id) => {
      const write = {
        action: 'organization.tokens.write',
        target: { kind: 'namespace', name: organization },
        deed: 'robot-token.revoke',
        details: { token: id.slice(0, 64) },
      } as const;
      return perform(world, context, write, (records, subject) =>
        removeToken(
          records,
          id,
          ({ token, namespace }) =>
            token.kind === 'robot' && namespace?.id === namespaceOf(subject).id,
        ),
      );
    },
  };
}

function detailsOf({ name, scopes }: NewTokenRequest): { name: string; scopes: string } {
  return { name: name.slice(0, 64), scopes: scopes.join(' ').slice(0, 64) };
}

type Owner =
  | { readonly kind: 'personal'; readonly userId: number; readonly count: number }
  | { readonly kind: 'robot'; readonly namespaceId: number; readonly count: number };

async function addToken(
  world: AccountsWorld,
  context: Context,
  records: AccountRecords,
  request: NewTokenRequest,
  owner: Owner,
): Promise<Result<MadeToken, AccountsFailure>> {
  const at = world.clock.now();
  const checked = checkRequest(request, context, at);
  if (!checked.ok) return err(checked.error);
  if (owner.count >= MOST_TOKENS) {
    return refuse('too-many', `there are ${MOST_TOKENS} tokens: revoke those that are not used`);
  }
  const secret = makeToken(owner.kind === 'robot' ? 'ddr' : 'ddp', world.randomBytes);
  const { expiresAt } = checked.value;
  const token: NewToken = {
    id: randomUUID(),
    kind: owner.kind,
    hash: tokenHash(secret),
    name: request.name,
    scopes: checked.value.scopes,
    ending: secret.slice(-4),
    at,
    ...(expiresAt !== undefined && { expiresAt }),
    ...(owner.kind === 'robot' ? { namespaceId: owner.namespaceId } : { userId: owner.userId }),
  };
  if ((await records.addToken(token)) === 'taken') {
    return refuse('name-taken', `there is a token '${request.name}' already`);
  }
  const { id, kind, name, scopes, ending } = token;
  const row = { id, kind, name, scopes, ending, createdAt: at, expiresAt, lastUsedAt: undefined };
  return ok({ row, secret });
}

function checkRequest(
  { name, scopes, expiresAt }: NewTokenRequest,
  { actor }: Context,
  now: number,
): Result<Pick<NewTokenRequest, 'scopes' | 'expiresAt'>, AccountsFailure> {
  const checked = checkLabel(name);
  if (!checked.ok) return checked;
  const wanted = SCOPES.filter((scope) => scopes.includes(scope));
  if (wanted.length === 0 || wanted.length < new Set(scopes).size) {
    return refuse('invalid', `a token has one or more of the scopes ${SCOPES.join(', ')}`);
  }
  if (expiresAt !== undefined && !(Number.isSafeInteger(expiresAt) && expiresAt > now)) {
    return refuse('invalid', 'a token expires in the future');
  }
  // Made with a token, it ends with that one: a stolen token makes no longer-lived ones.
  const end = actor.kind === 'user' ? actor.scopesEndAt : undefined;
  const ends = [expiresAt, end].filter((one) => one !== undefined);
  return ok({ scopes: wanted, ...(ends.length > 0 && { expiresAt: Math.min(...ends) }) });
}

async function removeToken(
  records: AccountRecords,
  id: string,
  isOwn: (holder: TokenHolder) => boolean,
): Promise<Result<undefined, AccountsFailure>> {
  const holder = UUID.test(id) ? await records.tokenById(id) : undefined;
  if (!holder || !isOwn(holder)) return refuse('not-found', `there is no token ${id.slice(0, 64)}`);
  await records.removeToken(id);
  return ok(undefined);
}
