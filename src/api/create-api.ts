import type { IncomingMessage, ServerResponse } from 'node:http';
import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fastify } from 'fastify';
import { DEFAULT_LIMITS, parseJson } from '../base/index.ts';
import type { ApiOptions } from './api-options.ts';
import { AREAS } from './contract/areas.ts';
import type { Route } from './contract/route.ts';
import { PREFIX } from './contract/route.ts';
import { errorRow } from './errors.ts';
import { Listeners } from './events.ts';
import { addHealth } from './health.ts';
import { openApiDocument } from './openapi.ts';
import { addPages } from './pages/add-pages.ts';
import { asProblem } from './problem-of.ts';
import { problemDetails, ProblemError } from './problem.ts';
import { allHandlers } from './routes/all-handlers.ts';
import { SECURITY_HEADERS, TRANSPORT_SECURITY } from './security-headers.ts';
import type { AnyHandlers, Serving } from './serve-route.ts';
import { addRoute } from './serve-route.ts';
import { serveWeb } from './web/serve-web.ts';

/** The product's HTTP but for the registry: give it every request that is not of `/v2` or `/token`. */
export interface Api {
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Ends streams of events, and waits for what is being answered. */
  close(): Promise<void>;
}

/** `%2F` in a repository's path and a name of the longest kind. */
const MOST_PARAMETER = 600;

export async function createApi(options: ApiOptions): Promise<Api> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each is called with what its route has read
  return createApiWith(options, allHandlers(options) as unknown as AnyHandlers);
}

/** The same with other handlers: tests ask who gets as far as them. */
export async function createApiWith(options: ApiOptions, handlers: AnyHandlers): Promise<Api> {
  const listeners = new Listeners();
  const app = fastify({
    logger: false,
    // Main gives every request one that is fit for a log.
    requestIdHeader: 'x-request-id',
    genReqId: ({ headers }) => requestIdOf(headers['x-request-id']) ?? options.newId(),
    routerOptions: { maxParamLength: MOST_PARAMETER, ignoreTrailingSlash: false },
    frameworkErrors: (error, request, reply) => {
      prepare(request, reply, options);
      void sendProblem(error, request, reply, options);
    },
    return503OnClosing: false,
    exposeHeadRoutes: true,
  });
  await app.register(cookie);
  readOnlyOurBodies(app);
  app.addHook('onRequest', (request, reply, done) => {
    prepare(request, reply, options);
    done();
  });
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply, options));
  app.setNotFoundHandler((request, reply) => notFound(request, reply, options));
  addHealth(app, options);
  addPages(app);
  serveWeb(app, options.web);
  await addContract(app, { options, handlers, listeners, areas: AREAS });
  await app.ready();
  return {
    handle: (request, response) => app.routing(request, response),
    close: async () => {
      listeners.close();
      await app.close();
    },
  };
}

/** As the dispatcher has written it down: one id in the log and in the answer. */
function requestIdOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && /^[\w.-]{8,128}$/.test(header) ? header : undefined;
}

async function addContract(app: FastifyInstance, serving: Serving): Promise<void> {
  const routes = AREAS.flatMap((area) => area.routes);
  for (const route of routes.filter(({ rawBody }) => !rawBody)) addRoute(app, route, serving);
  for (const route of routes.filter(({ rawBody }) => rawBody)) {
    await app.register((scope, _, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser([...(route.rawBody ?? [])], { parseAs: 'buffer' }, asItIs);
      addRoute(scope, route, serving);
      done();
    });
  }
  const document = JSON.stringify(openApiDocument(AREAS, serving.options.version));
  app.get('/api/v1/openapi.json', (_, reply) =>
    reply.header('content-type', 'application/json; charset=utf-8').send(document),
  );
}

type Parsed = (error: Error | null, body?: unknown) => void;

function asItIs(_: FastifyRequest, body: Buffer, done: Parsed): void {
  done(null, body);
}

/** JSON, with a bound on its nesting; nothing else is read. */
function readOnlyOurBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body: Buffer, done) => {
    if (body.length === 0) {
      done(null, undefined);
      return;
    }
    const parsed = parseJson(body, { nesting: DEFAULT_LIMITS.nesting });
    if (parsed.ok) done(null, parsed.value);
    else done(new ProblemError('request.malformed', parsed.error.message));
  });
}

function prepare(request: FastifyRequest, reply: FastifyReply, { publicUrl }: ApiOptions): void {
  reply.headers({
    ...SECURITY_HEADERS,
    ...(publicUrl.startsWith('https:') && { 'strict-transport-security': TRANSPORT_SECURITY }),
    'cache-control': 'private, no-cache',
    vary: 'authorization, cookie',
    'x-request-id': request.id,
  });
}

/** What is there under other methods says so; what is not is a problem like any other. */
async function notFound(
  request: FastifyRequest,
  reply: FastifyReply,
  options: ApiOptions,
): Promise<void> {
  const [path = ''] = request.url.split('?', 1);
  const allowed = AREAS.flatMap(({ routes }) => routes)
    .filter((route) => isAt(route, path))
    .map(({ method }) => method);
  const problem =
    allowed.length > 0
      ? new ProblemError('request.method-not-allowed', undefined, { allow: allowed.join(', ') })
      : new ProblemError('request.route-unknown');
  await sendProblem(problem, request, reply, options);
}

function isAt(route: Route, path: string): boolean {
  const pattern = (PREFIX + route.path).split('/');
  const parts = path.split('/');
  return (
    parts.length === pattern.length &&
    pattern.every((part, at) => part === parts[at] || (part.startsWith('{') && parts[at] !== ''))
  );
}

/** The one place where errors become answers. A bug is logged, once, with the request's id. */
async function sendProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  { log }: ApiOptions,
): Promise<void> {
  // Who asked went away before the body had come: nothing here failed.
  const isLeft = error !== null && error === request.raw.errored;
  const problem = isLeft ? new ProblemError('request.malformed') : asProblem(error);
  const { status } = errorRow(problem.code);
  if (problem.code === 'server.failed' || problem.code === 'server.unavailable') {
    log.error('request failed', {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url,
      reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
  if (reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  const { retryAfter, allow } = problem.extras;
  if (retryAfter !== undefined) reply.header('retry-after', String(Math.ceil(retryAfter)));
  if (allow !== undefined) reply.header('allow', allow);
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="drydock"');
  await reply
    .code(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemDetails(problem, request.id)));
}
