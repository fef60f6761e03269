import { randomUUID } from 'node:crypto';
import type { Actor, UserActor } from './actor.ts';
import type { Origin, SignedIn } from './interface.ts';
import type { SessionRecords, SessionRow, UserRow } from './ports.ts';
import { makeToken, tokenHash, tokenPrefix } from './secret-token.ts';
import type { AccountsWorld } from './world.ts';

const HOUR = 60 * 60 * 1000;
/** A session that nobody uses ends. */
export const SESSION_IDLE: number = 72 * HOUR;
/** Every session ends, so that a stolen one does too. */
export const SESSION_LIFE: number = 30 * 24 * HOUR;
/** Being seen is written down no oftener. */
const SEEN_EVERY = 60_000;
/** A user agent is shown in lists only. */
const USER_AGENT_LENGTH = 200;

/** A new session, with a token of its own: none is carried over a sign-in. */
export async function beginSession(
  world: AccountsWorld,
  records: SessionRecords,
  user: UserRow,
  origin: Origin,
): Promise<SignedIn> {
  const now = world.clock.now();
  const sessionToken = makeToken('dds', world.randomBytes);
  const session: SessionRow = {
    id: randomUUID(),
    userId: user.id,
    createdAt: now,
    seenAt: now,
    expiresAt: now + SESSION_LIFE,
    address: origin.address,
    userAgent: origin.userAgent.slice(0, USER_AGENT_LENGTH),
  };
  await records.addSession({ ...session, hash: tokenHash(sessionToken) });
  return { actor: userActor(user), sessionToken, session };
}

/** Who a session's token is of; undefined when it is over, or its person blocked. */
export async function actorBySession(
  world: AccountsWorld,
  token: string,
): Promise<{ readonly actor: Actor; readonly session: SessionRow } | undefined> {
  if (tokenPrefix(token) !== 'dds') return undefined;
  const found = await world.store.sessionByHash(tokenHash(token));
  if (!found || found.user.isBlocked) return undefined;
  const { session, user } = found;
  const now = world.clock.now();
  if (now >= session.expiresAt || now - session.seenAt >= SESSION_IDLE) return undefined;
  if (now - session.seenAt >= SEEN_EVERY) await world.store.touchSession(session.id, now);
  return { actor: userActor(user), session };
}

export function userActor({ id, name, isAdministrator }: UserRow): UserActor {
  return { kind: 'user', userId: id, name, isAdministrator };
}
