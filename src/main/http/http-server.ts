import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { SecureContextOptions } from 'node:tls';
import { Server as SecureServer } from 'node:tls';
import type { Duplex } from 'node:stream';
import { err, failure, ok } from '../../base/index.ts';
import type { Failure, Log, Result } from '../../base/index.ts';

/** A listening server. */
export interface HttpServer {
  /** Where it listens: the port, where the kernel chose it. */
  readonly port: number;
  /** Another certificate, for connections from now on. */
  readonly renew: (tls: SecureContextOptions) => void;
  /** Takes no more connections and ends those that are idle; those at work go on. */
  close(): void;
  /** Ends those too that are at work. */
  destroy(): void;
}

/** What is called for requests; `checkContinue`: of a client that waits to be asked for the body. */
export interface Listeners {
  readonly request: RequestListener;
  readonly checkContinue: RequestListener;
}

export interface HttpServerOptions {
  readonly listen: { readonly host: string; readonly port: number };
  readonly tls?: SecureContextOptions;
  readonly listeners: Listeners;
  readonly log: Log;
}

/** Whoever sends headers slower than this, sends them to keep us waiting. */
const HEADERS_MS = 20_000;
/** Names, tokens and cookies of ours fit in a quarter of it. */
const HEADER_BYTES = 16 * 1024;
const HEADER_LINES = 200;
/** Longer than the minute that proxies keep theirs: it is theirs to close. */
const KEEP_ALIVE_MS = 75_000;
/** A connection without a byte in either direction: uploads and events have some every few seconds. */
const SILENT_MS = 10 * 60_000;
const CHECK_MS = 5_000;

/** Listens, by HTTP or HTTPS. Bodies have their limits where they are read: an upload may take hours. */
export async function startHttpServer(
  options: HttpServerOptions,
): Promise<Result<HttpServer, Failure>> {
  const { listen, tls, listeners, log } = options;
  const limits = {
    headersTimeout: HEADERS_MS,
    requestTimeout: 0,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: CHECK_MS,
    maxHeaderSize: HEADER_BYTES,
    noDelay: true,
  };
  const server: Server = tls
    ? createSecureServer({ ...limits, ...tls, minVersion: 'TLSv1.2' }, listeners.request)
    : createServer(limits, listeners.request);
  server.on('checkContinue', listeners.checkContinue);
  server.timeout = SILENT_MS;
  server.maxHeadersCount = HEADER_LINES;
  server.on('clientError', (error, socket) => refuse(error, socket, log));
  try {
    await listening(server, listen);
  } catch (error) {
    return err(notListening(error, listen));
  }
  const address = server.address();
  return ok({
    port: typeof address === 'object' && address ? address.port : listen.port,
    renew: (renewed) => {
      if (server instanceof SecureServer) server.setSecureContext(renewed);
    },
    close: () => {
      server.close();
      server.closeIdleConnections();
    },
    destroy: () => server.closeAllConnections(),
  });
}

function listening(server: Server, listen: HttpServerOptions['listen']): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(listen.port, listen.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function notListening(error: unknown, { host, port }: HttpServerOptions['listen']): Failure {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: 'another program listens there',
    EACCES: 'that takes more rights than we have',
    EADDRNOTAVAIL: 'no such address on this machine',
  };
  const reason = reasons[String(code)] ?? String(error);
  return failure('config.bad-value', `DRYDOCK_LISTEN is '${host}:${port}': ${reason}`);
}

/** Of what is no HTTP, or too slow or too large: an answer if there can be one, and the end. */
function refuse(error: Error, socket: Duplex, log: Log): void {
  const code = 'code' in error ? String(error.code) : '';
  if (code !== 'ECONNRESET') log.info('request refused', { code });
  if (!socket.writable || code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = STATUS[code] ?? '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

const STATUS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};
