import type { QueueItem as Item, QueueQuery, WhichAnalyses } from '../../analyses/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type { QueueItem, QueueItemPage } from '../contract/operations.ts';
import type { Handlers } from '../handlers.ts';
import { decodeCursor, encodeCursor, numberAt, pageOf, PER_PAGE } from '../paging.ts';
import { ProblemError } from '../problem.ts';
import type { RequestContext } from '../request-context.ts';
import { deedContext } from '../request-context.ts';
import { tableFile } from '../table-file.ts';
import { digestOf } from './references.ts';

type Ids = 'getQueue' | 'listQueueItems' | 'exportQueueItems' | 'retryAnalyses' | 'cancelAnalyses';

/** As many of the queue as a page shows. */
const QUEUE_ENTRIES = 100;

export function queueHandlers({ accounts, analyses }: ApiOptions): Handlers<Ids> {
  const list = async (input: ListInput): Promise<QueueItemPage> => {
    const { limit = PER_PAGE } = input;
    const rows = await analyses.queueEntries(queryOf(input));
    return pageOf(rows, limit, ({ at }) => encodeCursor(listOf(input), at), itemOf);
  };
  const act = async (
    deed: 'retry' | 'cancel',
    body: Which,
    context: RequestContext,
  ): Promise<number> => {
    const which = whichOf(body);
    const { actor, requestId } = context;
    const by = { name: actor.kind === 'anonymous' ? '' : actor.name, requestId };
    const analyzed =
      deed === 'retry' ? await analyses.retry(which, by) : await analyses.cancelQueued(which, by);
    await accounts.audit.note(deedContext(context), {
      deed: `queue.${deed}`,
      object: 'instance',
      result: 'done',
      details: { asked: which.kind === 'all' ? 'all' : which.digests.length, analyses: analyzed },
    });
    return analyzed;
  };
  return {
    getQueue: ({ limit = QUEUE_ENTRIES }) => analyses.queue({ limit }),
    listQueueItems: list,
    exportQueueItems: ({ format, ...filters }) =>
      tableFile({
        name: `analyses-${filters.show ?? 'failed'}`,
        format,
        columns: COLUMNS,
        read: (page) => list({ ...filters, ...page }),
      }),
    retryAnalyses: async ({ body }, context) => ({ queued: await act('retry', body, context) }),
    cancelAnalyses: async ({ body }, context) => ({
      cancelled: await act('cancel', body, context),
    }),
  };
}

interface ListInput {
  readonly show?: QueueQuery['show'];
  readonly search?: string;
  readonly order?: QueueQuery['order'];
  readonly limit?: number;
  readonly after?: string;
}

function queryOf(input: ListInput): QueueQuery {
  const { show = 'failed', search = '', order = 'newest', limit = PER_PAGE, after } = input;
  const query = { show, search, order, limit: limit + 1 };
  if (after === undefined) return query;
  const key = decodeCursor(listOf(input), 2, after);
  return { ...query, after: [numberAt(key, 0), String(key[1])] };
}

/** A cursor is of one order: in the other it would lead back. */
function listOf({ show = 'failed', order = 'newest' }: ListInput): string {
  return `queue ${show} ${order}`;
}

function itemOf(item: Item): QueueItem {
  const { endedAt, stuck } = item;
  return {
    digest: item.digest,
    platform: item.platform,
    namespace: item.namespace,
    state: item.state,
    priority: item.priority,
    queuedAt: item.queuedAt,
    attempt: item.attempt,
    losses: item.losses,
    requestId: item.requestId,
    ...(endedAt !== undefined && { endedAt }),
    ...(stuck !== undefined && { stuck }),
  };
}

const COLUMNS: Parameters<typeof tableFile<QueueItem>>[0]['columns'] = {
  digest: ({ digest }) => digest,
  platform: ({ platform }) => platform,
  namespace: ({ namespace }) => namespace,
  state: ({ state }) => state.kind,
  reason: ({ state, stuck }) => stuck ?? (state.kind === 'failed' ? state.message : undefined),
  code: ({ state }) => (state.kind === 'failed' ? state.code : undefined),
  priority: ({ priority }) => priority,
  queued_at: ({ queuedAt }) => queuedAt,
  ended_at: ({ endedAt }) => endedAt,
  attempt: ({ attempt }) => attempt,
  losses: ({ losses }) => losses,
  request_id: ({ requestId }) => requestId,
};

interface Which {
  readonly digests?: readonly string[];
  readonly all?: true;
}

function whichOf({ digests, all }: Which): WhichAnalyses {
  if ((digests === undefined) === (all === undefined)) {
    throw new ProblemError('request.invalid', 'body: either `digests` or `all` is needed', {
      errors: [{ at: 'body', message: 'either `digests` or `all`' }],
    });
  }
  return digests ? { kind: 'these', digests: digests.map(digestOf) } : { kind: 'all' };
}
