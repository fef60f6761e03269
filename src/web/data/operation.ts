import type { QueryKey, UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { ClientAnswer, ClientOperation, Operations } from '../../api/contract/index.ts';
import { useClient } from './connection-context.tsx';

type Input<Id extends ClientOperation> = Operations[Id]['input'];

/** Where the answer of an operation is kept: by its name first, so that all of it can be asked again. */
export function keyOf<Id extends ClientOperation>(id: Id, input?: Partial<Input<Id>>): QueryKey {
  return input === undefined ? [id] : [id, input];
}

export interface AskOptions {
  /** False: not yet. */
  readonly enabled?: boolean;
  /** Milliseconds between asking again, for what no event tells. */
  readonly every?: number;
}

/**
 * What an operation answers, now and after changes. While other parameters are asked for, the last answer stays
 * (`isPlaceholderData`), so that nothing jumps.
 */
export function useOperation<Id extends ClientOperation>(
  id: Id,
  input: Input<Id>,
  { enabled = true, every }: AskOptions = {},
): UseQueryResult<ClientAnswer<Id>> {
  const client = useClient();
  return useQuery({
    queryKey: [id, input],
    queryFn: ({ signal }) => client[id](input, { signal }),
    enabled,
    placeholderData: keepPreviousData,
    ...(every !== undefined && { refetchInterval: every }),
  });
}

/** Lists that come in pages of a cursor. */
export type ListOperation = {
  [Id in ClientOperation]: ClientAnswer<Id> extends { readonly items: readonly unknown[] }
    ? Id
    : never;
}[ClientOperation];

export type ItemOf<Id extends ListOperation> =
  ClientAnswer<Id> extends { readonly items: readonly (infer Item)[] } ? Item : never;

export interface List<Item, Page = unknown> {
  readonly items: readonly Item[] | undefined;
  /** The first page as it came: what a list says besides its items, as totals. */
  readonly first: Page | undefined;
  /** The rows are of other filters, until those asked for are here. */
  readonly isOld: boolean;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly loadMore: () => void;
  readonly refetch: () => void;
}

interface PageOf {
  readonly items: readonly unknown[];
  readonly next?: string;
}

/** A list, page after page: `loadMore` as the reader gets there. */
export function useList<Id extends ListOperation>(
  id: Id,
  input: Omit<Input<Id>, 'after'>,
  { enabled = true, every }: AskOptions = {},
): List<ItemOf<Id>, ClientAnswer<Id>> {
  const client = useClient();
  const query = useInfiniteQuery({
    queryKey: [id, input],
    queryFn: async ({ pageParam, signal }): Promise<PageOf> => {
      const asked = pageParam === undefined ? input : { ...input, after: pageParam };
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `after` is of every list
      return client[id](asked as Input<Id>, { signal });
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    enabled,
    placeholderData: keepPreviousData,
    ...(every !== undefined && { refetchInterval: every }),
  });
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the page of this operation
    items: query.data?.pages.flatMap(({ items }) => items) as readonly ItemOf<Id>[] | undefined,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
    first: query.data?.pages[0] as ClientAnswer<Id> | undefined,
    isOld: query.isPlaceholderData,
    error: query.error,
    isPending: query.isPending,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    refetch: () => void query.refetch(),
  };
}

export interface ChangeOptions<Id extends ClientOperation> {
  /** Operations whose answers are different now; they are asked again where a page shows them. */
  readonly changes?: readonly ClientOperation[];
  readonly onDone?: (answer: ClientAnswer<Id>, input: Input<Id>) => void;
  /**
   * Shows the outcome at once, in what is kept already; taken back where the server refuses. Only for what it
   * nearly never refuses.
   */
  readonly atOnce?: (input: Input<Id>) => readonly Guess[];
}

/** What an answer is going to be: `become` gets the present one, where there is one. */
export interface Guess {
  readonly key: QueryKey;
  readonly become: (present: unknown) => unknown;
}

/** A write. Its error is the caller's to show; a hint that nobody waits for is `mutate`. */
export function useChange<Id extends ClientOperation>(
  id: Id,
  { changes = [], onDone, atOnce }: ChangeOptions<Id> = {},
): UseMutationResult<ClientAnswer<Id>, Error, Input<Id>> {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: Input<Id>): Promise<ClientAnswer<Id>> => client[id](input),
    onMutate: async (input) => {
      const before: [QueryKey, unknown][] = [];
      for (const { key, become } of atOnce?.(input) ?? []) {
        await queries.cancelQueries({ queryKey: key });
        const present = queries.getQueryData(key);
        before.push([key, present]);
        if (present !== undefined) queries.setQueryData(key, become(present));
      }
      return before;
    },
    onError: (_error, _input, before) => {
      for (const [key, value] of before ?? []) queries.setQueryData(key, value);
    },
    onSuccess: (answer, input) => onDone?.(answer, input),
    onSettled: () =>
      Promise.all(changes.map((changed) => queries.invalidateQueries({ queryKey: [changed] }))),
  });
}

/** Rows of an export: more are for programs. */
const MOST_ITEMS = 20_000;
const LARGEST_PAGE = 100;

/** A list to its end, or as far as a browser reads it. */
export interface WholeList<Item> {
  readonly items: readonly Item[];
  readonly isCut: boolean;
}

/** All of a list, for a file of it: every page of its cursor. */
export function useAll<Id extends ListOperation>(
  id: Id,
  input: Omit<Input<Id>, 'after' | 'limit'>,
): () => Promise<WholeList<ItemOf<Id>>> {
  const client = useClient();
  return async () => {
    const all: unknown[] = [];
    let after: string | undefined;
    do {
      const asked = { ...input, limit: LARGEST_PAGE, ...(after !== undefined && { after }) };
      const page: PageOf = await client[id](asked);
      all.push(...page.items);
      after = page.next;
    } while (after !== undefined && all.length < MOST_ITEMS);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the pages of this operation
    return { items: all as ItemOf<Id>[], isCut: after !== undefined };
  };
}
