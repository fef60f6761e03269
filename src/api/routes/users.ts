import type { Actor, UserRow, UsersQuery } from '../../accounts/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type { User, UserPage } from '../contract/operations.ts';
import type { Handlers } from '../handlers.ts';
import { pageOf, PER_PAGE, sortedPaging } from '../paging.ts';
import { valueOf } from '../problem-of.ts';
import { ProblemError } from '../problem.ts';
import { deedContext } from '../request-context.ts';
import { tableFile } from '../table-file.ts';
import { invitationOf } from './account.ts';
import { optionalTime, timeText } from './present.ts';

type Ids = 'listUsers' | 'exportUsers' | 'updateUser' | 'deleteUser' | 'inviteUser';

const PAGING = sortedPaging('users');

export function userHandlers({ accounts: { people } }: ApiOptions): Handlers<Ids> {
  const list = async (input: ListInput, actor: Actor): Promise<UserPage> => {
    const { limit = PER_PAGE } = input;
    const rows = valueOf(await people.list(actor, PAGING.queryOf(input)));
    return pageOf(rows, limit, PAGING.cursorOf(input), userOf);
  };
  return {
    listUsers: (input, { actor }) => list(input, actor),
    exportUsers: ({ format, ...filters }, { actor }) =>
      tableFile({
        name: 'users',
        format,
        columns: COLUMNS,
        read: (page) => list({ ...filters, ...page }, actor),
      }),
    updateUser: async ({ name, body: { isBlocked, isAdministrator } }, context) => {
      const deed = deedContext(context);
      if (isBlocked !== undefined) valueOf(await people.block(deed, name, isBlocked));
      if (isAdministrator !== undefined) {
        valueOf(await people.setAdministrator(deed, name, isAdministrator));
      }
      const [row] = valueOf(await people.list(context.actor, { limit: 1, name }));
      if (!row) throw new ProblemError('resource.missing');
      return userOf(row);
    },
    deleteUser: async ({ name }, context) => {
      valueOf(await people.remove(deedContext(context), name));
      return undefined;
    },
    inviteUser: async ({ body }, context) =>
      invitationOf(valueOf(await people.invite(deedContext(context), body))),
  };
}

type ListInput = Omit<UsersQuery, 'limit' | 'after' | 'name'> & {
  readonly limit?: number;
  readonly after?: string;
};

function userOf(row: UserRow): User {
  return {
    name: row.name,
    displayName: row.displayName,
    ...(row.email !== undefined && { email: row.email }),
    isAdministrator: row.isAdministrator,
    isBlocked: row.isBlocked,
    hasSecondStep: row.hasSecondStep,
    createdAt: timeText(row.createdAt),
    ...optionalTime('seenAt', row.seenAt),
  };
}

const COLUMNS: Parameters<typeof tableFile<User>>[0]['columns'] = {
  name: ({ name }) => name,
  display_name: ({ displayName }) => displayName,
  email: ({ email }) => email,
  is_administrator: ({ isAdministrator }) => isAdministrator,
  is_blocked: ({ isBlocked }) => isBlocked,
  has_second_step: ({ hasSecondStep }) => hasSecondStep,
  created_at: ({ createdAt }) => createdAt,
  seen_at: ({ seenAt }) => seenAt,
};
