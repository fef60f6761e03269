import type { Access, Grant, RepositoryAction } from './access.ts';
import type { Exchange } from './exchange.ts';
import type { RegistryPorts, RegistrySettings } from './ports.ts';
import { Refusal } from './refusal.ts';

/** What an endpoint asks of a token. */
export type Need =
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'list' }
  | { readonly kind: 'repository'; readonly name: string; readonly action: RepositoryAction };

type Authority = Pick<RegistryPorts, 'access' | 'originOf'>;

/**
 * The grant of a request, looked at before anything else of it: no body, empty or huge, is read first.
 * What a token does not allow and what is not there at all get the same answer.
 */
export async function authorize(
  exchange: Exchange,
  need: Need,
  { access, originOf }: Authority,
  { service }: Pick<RegistrySettings, 'service'>,
): Promise<Grant> {
  const token = bearerOf(exchange.request.headers.authorization);
  const grant = await grantOf(token, need, access);
  if (grant && isEnough(grant, need, token !== undefined)) return grant;
  throw challenge(exchange, scopesOf(need), grant ? 'insufficient_scope' : 'invalid_token', {
    originOf,
    service,
  });
}

/** Tells the client where to get a token that allows more. */
export function challenge(
  { request }: Exchange,
  scopes: readonly string[],
  error: 'insufficient_scope' | 'invalid_token',
  { originOf, service }: Pick<RegistryPorts, 'originOf'> & Pick<RegistrySettings, 'service'>,
): Refusal {
  const parts = [
    `realm="${originOf(request)}/token"`,
    `service="${service}"`,
    ...(scopes.length === 0 ? [] : [`scope="${scopes.join(' ')}"`]),
    ...(bearerOf(request.headers.authorization) === undefined ? [] : [`error="${error}"`]),
  ];
  return new Refusal('UNAUTHORIZED', 'sign in with an account that may do this', {
    headers: { 'WWW-Authenticate': `Bearer ${parts.join(',')}` },
  });
}

function bearerOf(header: string | undefined): string | undefined {
  const match = /^bearer +([\w.~+/=-]{1,16384})$/i.exec(header ?? '');
  return match?.[1];
}

async function grantOf(
  token: string | undefined,
  need: Need,
  access: Access,
): Promise<Grant | undefined> {
  if (token !== undefined) return await access.verify(token);
  return await access.anonymous(need.kind === 'repository' ? need.name : undefined);
}

/** The ping always wants a token, so that clients learn where to get one. */
function isEnough(grant: Grant, need: Need, hasToken: boolean): boolean {
  if (need.kind === 'sign-in') return hasToken;
  if (need.kind === 'list') return grant.mayList;
  return grant.allows(need.name, need.action);
}

function scopesOf(need: Need): readonly string[] {
  if (need.kind === 'sign-in') return [];
  if (need.kind === 'list') return ['registry:catalog:*'];
  return [scopeOf(need.name, need.action)];
}

/** As clients ask for it: who pushes looks first. */
export function scopeOf(name: string, action: RepositoryAction): string {
  return `repository:${name}:${action === 'push' ? 'pull,push' : action}`;
}
