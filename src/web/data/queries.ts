import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '../../api/contract/index.ts';

/** An answer is taken as fresh for so long: going back and forth asks nothing again. */
const FRESH_MS = 10_000;
const MOST_TRIES = 3;

/** What the server has said, for as long as it is of use. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        // A refusal stays one; what was broken on the way may be whole again.
        retry: (failures, error) => failures < MOST_TRIES - 1 && isPassing(error),
        networkMode: 'always',
        refetchOnWindowFocus: true,
      },
      mutations: { networkMode: 'always' },
    },
  });
}

function isPassing(error: Error): boolean {
  return !(error instanceof ApiError) || error.problem.status >= 500;
}
