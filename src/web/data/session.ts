import { useQueryClient } from '@tanstack/react-query';
import type { Instance, SignedIn } from '../../api/contract/index.ts';
import { ANONYMOUS, SESSION_KEY } from './connection.ts';
import { useChange, useOperation } from './operation.ts';

/** Who is signed in. The shell shows pages only when that is known. */
export function useSession(): SignedIn {
  return useOperation('getSession', {}).data ?? ANONYMOUS;
}

/** What this server is; known before any page is shown. */
export function useInstance(): Instance | undefined {
  return useOperation('getInstance', {}).data;
}

/** To take over a session that has just begun: everything is asked again as that person. */
export function useBegin(): (session: SignedIn) => void {
  const queries = useQueryClient();
  return (session) => {
    queries.removeQueries({ predicate: ({ queryKey }) => !isOfEveryone(queryKey[0]) });
    queries.setQueryData(SESSION_KEY, session);
    void queries.invalidateQueries({ queryKey: ['getInstance'] });
  };
}

function isOfEveryone(operation: unknown): boolean {
  return operation === 'getInstance' || operation === 'getSession';
}

/** Ends the session, and forgets what it was shown. */
export function useSignOut(): () => void {
  const begin = useBegin();
  const { mutate } = useChange('signOut', { onDone: () => begin(ANONYMOUS) });
  return () => mutate({});
}
