import type { ApiOptions } from '../api-options.ts';
import type { Feed, FeedPage } from '../contract/operations.ts';
import type { FeedRow } from '../feeds.ts';
import type { Handlers } from '../handlers.ts';
import { pageOfAll, PER_PAGE } from '../paging.ts';
import { valueOfResult } from '../problem-of.ts';
import { type RequestContext, deedContext } from '../request-context.ts';
import { tableFile } from '../table-file.ts';

type Ids =
  | 'getFeedsStatus'
  | 'listFeeds'
  | 'exportFeeds'
  | 'updateFeeds'
  | 'listSnapshots'
  | 'activateSnapshot'
  | 'pinSnapshot'
  | 'unpinSnapshot';

export function feedHandlers({ accounts, feeds }: ApiOptions): Handlers<Ids> {
  const list = (input: ListInput): FeedPage => {
    const { sort = 'name', limit = PER_PAGE, after } = input;
    const { order = sort === 'name' ? 'ascending' : 'descending' } = input;
    const rows = valueOfResult(feeds.feeds()).filter((row) => isWanted(row, input));
    return pageOfAll(rows, { list: `feeds ${sort} ${order}`, limit, after }, KEYS[sort], order);
  };
  const note = (
    context: RequestContext,
    deed: string,
    details: Readonly<Record<string, string | number | boolean>> = {},
  ): Promise<void> =>
    accounts.audit.note(deedContext(context), {
      deed,
      object: 'instance',
      result: 'done',
      details,
    });
  return {
    getFeedsStatus: () => Promise.resolve(feeds.status()),
    listFeeds: (input) => Promise.resolve(list(input)),
    exportFeeds: ({ format, ...filters }) =>
      tableFile({
        name: 'feeds',
        format,
        columns: COLUMNS,
        read: (page) => Promise.resolve(list({ ...filters, ...page })),
      }),
    updateFeeds: async ({ body: { feeds: names, acceptsShrinking = false } }, context) => {
      const count = valueOfResult(feeds.startUpdate(names, acceptsShrinking));
      const details = { feeds: names?.join(' ').slice(0, 500) ?? 'all', acceptsShrinking };
      await note(context, 'feeds.update', details);
      return { feeds: count };
    },
    activateSnapshot: async ({ body: { number } }, context) => {
      valueOfResult(await feeds.switchTo(number));
      await note(context, 'snapshot.activate', { number });
    },
    pinSnapshot: async (_input, context) => {
      feeds.pin();
      await note(context, 'snapshot.pin');
    },
    unpinSnapshot: async (_input, context) => {
      feeds.unpin();
      await note(context, 'snapshot.unpin');
    },
    listSnapshots: ({ limit = PER_PAGE, after }) => {
      const rows = valueOfResult(feeds.snapshots());
      const request = { list: 'snapshots', limit, after };
      return Promise.resolve(
        pageOfAll(rows, request, ({ number }) => ascending(number), 'descending'),
      );
    },
  };
}

interface ListInput {
  readonly search?: string;
  readonly show?: 'all' | 'troubled';
  readonly sort?: 'name' | 'freshAt' | 'records' | 'bytes';
  readonly order?: 'ascending' | 'descending';
  readonly limit?: number;
  readonly after?: string;
}

function isWanted(row: FeedRow, { search = '', show = 'all' }: ListInput): boolean {
  const { name, title, isStale, failure } = row;
  const isFound = `${name} ${title}`.toLowerCase().includes(search.toLowerCase());
  return isFound && (show === 'all' || isStale || failure !== undefined);
}

/** Texts in the order of the numbers. */
function ascending(value: number): string {
  return String(value).padStart(16, '0');
}

const KEYS: Readonly<Record<NonNullable<ListInput['sort']>, (row: FeedRow) => string>> = {
  name: ({ name }) => name,
  freshAt: ({ freshAt, name }) => `${ascending(Date.parse(freshAt ?? '') || 0)} ${name}`,
  records: ({ records, name }) => `${ascending(records)} ${name}`,
  bytes: ({ bytes, name }) => `${ascending(bytes)} ${name}`,
};

const COLUMNS: Parameters<typeof tableFile<Feed>>[0]['columns'] = {
  name: ({ name }) => name,
  title: ({ title }) => title,
  records: ({ records }) => records,
  skipped: ({ skipped }) => skipped,
  namespaces: ({ namespaces }) => namespaces,
  bytes: ({ bytes }) => bytes,
  fresh_at: ({ freshAt }) => freshAt,
  newest_at: ({ newestAt }) => newestAt,
  tried_at: ({ triedAt }) => triedAt,
  is_stale: ({ isStale }) => isStale,
  error: ({ failure }) => failure?.message,
  licence: ({ licence }) => licence,
};
