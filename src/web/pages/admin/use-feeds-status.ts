import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { FeedsStatus } from '../../../api/contract/index.ts';
import { keyOf, useOperation } from '../../data/operation.ts';

const WHILE_BUSY_MS = 1_500;
const AT_REST_MS = 15_000;

/** What an update makes different. */
const CHANGED = ['listFeeds', 'listSnapshots', 'getAdvisories'] as const;

/**
 * What the feeds do now, asked for often while an update runs; and with each answer the lists of what came, for
 * an update can be over before anybody saw it run.
 */
export function useFeedsStatus(): { status: FeedsStatus | undefined; error: Error | null } {
  const queries = useQueryClient();
  const { data } = useOperation('getFeedsStatus', {});
  const isBusy = (data?.updates ?? 0) > 0;
  const { error, dataUpdatedAt } = useOperation(
    'getFeedsStatus',
    {},
    { every: isBusy ? WHILE_BUSY_MS : AT_REST_MS },
  );
  const seen = useRef(dataUpdatedAt);
  useEffect(() => {
    if (seen.current === dataUpdatedAt) return;
    seen.current = dataUpdatedAt;
    for (const id of CHANGED) void queries.invalidateQueries({ queryKey: keyOf(id) });
  }, [queries, dataUpdatedAt]);
  return { status: data, error };
}
