import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock, Log } from '../../base/index.ts';
import type { HttpMetrics } from '../metrics.ts';
import type { Drain } from './drain.ts';
import type { Listeners } from './http-server.ts';

export interface DispatcherOptions {
  readonly registry: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** The same for a client that waits to be asked for the body. */
  readonly registryExpecting: DispatcherOptions['registry'];
  readonly api: (request: IncomingMessage, response: ServerResponse) => void;
  readonly drain: Drain;
  readonly metrics: HttpMetrics;
  readonly addressOf: (request: IncomingMessage) => string;
  readonly newId: () => string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Of a proxy or a client that numbers its requests; nothing that could be more than a number in a log. */
const REQUEST_ID = /^[A-Za-z0-9._-]{8,128}$/;
/** Documents of the API are read within this; uploads of the registry have a rule of their own. */
const BODY_MS = 60_000;

/**
 * Sends each request where it belongs, with an id in `x-request-id` that the answer carries too, and
 * writes a line about it when it is over.
 */
export function createDispatcher(options: DispatcherOptions): Listeners {
  const { registry, registryExpecting } = options;
  return {
    request: (request, response) => dispatch(options, request, response, registry),
    checkContinue: (request, response) => {
      if (!isOfRegistry(pathOf(request))) response.writeContinue();
      dispatch(options, request, response, registryExpecting);
    },
  };
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '';
}

function isOfRegistry(path: string): boolean {
  return path === '/v2' || path.startsWith('/v2/') || path === '/token';
}

function dispatch(
  options: DispatcherOptions,
  request: IncomingMessage,
  response: ServerResponse,
  registry: DispatcherOptions['registry'],
): void {
  const { api, drain, newId, log } = options;

  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && REQUEST_ID.test(given) ? given : newId();
  request.headers['x-request-id'] = id;
  response.setHeader('x-request-id', id);
  drain.enter(request, response);
  const path = pathOf(request);
  const isRegistry = isOfRegistry(path);
  note(request, response, { id, path, surface: isRegistry ? 'registry' : 'api' }, options);
  if (!isRegistry) {
    endSlowBody(request, response);
    api(request, response);
    return;
  }
  registry(request, response).catch((error: unknown) => {
    log.error('request failed', { requestId: id, path, reason: reasonOf(error) });
    if (response.headersSent) response.destroy();
    else response.writeHead(500, { 'content-length': 0 }).end();
  });
}

interface Noted {
  readonly id: string;
  readonly path: string;
  readonly surface: 'registry' | 'api';
}

function note(
  request: IncomingMessage,
  response: ServerResponse,
  { id, path, surface }: Noted,
  { clock, log, metrics, addressOf }: DispatcherOptions,
): void {
  const from = clock.now();
  // The address is gone with the connection.
  const address = addressOf(request);
  const ended = metrics.began(surface);
  response.once('close', () => {
    const status = response.writableFinished ? response.statusCode : 499;
    const milliseconds = clock.now() - from;
    ended({ method: request.method ?? '', status, seconds: milliseconds / 1000 });
    if (WATCHED.has(path) && status < 400) return;
    log.info('request served', {
      requestId: id,
      method: request.method,
      path,
      status,
      milliseconds,
      address,
    });
  });
}

/** Asked every few seconds by machines. */
const WATCHED: ReadonlySet<string> = new Set(['/livez', '/readyz', '/metrics']);

/** A request without a body is never read to its end: its answer may go on, as a stream of events does. */
function endSlowBody(request: IncomingMessage, response: ServerResponse): void {
  if (!hasBody(request)) return;
  const timer = setTimeout(() => request.destroy(), BODY_MS);
  timer.unref();
  const stop = (): void => clearTimeout(timer);
  request.once('end', stop);
  response.once('close', stop);
}

/** https://www.rfc-editor.org/rfc/rfc9112#section-6-4 */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
