import { randomUUID } from 'node:crypto';
import type { Result } from '../base/index.ts';
import { err, ok } from '../base/index.ts';
import { holderOf } from './access-token.ts';
import type { Actor } from './actor.ts';
import { ANONYMOUS, SCOPES } from './actor.ts';
import { checkCredentials } from './credentials.ts';
import type { AccountsFailure } from './failures.ts';
import { refuse } from './failures.ts';
import type { RegistryCredentials, RegistryTokenRequest } from './registry-access.ts';
import { makeToken, tokenHash, tokenPrefix } from './secret-token.ts';
import { userActor } from './sessions.ts';
import { countWrongToken, tooMany } from './tries.ts';
import type { AccountsWorld } from './world.ts';

/** Who signs in to the registry, and with which token if with one. */
export interface RegistryVisitor {
  readonly actor: Actor;
  readonly tokenId?: string;
  /** What was shown is a refresh token: it goes on being good. */
  readonly refreshToken?: string;
}

export async function registryVisitor(
  world: AccountsWorld,
  request: Pick<RegistryTokenRequest, 'credentials' | 'address'>,
): Promise<Result<RegistryVisitor, AccountsFailure>> {
  const { credentials, address } = request;
  if (!credentials) return ok({ actor: ANONYMOUS });
  if (credentials.kind === 'refresh') {
    const found = await holderOf(world, credentials.token, ['ddo']);
    if (!found) return wrongToken(world, address);
    return ok({ actor: found.actor, refreshToken: credentials.token });
  }
  return tokenPrefix(credentials.password) === undefined
    ? byPassword(world, credentials, address)
    : byToken(world, credentials, address);
}

type Basic = Extract<RegistryCredentials, { kind: 'basic' }>;

async function byToken(
  world: AccountsWorld,
  { name, password }: Basic,
  address: string,
): Promise<Result<RegistryVisitor, AccountsFailure>> {
  const found = await holderOf(world, password, ['ddp', 'ddr']);
  if (!found) return wrongToken(world, address);
  const { actor, holder } = found;
  if (actor.kind === 'anonymous') return wrongToken(world, address);
  if (actor.name !== name.toLowerCase()) {
    // Whoever holds the token may know whose it is.
    return refuse('wrong-credentials', `this token signs in as '${actor.name}'`);
  }
  return ok({ actor, tokenId: holder.token.id });
}

async function wrongToken(
  world: AccountsWorld,
  address: string,
): Promise<Result<never, AccountsFailure>> {
  const wait = await countWrongToken(world, address);
  return wait > 0
    ? tooMany(wait)
    : refuse('wrong-credentials', 'the token is wrong, over or revoked');
}

async function byPassword(
  world: AccountsWorld,
  { name, password }: Basic,
  address: string,
): Promise<Result<RegistryVisitor, AccountsFailure>> {
  const user = await checkCredentials(world, { name, password }, address);
  if (user.ok) return ok({ actor: userActor(user.value) });
  if (user.error.code !== 'needs-code') return err(user.error);
  return refuse(
    'needs-token',
    'this account has a second step: use a personal access token as the password',
  );
}

/** How long a client of the registry stays signed in that asked for it. */
const REFRESH_MILLISECONDS = 90 * 24 * 60 * 60 * 1000;
const CLIENT_LENGTH = 60;

/** A token for later tokens; it ends with the password or the token that it was had for. */
export async function makeRefreshToken(
  world: AccountsWorld,
  { actor, tokenId }: RegistryVisitor,
  clientId: string | undefined,
): Promise<string | undefined> {
  if (actor.kind === 'anonymous') return undefined;
  const secret = makeToken('ddo', world.randomBytes);
  const at = world.clock.now();
  await world.store.addToken({
    id: randomUUID(),
    kind: 'refresh',
    hash: tokenHash(secret),
    name: (clientId ?? 'client').slice(0, CLIENT_LENGTH),
    scopes: SCOPES,
    ending: secret.slice(-4),
    at,
    expiresAt: at + REFRESH_MILLISECONDS,
    ...(actor.kind === 'user' ? { userId: actor.userId } : { namespaceId: actor.namespaceId }),
    ...(tokenId !== undefined && { parentId: tokenId }),
  });
  return secret;
}
