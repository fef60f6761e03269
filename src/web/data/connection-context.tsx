import type { ReactNode } from 'react';
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Client } from '../../api/contract/index.ts';
import type { Connection } from './connection.ts';

const ConnectionContext = createContext<Connection | undefined>(undefined);

export function ConnectionProvider(props: {
  readonly connection: Connection;
  readonly children: ReactNode;
}): ReactNode {
  return <ConnectionContext value={props.connection}>{props.children}</ConnectionContext>;
}

function useConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (!connection) throw new Error('no ConnectionProvider is above');
  return connection;
}

/** The client itself, for what is no query and no change: a download. */
export function useClient(): Client {
  return useConnection().client;
}

/** False while the server does not answer; it is tried again meanwhile. */
export function useIsReached(): boolean {
  const { reach } = useConnection();
  return useSyncExternalStore(reach.subscribe, reach.isReached);
}
