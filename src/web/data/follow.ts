import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { AnalysisEvent, Client } from '../../api/contract/index.ts';
import { ApiError } from '../../api/contract/index.ts';
import { useClient } from './connection-context.tsx';
import { isUnderWay, withState } from './with-state.ts';

/** Answers that an analysis changes; those of one repository only are asked again. */
const LIVE: ReadonlySet<unknown> = new Set([
  'listTags',
  'getTag',
  'getAnalysis',
  'listTagHistory',
  'listAnalysisHistory',
  'getActivation',
  'getRepository',
]);
/** Those that its end changes: before, a tag that has moved has none of them. */
const OF_RESULT: ReadonlySet<unknown> = new Set([
  'getReport',
  'listFindingGroups',
  'listFindings',
  'getLayers',
  'getFileLedger',
  'listFixSteps',
  'getHierarchy',
  'getBaseOptions',
  'listUpgrades',
  'explainFinding',
  'listPackages',
  'compareImages',
]);
/** Many layers end at once: what they changed is asked for together. */
const TOGETHER_MS = 400;
const FIRST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 15_000;

/**
 * Keeps what is shown of a repository up to date while the page is open: states as they change, and everything
 * again when an analysis has ended, or after a time without connection.
 */
export function useFollow(namespace: string, repository: string, enabled = true): void {
  const client = useClient();
  const queries = useQueryClient();
  const isVisible = useIsVisible();
  useEffect(() => {
    // A browser has six connections to a server for all its windows: only those that are seen take one.
    if (!enabled || !isVisible) return undefined;
    const end = new AbortController();
    void follow({ client, queries, namespace, repository, signal: end.signal });
    return () => end.abort();
  }, [client, queries, namespace, repository, enabled, isVisible]);
}

function useIsVisible(): boolean {
  return useSyncExternalStore(
    (changed) => {
      document.addEventListener('visibilitychange', changed);
      return () => document.removeEventListener('visibilitychange', changed);
    },
    () => document.visibilityState === 'visible',
  );
}

interface Following {
  readonly client: Client;
  readonly queries: QueryClient;
  readonly namespace: string;
  readonly repository: string;
  readonly signal: AbortSignal;
}

async function follow(following: Following): Promise<void> {
  const { client, namespace, repository, signal } = following;
  const heard = hearer(following);
  let lastEventId: string | undefined;
  let wait = FIRST_WAIT_MS;
  while (!signal.aborted) {
    try {
      const call = { signal, ...(lastEventId !== undefined && { lastEventId }) };
      for await (const event of await client.followRepository({ namespace, repository }, call)) {
        if (event.id !== '') lastEventId = event.id;
        wait = FIRST_WAIT_MS;
        heard(event.data);
      }
    } catch (error) {
      // What is forbidden stays so; too many listeners may become fewer.
      if (error instanceof ApiError && error.problem.status < 429) return;
    }
    await pause(wait, signal);
    wait = Math.min(wait * 2, MOST_WAIT_MS);
  }
}

function hearer({ queries, namespace, repository }: Following): (event: AnalysisEvent) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasEnded = false;
  const isOfIt = ([id, input]: QueryKey, ids: (id: unknown) => boolean): boolean =>
    ids(id) && isInputOf(input, namespace, repository);
  const askAgain = (isEnd: boolean): void => {
    hasEnded ||= isEnd;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const ids = hasEnded ? isChanged : isLive;
      hasEnded = false;
      void queries.invalidateQueries({ predicate: ({ queryKey }) => isOfIt(queryKey, ids) });
    }, TOGETHER_MS);
  };
  return (event) => {
    if (event.kind !== 'state') {
      askAgain(true);
      return;
    }
    let isShown = false;
    queries.setQueriesData(
      { predicate: ({ queryKey }) => isOfIt(queryKey, isLive) },
      (kept: unknown) => {
        const next = withState(kept, event.digest, event.state);
        isShown ||= next !== kept;
        return next;
      },
    );
    const isEnd = !isUnderWay(event.state);
    // What nothing shows is an image that a push has just brought.
    if (isEnd || !isShown) askAgain(isEnd);
  };
}

const isLive = (id: unknown): boolean => LIVE.has(id);
const isChanged = (id: unknown): boolean => LIVE.has(id) || OF_RESULT.has(id);

function isInputOf(input: unknown, namespace: string, repository: string): boolean {
  if (typeof input !== 'object' || input === null) return false;
  const { namespace: ns, repository: repo } = { namespace: '', repository: '', ...input };
  return ns === namespace && repo === repository;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
