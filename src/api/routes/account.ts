import type { Actor, UserRow } from '../../accounts/index.ts';
import type { ApiOptions } from '../api-options.ts';
import { SESSION_COOKIE } from '../authenticate.ts';
import type { Account, NewInvitation } from '../contract/operations.ts';
import type { Handlers } from '../handlers.ts';
import { pageOfAll, PER_PAGE } from '../paging.ts';
import { valueOf } from '../problem-of.ts';
import { ProblemError } from '../problem.ts';
import type { RequestContext } from '../request-context.ts';
import { deedContext } from '../request-context.ts';
import { optionalTime, timeText, tokenOf } from './present.ts';

type Ids =
  | 'getAccount'
  | 'noteVisit'
  | 'updateAccount'
  | 'deleteAccount'
  | 'changePassword'
  | 'beginSecondStep'
  | 'confirmSecondStep'
  | 'endSecondStep'
  | 'listSessions'
  | 'endSession'
  | 'endOtherSessions'
  | 'listTokens'
  | 'createToken'
  | 'revokeToken'
  | 'acceptInvitation';

type ProfileIds =
  | 'getAccount'
  | 'updateAccount'
  | 'deleteAccount'
  | 'changePassword'
  | 'acceptInvitation';

const DAY = 24 * 60 * 60 * 1000;

export function accountHandlers(options: ApiOptions): Handlers<Ids> {
  return {
    ...profileHandlers(options),
    ...credentialHandlers(options),
    noteVisit: async (_, { actor }) =>
      optionalTime('before', valueOf(await options.accounts.account.visit(actor)).before),
  };
}

function profileHandlers({ accounts }: ApiOptions): Handlers<ProfileIds> {
  const present = async (actor: Actor, row: UserRow): Promise<Account> => {
    const identities = valueOf(await accounts.account.identities(actor));
    return {
      name: row.name,
      displayName: row.displayName,
      ...(row.email !== undefined && { email: row.email }),
      isEmailVerified: row.isEmailVerified,
      isAdministrator: row.isAdministrator,
      hasPassword: row.hasPassword,
      hasSecondStep: row.hasSecondStep,
      identities: identities.map(({ providerName, since }) => ({
        provider: providerName,
        since: timeText(since),
      })),
      createdAt: timeText(row.createdAt),
    };
  };
  return {
    getAccount: async (_, { actor }) =>
      present(actor, valueOf(await accounts.account.profile(actor))),
    updateAccount: async ({ body }, context) =>
      present(
        context.actor,
        valueOf(await accounts.account.changeProfile(deedContext(context), body)),
      ),
    deleteAccount: async ({ body }, context) => {
      valueOf(await accounts.account.remove(deedContext(context), body));
      context.setCookie(SESSION_COOKIE, undefined);
      return undefined;
    },
    changePassword: async ({ body }, context) => {
      const request = { ...body, sessionId: sessionIdOf(context) };
      valueOf(await accounts.account.changePassword(deedContext(context), request));
      return undefined;
    },
    acceptInvitation: async ({ body: { token, account } }, context) => {
      const invitation = valueOf(await accounts.invitations.look(token));
      const namespace = invitation.namespaceName;
      const more = namespace === undefined ? {} : { namespace };
      if (!account) {
        const { actor } = context;
        if (actor.kind !== 'user') throw new ProblemError('sign-in.required');
        valueOf(await accounts.invitations.accept(deedContext(context), token));
        return { user: actor.name, ...more };
      }
      valueOf(await accounts.invitations.acceptAsNew({ token, ...account }, context));
      return { user: account.name, ...more };
    },
  };
}

function credentialHandlers({
  accounts,
  clock,
}: ApiOptions): Omit<Handlers<Ids>, ProfileIds | 'noteVisit'> {
  const { account, tokens } = accounts;
  return {
    beginSecondStep: async (_, context) =>
      valueOf(await account.beginSecondStep(deedContext(context))),
    confirmSecondStep: async ({ body }, context) => {
      const done = await account.confirmSecondStep(deedContext(context), body);
      return { recoveryCodes: [...valueOf(done).recoveryCodes] };
    },
    endSecondStep: async ({ body }, context) => {
      valueOf(await account.endSecondStep(deedContext(context), body));
      return undefined;
    },
    listSessions: async ({ limit = PER_PAGE, after }, { actor, session }) => {
      const rows = valueOf(await account.sessions(actor)).map((row) => ({
        id: row.id,
        isThis: row.id === session?.row.id,
        createdAt: timeText(row.createdAt),
        seenAt: timeText(row.seenAt),
        expiresAt: timeText(row.expiresAt),
        address: row.address,
        userAgent: row.userAgent,
      }));
      return pageOfAll(rows, { list: 'sessions', limit, after }, ({ id }) => id);
    },
    endSession: async ({ id }, context) => {
      valueOf(await account.endSession(deedContext(context), id));
      return undefined;
    },
    endOtherSessions: async (_, context) => {
      const id = sessionIdOf(context);
      return { ended: valueOf(await account.endOtherSessions(deedContext(context), id)) };
    },
    listTokens: async ({ limit = PER_PAGE, after }, { actor }) => {
      const rows = valueOf(await tokens.mine(actor)).map(tokenOf);
      return pageOfAll(rows, { list: 'tokens', limit, after }, ({ id }) => id);
    },
    createToken: async ({ body: { name, scopes, expiresInDays } }, context) => {
      const made = await tokens.make(deedContext(context), {
        name,
        scopes,
        ...(expiresInDays !== undefined && { expiresAt: clock.now() + expiresInDays * DAY }),
      });
      const { row, secret } = valueOf(made);
      return { token: tokenOf(row), secret };
    },
    revokeToken: async ({ id }, context) => {
      valueOf(await tokens.revoke(deedContext(context), id));
      return undefined;
    },
  };
}

/** The policies let only sessions in; without one there is nothing to spare. */
function sessionIdOf({ session }: RequestContext): string {
  if (session) return session.row.id;
  throw new ProblemError('token.scope-missing', 'no token may do this: sign in with a session');
}

/** The link is for the invited; the token at its end is what the API takes. */
export function invitationOf({
  invitation,
  link,
}: {
  readonly invitation: { readonly id: string; readonly expiresAt: number };
  readonly link: string;
}): NewInvitation {
  return {
    id: invitation.id,
    url: link,
    token: /\bdd[a-z]_\w+$/.exec(link)?.[0] ?? '',
    expiresAt: timeText(invitation.expiresAt),
  };
}
