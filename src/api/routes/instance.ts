import type { SignedIn as SignedInUser } from '../../accounts/index.ts';
import type { ApiOptions } from '../api-options.ts';
import { SESSION_COOKIE } from '../authenticate.ts';
import type { SignedIn } from '../contract/operations.ts';
import { csrfTokenOf } from '../csrf.ts';
import type { Handlers } from '../handlers.ts';
import { valueOf } from '../problem-of.ts';
import { ProblemError } from '../problem.ts';
import type { RequestContext } from '../request-context.ts';
import { deedContext } from '../request-context.ts';
import { digestOf } from './references.ts';

type Ids =
  | 'getInstance'
  | 'setUp'
  | 'signIn'
  | 'getSession'
  | 'signOut'
  | 'startIdentitySignIn'
  | 'finishIdentitySignIn'
  | 'getAdvisories'
  | 'getAdvisoryPart';

/** As long as a person needs at the identity provider. */
const STATE_SECONDS = 15 * 60;

export function instanceHandlers(options: ApiOptions): Handlers<Ids> {
  return { ...comingIn(options), ...identityHandlers(options) };
}

type IdentityIds = 'startIdentitySignIn' | 'finishIdentitySignIn';

function comingIn(options: ApiOptions): Omit<Handlers<Ids>, IdentityIds> {
  const { accounts, publicUrl, analyses } = options;
  return {
    getInstance: async () => {
      const choices = await accounts.identity.choices();
      return {
        name: 'drydock',
        version: options.version,
        url: publicUrl,
        registry: new URL(publicUrl).host,
        isSetUp: !(await accounts.setUp.isNeeded()),
        identityProviders: choices.map(({ name, displayName }) => ({
          id: name,
          title: displayName,
        })),
        ...(options.upgradeUrl !== undefined && { upgradeUrl: options.upgradeUrl }),
        ...(options.feedbackUrl !== undefined && { feedbackUrl: options.feedbackUrl }),
      };
    },
    setUp: async ({ body }, context) =>
      welcome(valueOf(await accounts.setUp.complete(body, context)), context, options),
    signIn: async ({ body }, context) =>
      welcome(valueOf(await accounts.signIn.withPassword(body, context)), context, options),
    getSession: (_, { actor, session }) => Promise.resolve(signedIn(actor, session?.secret)),
    signOut: async (_, context) => {
      if (!context.session) return undefined;
      await accounts.signIn.out(deedContext(context), context.session.row.id);
      context.setCookie(SESSION_COOKIE, undefined);
      return undefined;
    },
    getAdvisories: () => {
      const { number, digest, createdAt, isStarter, namespaces, checked, progress, failure } =
        analyses.snapshot();
      return Promise.resolve({
        number,
        digest,
        createdAt,
        isStarter,
        namespaces,
        checked,
        ...(progress && { progress }),
        ...(failure && { failure }),
      });
    },
    getAdvisoryPart: ({ digest }) => {
      const part = analyses.snapshotPart(digestOf(digest));
      if (part === undefined) {
        throw new ProblemError('resource.missing', `no snapshot of late has a part ${digest}`);
      }
      return Promise.resolve(part);
    },
  };
}

function identityHandlers(options: ApiOptions): Handlers<IdentityIds> {
  const { accounts, publicUrl } = options;
  return {
    startIdentitySignIn: async ({ provider, returnTo }, context) => {
      const begun = await accounts.signIn.beginWithProvider(provider, {
        redirectUri: callbackOf(publicUrl, provider),
        returnTo: localPath(returnTo),
      });
      const { url, state } = valueOf(begun);
      context.setCookie(STATE_COOKIE, state, STATE_SECONDS);
      return { location: url };
    },
    finishIdentitySignIn: async ({ provider }, context) => {
      const state = Object.entries(context.cookies).find(([name]) => name.endsWith(STATE_COOKIE));
      context.setCookie(STATE_COOKIE, undefined);
      if (state?.[1] === undefined) {
        throw new ProblemError('sign-in.wrong', 'this sign-in was not begun here, or is over');
      }
      const finished = await accounts.signIn.finishWithProvider(
        provider,
        { callbackUrl: context.url, state: state[1] },
        context,
      );
      const done = valueOf(finished);
      keepSession(done, context, options);
      return { location: localPath(done.returnTo) };
    },
  };
}

const STATE_COOKIE = 'drydock_sign_in';

/** Where an identity provider sends people back to; it has to be told so there. */
export function callbackOf(publicUrl: string, provider: string): string {
  return `${publicUrl}/api/v1/identity/${encodeURIComponent(provider)}/callback`;
}

/** A path of ours: never another site, nor what a browser would take for one. */
export function localPath(path: string | undefined): string {
  const isLocal = path !== undefined && /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(path);
  return isLocal ? path : '/';
}

function welcome(done: SignedInUser, context: RequestContext, options: ApiOptions): SignedIn {
  keepSession(done, context, options);
  return signedIn(done.actor, done.sessionToken);
}

function keepSession(
  { sessionToken, session }: SignedInUser,
  { setCookie }: RequestContext,
  { clock }: ApiOptions,
): void {
  const seconds = Math.max(0, Math.floor((session.expiresAt - clock.now()) / 1000));
  setCookie(SESSION_COOKIE, sessionToken, seconds);
}

function signedIn(actor: SignedInUser['actor'], sessionSecret: string | undefined): SignedIn {
  if (actor.kind === 'anonymous') return { kind: 'anonymous', isAdministrator: false };
  return {
    kind: actor.kind,
    name: actor.name,
    isAdministrator: actor.kind === 'user' && actor.isAdministrator,
    ...(actor.scopes && { scopes: [...actor.scopes] }),
    ...(sessionSecret !== undefined && { csrfToken: csrfTokenOf(sessionSecret) }),
  };
}
