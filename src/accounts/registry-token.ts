import { randomUUID } from 'node:crypto';
import { isRecord, recordOf, stringOf, stringsOf } from '../base/index.ts';
import type { JWTPayload } from 'jose';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { Actor, Scope } from './actor.ts';
import { ANONYMOUS, SCOPES } from './actor.ts';
import { actorName } from './deeds.ts';
import type { Grant, RegistryAction } from './registry-access.ts';
import type { AccessEntry } from './registry-scopes.ts';
import type { SigningKeys } from './signing-keys.ts';
import type { AccountsWorld } from './world.ts';

/** Rights that were taken away end with the token: clients ask for a new one without a word. */
export const TOKEN_SECONDS = 300;
/** Another process's clock may be behind. */
const SKEW_SECONDS = 10;
const TYPE = 'drydock-registry+jwt';
/** 32 scopes of 200 characters are less than half of it. */
const TOKEN_LENGTH = 16 * 1024;

export interface SignedToken {
  readonly token: string;
  readonly issuedAt: number;
}

export async function signToken(
  world: AccountsWorld,
  keys: SigningKeys,
  actor: Actor,
  access: readonly AccessEntry[],
): Promise<SignedToken> {
  const { kid, key } = await keys.signer();
  const seconds = Math.floor(world.clock.now() / 1000);
  const token = await new SignJWT({ access, drydock: actorClaim(actor) })
    .setProtectedHeader({ alg: 'ES256', typ: TYPE, kid })
    .setIssuer(world.options.publicUrl)
    .setAudience(world.options.service)
    .setSubject(actorName(actor))
    .setIssuedAt(seconds)
    .setNotBefore(seconds - SKEW_SECONDS)
    .setExpirationTime(seconds + TOKEN_SECONDS)
    .setJti(randomUUID())
    .sign(key);
  return { token, issuedAt: seconds * 1000 };
}

export interface VerifiedToken {
  readonly grant: Grant;
  /** Milliseconds. */
  readonly expiresAt: number;
}

/** Undefined of whatever we did not sign for this registry and this time. */
export async function verifyToken(
  world: AccountsWorld,
  keys: SigningKeys,
  token: string,
): Promise<VerifiedToken | undefined> {
  if (token.length > TOKEN_LENGTH) return undefined;
  const payload = await verifiedPayload(world, keys, token);
  const actor = payload && actorOfClaim(recordOf(payload['drydock']), payload.sub ?? '');
  if (!payload || !actor || payload.exp === undefined) return undefined;
  return { grant: grantOf(actor, payload['access']), expiresAt: payload.exp * 1000 };
}

async function verifiedPayload(
  world: AccountsWorld,
  keys: SigningKeys,
  token: string,
): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await jwtVerify(
      token,
      async (header) => {
        // A token that brings its own key is forged, whatever its signature says (CVE-2025-24976).
        if ('jwk' in header || 'jku' in header || 'x5c' in header || 'x5u' in header) throw REFUSED;
        const key = await keys.verifier(header.kid ?? '');
        if (!key) throw REFUSED;
        return key;
      },
      {
        algorithms: ['ES256'],
        typ: TYPE,
        issuer: world.options.publicUrl,
        audience: world.options.service,
        requiredClaims: ['exp', 'nbf', 'iat', 'sub', 'access', 'drydock'],
        currentDate: new Date(world.clock.now()),
      },
    );
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

const REFUSED: errors.JWSInvalid = new errors.JWSInvalid('not signed by us');

/** Who the token is of: enough to name it in history, and to ask again for its rights. */
function actorClaim(actor: Actor): Record<string, unknown> {
  switch (actor.kind) {
    case 'anonymous':
      return { kind: actor.kind };
    case 'user':
      return { kind: actor.kind, id: actor.userId, scopes: actor.scopes ?? SCOPES };
    case 'robot':
      return {
        kind: actor.kind,
        token: actor.tokenId,
        namespace: actor.namespaceId,
        scopes: actor.scopes,
      };
  }
}

function actorOfClaim(claim: Readonly<Record<string, unknown>>, name: string): Actor | undefined {
  const { kind, id, token, namespace } = claim;
  const scopes = SCOPES.filter((scope: Scope) => stringsOf(claim['scopes']).includes(scope));
  if (kind === 'anonymous') return ANONYMOUS;
  // Administration is nothing for the registry: it goes by what repositories allow.
  if (kind === 'user' && typeof id === 'number') {
    return { kind, userId: id, name, isAdministrator: false, scopes };
  }
  if (kind === 'robot' && typeof token === 'string' && typeof namespace === 'number') {
    return { kind, tokenId: token, namespaceId: namespace, name, scopes };
  }
  return undefined;
}

function grantOf(actor: Actor, access: unknown): Grant {
  const repositories = new Map<string, ReadonlySet<string>>();
  let mayList = false;
  for (const entry of Array.isArray(access) ? access.filter(isRecord) : []) {
    const name = stringOf(entry['name']) ?? '';
    if (entry['type'] === 'repository')
      repositories.set(name, new Set(stringsOf(entry['actions'])));
    if (entry['type'] === 'registry' && name === 'catalog') mayList = true;
  }
  return {
    actor,
    mayList,
    allows: (name: string, action: RegistryAction) => repositories.get(name)?.has(action) ?? false,
  };
}
