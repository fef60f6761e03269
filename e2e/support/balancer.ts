import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, request as httpRequest } from 'node:http';

/** In front of several servers, as most balancers are set up: by turns, request for request, no affinity. */
export interface Balancer {
  readonly host: string;
  /** Requests that it sent to each server, in their order. */
  readonly sent: readonly number[];
  stop(): void;
}

const LOOK_MS = 100;

/**
 * Sends each request to the next server that says it is ready; to another when nobody listens there. A
 * request that was begun is never sent twice, so what breaks it breaks the client's connection.
 */
export async function startBalancer(port: number, servers: readonly string[]): Promise<Balancer> {
  const agent = new Agent({ keepAlive: false });
  const sent = servers.map(() => 0);
  const ready = servers.map(() => false);
  const look = async (): Promise<void> => {
    await Promise.all(
      servers.map(async (host, at) => {
        ready[at] = await isReady(host);
      }),
    );
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  let turn = 0;
  const pass = (request: IncomingMessage, response: ServerResponse, tries: number): void => {
    const at = nextOf(ready, (turn += 1));
    const host = servers[at];
    if (host === undefined || tries > 2 * servers.length) {
      response.writeHead(503).end();
      return;
    }
    const { method, url, headers } = request;
    const upstream = httpRequest(`http://${host}${url}`, { method, headers, agent });
    let isBegun = false;
    upstream.once('socket', (socket) =>
      socket.once('connect', () => {
        isBegun = true;
        sent[at] = (sent[at] ?? 0) + 1;
        request.pipe(upstream);
      }),
    );
    upstream.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
      answer.once('error', () => response.destroy());
    });
    upstream.on('error', () => {
      if (isBegun) response.destroy();
      else pass(request, response, tries + 1);
    });
    response.once('close', () => upstream.destroy());
  };
  const server = createServer((request, response) => pass(request, response, 0));
  await look();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${port}`,
    sent,
    stop: () => {
      clearInterval(timer);
      server.close();
      server.closeAllConnections();
    },
  };
}

function nextOf(ready: readonly boolean[], turn: number): number {
  const all = ready.map((_, at) => (at + turn) % ready.length);
  return all.find((at) => ready[at]) ?? all[0] ?? 0;
}

async function isReady(host: string): Promise<boolean> {
  try {
    return (await fetch(`http://${host}/readyz`, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}
