import type { QueryClient } from '@tanstack/react-query';
import type { Client, SignedIn } from '../../api/contract/index.ts';
import { createClient } from '../../api/contract/index.ts';

/** The one way to the server: the client that is made from the contract, with the session's cookie. */
export interface Connection {
  readonly client: Client;
  /** Whether the server answers; pages say so while it does not. */
  readonly reach: Reach;
}

export interface Reach {
  readonly isReached: () => boolean;
  readonly subscribe: (changed: () => void) => () => void;
}

export type Outside = Pick<typeof globalThis, 'fetch' | 'setTimeout'>;

/** Between tries while the server is away. */
const AGAIN_MS = 2_000;

export const SESSION_KEY: readonly unknown[] = ['getSession', {}];
export const ANONYMOUS: SignedIn = { kind: 'anonymous', isAdministrator: false };

export function createConnection(queries: QueryClient, outside: Outside): Connection {
  const reach = createReach();
  const session = (): SignedIn | undefined => queries.getQueryData<SignedIn>(SESSION_KEY);
  const client = createClient({
    baseUrl: '',
    csrfToken: () => session()?.csrfToken,
    fetch: async (url, init) => {
      const response = await outside.fetch(url, init).catch((error: unknown) => {
        // Who went on to another page has asked for the end; the server is not away for that.
        if (!init.signal?.aborted) lose();
        throw error;
      });
      reach.set(true);
      if (response.status === 401 && session()?.kind === 'user') void askWhoIAm();
      return response;
    },
  });
  let isWaiting = false;
  const lose = (): void => {
    reach.set(false);
    if (isWaiting) return;
    isWaiting = true;
    outside.setTimeout(() => {
      isWaiting = false;
      client.getInstance({}).then(
        () => queries.invalidateQueries(),
        () => undefined,
      );
    }, AGAIN_MS);
  };
  /** The session may have ended elsewhere, or only the password of a form was wrong. */
  const askWhoIAm = async (): Promise<void> => {
    const now = await client.getSession({}).catch(() => undefined);
    if (now) queries.setQueryData(SESSION_KEY, now);
  };
  return { client, reach };
}

function createReach(): Reach & { set(isReached: boolean): void } {
  const listeners = new Set<() => void>();
  let isReached = true;
  return {
    isReached: () => isReached,
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    set: (next) => {
      if (isReached === next) return;
      isReached = next;
      for (const changed of listeners) changed();
    },
  };
}
