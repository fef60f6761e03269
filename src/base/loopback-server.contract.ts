import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';

/** An HTTP server of the test's own process. */
export interface LoopbackServer {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly port: number;
  /** Ends the connections that are open, too. */
  stop(): void;
}

/** Listens on a free port of loopback. `connect` is called for what is asked of a proxy by CONNECT. */
export async function startLoopbackServer(
  listener: RequestListener,
  connect?: (request: IncomingMessage, socket: Duplex) => void,
): Promise<LoopbackServer> {
  const server = createServer(listener);
  if (connect) server.on('connect', connect);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  return {
    host: `127.0.0.1:${port}`,
    port,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
