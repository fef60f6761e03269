import type { Actor } from './actor.ts';
import type { TokenHolder } from './ports.ts';
import { tokenHash, tokenPrefix } from './secret-token.ts';
import { userActor } from './sessions.ts';
import type { AccountsWorld } from './world.ts';

/** Use is written down no oftener: it is for people to see which tokens are forgotten. */
const USED_EVERY = 60_000;

/** Who a token is of, and the token itself; undefined when it is over, revoked or no token of ours. */
export async function holderOf(
  world: AccountsWorld,
  token: string,
  kinds: readonly ('ddp' | 'ddr' | 'ddo')[],
): Promise<{ readonly actor: Actor; readonly holder: TokenHolder } | undefined> {
  const prefix = tokenPrefix(token);
  if (!kinds.some((kind) => kind === prefix)) return undefined;
  const holder = await world.store.tokenByHash(tokenHash(token));
  const actor = holder && actorOf(holder, world.clock.now());
  if (!holder || !actor) return undefined;
  await noteUse(world, holder);
  return { actor, holder };
}

async function noteUse(world: AccountsWorld, { token, parent }: TokenHolder): Promise<void> {
  const now = world.clock.now();
  for (const used of parent ? [token, parent] : [token]) {
    if (now - (used.lastUsedAt ?? 0) >= USED_EVERY) await world.store.touchToken(used.id, now);
  }
}

/** A refresh token is worth what the token was that it was had for. */
function actorOf({ token, user, namespace, parent }: TokenHolder, now: number): Actor | undefined {
  const source = parent ?? token;
  if (isOver(token.expiresAt, now) || isOver(source.expiresAt, now)) return undefined;
  if (namespace) {
    return {
      kind: 'robot',
      tokenId: source.id,
      namespaceId: namespace.id,
      name: robotName(namespace.name, source.name),
      scopes: source.scopes,
    };
  }
  if (!user || user.isBlocked) return undefined;
  return {
    ...userActor(user),
    scopes: source.scopes,
    ...(source.expiresAt !== undefined && { scopesEndAt: source.expiresAt }),
  };
}

function isOver(expiresAt: number | undefined, now: number): boolean {
  return expiresAt !== undefined && now >= expiresAt;
}

/** What a robot signs in as: no person's name has a plus. */
export function robotName(organization: string, token: string): string {
  return `${organization}+${token}`;
}
