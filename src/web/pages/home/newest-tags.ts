import { useQueries } from '@tanstack/react-query';
import type { Repository, Tag } from '../../../api/contract/index.ts';
import { useClient } from '../../data/connection-context.tsx';
import { repositoryParams } from '../../repository-path.ts';

/** A repository with what was pushed to it last; undefined: not known yet; null: nothing was. */
export interface Listed {
  readonly repository: Repository;
  readonly newest: Tag | null | undefined;
}

/** Asks for the newest tag of each: a page of repositories at a time. */
export function useNewestTags(
  repositories: readonly Repository[] | undefined,
): readonly Listed[] | undefined {
  const client = useClient();
  const answers = useQueries({
    queries: (repositories ?? []).map(({ name }) => {
      const { ns, repo } = repositoryParams(name);
      const input = { namespace: ns, repository: repo, sort: 'newest', limit: 1 } as const;
      return {
        queryKey: ['listTags', input, 'newest'],
        queryFn: async ({ signal }: { readonly signal: AbortSignal }) =>
          (await client.listTags(input, { signal })).items[0] ?? null,
      };
    }),
  });
  return repositories?.map((repository, at) => ({ repository, newest: answers[at]?.data }));
}
