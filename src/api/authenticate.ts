import type { Accounts, Actor, SessionRow } from '../accounts/index.ts';
import { ANONYMOUS } from '../accounts/index.ts';
import { isCrossSite, isWrite, requireCsrfToken } from './csrf.ts';
import { ProblemError } from './problem.ts';

/** With TLS the browser itself holds the cookie to this host: RFC 6265bis, section 4.1.3.2. */
export function cookieName(isSecure: boolean, name: string): string {
  return isSecure ? `__Host-${name}` : name;
}

export const SESSION_COOKIE = 'drydock_session';

export interface Credentials {
  readonly method: string;
  readonly authorization: string | undefined;
  readonly sessionCookie: string | undefined;
  readonly csrfToken: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  readonly host: string | undefined;
  readonly publicOrigin: string;
}

export interface Authenticated {
  readonly actor: Actor;
  readonly session?: { readonly row: SessionRow; readonly secret: string };
}

/** A token is shorter by far; what is longer is not looked up. */
const MOST_CREDENTIAL = 512;

/**
 * Who asks. A token that is none is refused, a session that is over is nobody. What writes must
 * not come from another site, and with a session's cookie it needs the session's token.
 */
export async function authenticate(
  credentials: Credentials,
  access: Accounts['access'],
): Promise<Authenticated> {
  const { authorization, sessionCookie, method } = credentials;
  if (authorization !== undefined) return { actor: await byToken(authorization, access) };
  if (isWrite(method) && isCrossSite(credentials)) {
    throw new ProblemError('csrf.refused', 'the browser says that another site made the request');
  }
  if (sessionCookie === undefined || sessionCookie.length > MOST_CREDENTIAL) {
    return { actor: ANONYMOUS };
  }
  const found = await access.bySession(sessionCookie);
  if (!found) return { actor: ANONYMOUS };
  if (isWrite(method)) requireCsrfToken(sessionCookie, credentials.csrfToken);
  return { actor: found.actor, session: { row: found.session, secret: sessionCookie } };
}

async function byToken(authorization: string, access: Accounts['access']): Promise<Actor> {
  const [, token] = /^bearer +(\S+) *$/i.exec(authorization.slice(0, MOST_CREDENTIAL)) ?? [];
  const actor = token === undefined ? undefined : await access.byToken(token);
  if (actor) return actor;
  throw new ProblemError(
    'sign-in.required',
    token === undefined
      ? 'Authorization must be Bearer with an access token'
      : 'the access token is unknown, revoked or over',
  );
}
