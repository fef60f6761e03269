/** What a token is for. A token can do no more than its scopes, however much its person may do. */
export type Scope = 'pull' | 'push' | 'read-results' | 'admin';

export const SCOPES: readonly Scope[] = ['pull', 'push', 'read-results', 'admin'];

export interface UserActor {
  readonly kind: 'user';
  readonly userId: number;
  readonly name: string;
  readonly isAdministrator: boolean;
  /** Of the token that was shown; absent of a session, which may do all that the person may. */
  readonly scopes?: readonly Scope[];
  /** The token's own end: what is made with it does not outlive it. Milliseconds. */
  readonly scopesEndAt?: number;
}

/** A token of an organization: an editor of it, cut to the token's scopes. */
export interface RobotActor {
  readonly kind: 'robot';
  readonly tokenId: string;
  readonly namespaceId: number;
  /** `organization+token`. */
  readonly name: string;
  readonly scopes: readonly Scope[];
}

/** Who asks. */
export type Actor = { readonly kind: 'anonymous' } | UserActor | RobotActor;

export const ANONYMOUS: Actor = { kind: 'anonymous' };

/** Pushing needs pulling (clients look before they send); administration includes the rest. */
const INCLUDES: Readonly<Record<Scope, readonly Scope[]>> = {
  pull: ['pull'],
  push: ['push', 'pull'],
  'read-results': ['read-results'],
  admin: SCOPES,
};

/** Whether one of `held` is the scope `wanted`, or includes it. */
export function holdsScope(held: readonly Scope[], wanted: Scope): boolean {
  return held.some((scope) => INCLUDES[scope].includes(wanted));
}

/** Who acts, for which request: what the audit log needs besides the deed. */
export interface Context {
  readonly actor: Actor;
  readonly requestId: string;
  /** Of the client, as the trusted proxies tell it. */
  readonly address: string;
}
