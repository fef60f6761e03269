import { err, FailureError, isRecord, ok, stringOf, stringsOf } from '../base/index.ts';
import type { Result } from '../base/index.ts';
import * as oidc from 'openid-client';
import type { AccountsFailure } from './failures.ts';
import { refuse } from './failures.ts';
import type { ProviderTrial, SignedIn, SignIn } from './interface.ts';
import type { Identity } from './identity-person.ts';
import { personOfIdentity } from './identity-person.ts';
import type { IdentityProvider } from './ports.ts';
import { beginSignIn } from './begin-sign-in.ts';
import type { AccountsWorld } from './world.ts';

export const PROVIDER_SECRET = 'client secret';
const STATE = 'sign-in state';
/** A person chooses an account and types a code of a second step in that time. */
const STATE_MILLISECONDS = 10 * 60 * 1000;
/** A provider that takes longer is not there. */
const PROVIDER_SECONDS = 10;
const SUBJECT_LENGTH = 255;
const MOST_GROUPS = 1_000;

/** What goes along with the browser, sealed: nobody else can make it, or read the verifier. */
interface State {
  readonly provider: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly redirectUri: string;
  readonly returnTo: string;
  readonly linkTo: number | undefined;
  readonly until: number;
}

/** OpenID Connect: authorization code, with PKCE, state and nonce. */
export function createProviderSignIn(
  world: AccountsWorld,
): Pick<SignIn, 'beginWithProvider' | 'finishWithProvider'> {
  return {
    beginWithProvider: async (name, { redirectUri, returnTo, linkTo }) => {
      const provider = await world.store.providerByName(name);
      if (!provider) return unknown(name);
      const configured = await configurationOf(world, provider);
      if (!configured.ok) return configured;
      const verifier = oidc.randomPKCECodeVerifier();
      const state: State = {
        provider: name,
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier,
        redirectUri,
        // Only a path of ours: no site of somebody else's is returned to.
        returnTo: /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(returnTo) ? returnTo : '/',
        linkTo: linkTo?.kind === 'user' ? linkTo.userId : undefined,
        until: world.clock.now() + STATE_MILLISECONDS,
      };
      const url = oidc.buildAuthorizationUrl(configured.value, {
        redirect_uri: redirectUri,
        scope: ['openid', 'profile', 'email', ...provider.scopes].join(' '),
        state: state.state,
        nonce: state.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      return ok({ url: url.href, state: sealState(world, state) });
    },
    finishWithProvider: async (name, { callbackUrl, state: sealed }, origin) => {
      const state = openState(world, sealed, name);
      if (!state) {
        return refuse('identity-refused', 'this sign-in was not begun here, or too long ago');
      }
      const provider = await world.store.providerByName(name);
      if (!provider) return unknown(name);
      const identity = await identityOf(world, provider, state, callbackUrl);
      if (!identity.ok) return err(identity.error);
      const user = await personOfIdentity(world, provider, identity.value, {
        linkTo: state.linkTo,
        origin,
      });
      if (!user.ok) return err(user.error);
      const signedIn: SignedIn = await beginSignIn(world, user.value, origin, `oidc ${name}`);
      return ok({ ...signedIn, returnTo: state.returnTo });
    },
  };
}

function unknown(name: string): Result<never, AccountsFailure> {
  return refuse('not-found', `there is no identity provider '${name.slice(0, 64)}'`);
}

async function configurationOf(
  world: AccountsWorld,
  provider: IdentityProvider,
): Promise<Result<oidc.Configuration, AccountsFailure>> {
  try {
    return ok(await discover(world, provider));
  } catch (error) {
    return refuse('identity-refused', `the identity provider does not answer: ${reasonOf(error)}`);
  }
}

async function discover(
  { callOut, seal }: AccountsWorld,
  { issuer, clientId, clientSecret }: IdentityProvider,
): Promise<oidc.Configuration> {
  const secret = Buffer.from(seal.open(clientSecret, PROVIDER_SECRET)).toString();
  const execute = issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [];
  return oidc.discovery(new URL(issuer), clientId, secret, undefined, {
    execute,
    timeout: PROVIDER_SECONDS,
    [oidc.customFetch]: (url, { body, headers, method, signal }) =>
      callOut(url, {
        method,
        headers,
        // What has a secret in it goes to the address that was given for it, and nowhere else.
        followsRedirects: method === 'GET',
        ...(body !== undefined && body !== null && { body: textOf(body) }),
        ...(signal && { signal }),
      }),
  });
}

/** Forms and nothing else are sent. */
function textOf(body: oidc.FetchBody): string {
  if (typeof body === 'string' || body instanceof URLSearchParams) return body.toString();
  throw new TypeError('a request to an identity provider has a form as its body');
}

/** Whether the provider is there, and is what it says: for whoever sets it up. */
export async function tryProvider(
  world: AccountsWorld,
  provider: IdentityProvider,
): Promise<ProviderTrial> {
  try {
    const found = (await discover(world, provider)).serverMetadata();
    const needed = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;
    const missing = needed.filter((name) => found[name] === undefined);
    if (missing.length === 0) return { isFine: true, detail: `${found.issuer} answers` };
    return { isFine: false, detail: `its configuration lacks ${missing.join(', ')}` };
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const own = [error, cause].find((one) => one instanceof FailureError);
    return { isFine: false, detail: own?.failure.message ?? reasonOf(error) };
  }
}

async function identityOf(
  world: AccountsWorld,
  provider: IdentityProvider,
  state: State,
  callbackUrl: string,
): Promise<Result<Identity, AccountsFailure>> {
  const configured = await configurationOf(world, provider);
  if (!configured.ok) return configured;
  try {
    // The address that the provider was told, whatever a proxy made of it.
    const current = new URL(state.redirectUri);
    current.search = new URL(callbackUrl).search;
    const tokens = await oidc.authorizationCodeGrant(configured.value, current, {
      pkceCodeVerifier: state.verifier,
      expectedState: state.state,
      expectedNonce: state.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) return refuse('identity-refused', 'the identity provider sent no id token');
    const { sub } = claims;
    // Providers differ in where they say what: the id token counts, then the user info.
    const info = configured.value.serverMetadata().userinfo_endpoint
      ? await oidc.fetchUserInfo(configured.value, tokens.access_token, sub)
      : {};
    return ok(readIdentity({ ...info, ...claims }, sub, provider.groupsClaim));
  } catch (error) {
    return refuse('identity-refused', `the identity provider refused: ${reasonOf(error)}`);
  }
}

function readIdentity(
  claims: Readonly<Record<string, unknown>>,
  subject: string,
  groupsClaim: string,
): Identity {
  const email = stringOf(claims['email']);
  const groups = stringsOf(claims[groupsClaim]);
  return {
    subject: subject.slice(0, SUBJECT_LENGTH),
    name: stringOf(claims['preferred_username']) ?? email?.split('@')[0] ?? '',
    displayName: stringOf(claims['name']) ?? '',
    email: claims['email_verified'] === true ? email?.toLowerCase() : undefined,
    groups: groups.slice(0, MOST_GROUPS),
  };
}

function sealState({ seal }: AccountsWorld, state: State): string {
  return Buffer.from(seal.seal(Buffer.from(JSON.stringify(state)), STATE)).toString('base64url');
}

function openState(
  { seal, clock }: AccountsWorld,
  sealed: string,
  provider: string,
): State | undefined {
  const value = unsealed(() => seal.open(Buffer.from(sealed, 'base64url'), STATE));
  if (!isRecord(value) || value['provider'] !== provider) return undefined;
  const { until, linkTo } = value;
  if (typeof until !== 'number' || clock.now() >= until) return undefined;
  return {
    provider,
    state: stringOf(value['state']) ?? '',
    nonce: stringOf(value['nonce']) ?? '',
    verifier: stringOf(value['verifier']) ?? '',
    redirectUri: stringOf(value['redirectUri']) ?? '',
    returnTo: stringOf(value['returnTo']) ?? '/',
    linkTo: typeof linkTo === 'number' ? linkTo : undefined,
    until,
  };
}

function unsealed(open: () => Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(open()).toString());
  } catch {
    // Not ours, or of a key that is gone: the person begins again.
    return undefined;
  }
}

/** A provider's own words may hold anything: the code of the error says enough. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  // Not the words: who signs in need not know which addresses lie behind.
  const own = [error, error.cause].find((one) => one instanceof FailureError);
  if (own) return own.failure.code;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return code.replaceAll(/[^\w.-]/g, '').slice(0, 60);
}
