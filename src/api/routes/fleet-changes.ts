import type { ApiOptions } from '../api-options.ts';
import type { FleetChange as ChangeItem } from '../contract/operations.ts';
import type { FleetChange } from '../fleet.ts';
import type { Handlers } from '../handlers.ts';
import { decodeCursor, encodeCursor, numberAt, pageOf, PER_PAGE } from '../paging.ts';
import { severityCounts, timeText } from './present.ts';

const LIST = 'changes';

/** What was analyzed in one's images while one was away. */
export function changeHandlers({ accounts, fleet }: ApiOptions): Handlers<'listChanges'> {
  return {
    listChanges: async ({ since, limit = PER_PAGE, after }, { actor }) => {
      const repositoryIds = await accounts.repositories.withResults(actor);
      const asked = { repositoryIds, since: new Date(since ?? 0) };
      const [rows, totals] = await Promise.all([
        fleet.changes({
          ...asked,
          limit: limit + 1,
          after: after === undefined ? undefined : numberAt(decodeCursor(LIST, 1, after), 0),
        }),
        after === undefined ? fleet.changeTotals(asked) : undefined,
      ]);
      const page = pageOf(rows, limit, ({ id }) => encodeCursor(LIST, [id]), changeItem);
      return { ...page, ...(totals && { totals }) };
    },
  };
}

function changeItem({ repository, tag, digest, platform, ...row }: FleetChange): ChangeItem {
  const { cause, at, state, change } = row;
  return {
    repository,
    ...(tag !== undefined && { tag }),
    digest,
    platform,
    cause,
    at: timeText(at),
    state,
    ...(change && {
      change: {
        before: change.before,
        opened: severityCounts(change.opened),
        closed: severityCounts(change.closed),
      },
    }),
  };
}
