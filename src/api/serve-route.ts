import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiOptions } from './api-options.ts';
import type { Area, Route } from './contract/route.ts';
import { BODY_BYTES, PREFIX } from './contract/route.ts';
import type { Listeners, ServerEvent } from './events.ts';
import { HEARTBEAT_MS, streamEvents } from './events.ts';
import { etagOf, isUnchanged, requireMatch } from './etag.ts';
import { alone } from './if-match.ts';
import type { FileAnswer, RedirectAnswer } from './handlers.ts';
import { JsonText } from './handlers.ts';
import type { KeptAnswer } from './idempotency.ts';
import { once } from './idempotency.ts';
import { ProblemError } from './problem.ts';
import { readBody, readParameters } from './read-input.ts';
import type { RequestContext } from './request-context.ts';
import { contextOf } from './open-request.ts';
import { authorize, targetOf } from './authorize.ts';
import { problemCodeOf } from './problem-of.ts';

/** What the table of handlers comes down to, once its types have done their work. */
export type AnyHandler = (input: unknown, context: RequestContext) => Promise<unknown>;
export type AnyHandlers = Readonly<Record<string, AnyHandler>>;

export interface Serving {
  readonly options: ApiOptions;
  readonly handlers: AnyHandlers;
  readonly listeners: Listeners;
  readonly areas: readonly Area[];
}

interface Opened {
  readonly input: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
}

/** Opens a request before its body is read: who asks, what for, and whether they may. */
export function addRoute(app: FastifyInstance, route: Route, serving: Serving): void {
  const handler = serving.handlers[route.id];
  if (!handler) throw new Error(`no handler for ${route.id}`);
  const opened = new WeakMap<FastifyRequest, Opened>();
  const readable = readableAt(route, serving);
  app.route({
    method: route.method,
    url: PREFIX + route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    bodyLimit: route.bodyBytes ?? BODY_BYTES,
    onRequest: async (request, reply) => {
      opened.set(request, await open(route, request, reply, serving));
    },
    handler: async (request, reply) => {
      const found = opened.get(request);
      if (!found) throw new Error('the request was not opened');
      const input = withBody(route, found.input, request);
      const write = (context: RequestContext): Promise<unknown> => handler(input, context);
      const handle = (): Promise<unknown> =>
        readable
          ? writeAlone(route, readable, request, found, serving, write)
          : write(found.context);
      await answer(route, request, reply, serving, handle, found);
      return reply;
    },
  });
}

/** What can be read under the same path is compared with If-Match right before it is written over. */
function writeAlone(
  route: Route,
  readable: AnyHandler,
  { headers }: FastifyRequest,
  found: Opened,
  serving: Serving,
  write: (context: RequestContext) => Promise<unknown>,
): Promise<unknown> {
  const { idempotency: records, clock } = serving.options;
  const ifMatch = headers['if-match'];
  const isConditional = ifMatch !== undefined;
  return alone(thingOf(route, found), { records, clock, isConditional }, async () => {
    if (!isConditional) return write(found.context);
    const now = await openedAgain(route, found, serving);
    requireMatch(ifMatch, etagOf(JSON.stringify(await readable(now.input, now.context))));
    return write(now.context);
  });
}

async function open(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  { options }: Serving,
): Promise<Opened> {
  const context = await contextOf(request, reply, options);
  const input = readParameters(route, request.params, request.query);
  try {
    const subject = await authorize(
      context.actor,
      route.access,
      targetOf(route.access, input),
      options.accounts.access,
      options.upgradeUrl,
    );
    return { input, context: { ...context, subject } };
  } catch (error) {
    await noteRefusal(error, route, input, context, options);
    throw error;
  }
}

/** A write that was refused is in the audit log too. */
async function noteRefusal(
  error: unknown,
  route: Route,
  input: Readonly<Record<string, unknown>>,
  { actor, requestId, address }: RequestContext,
  { accounts }: ApiOptions,
): Promise<void> {
  const code = problemCodeOf(error);
  if (route.method === 'GET' || code === undefined || route.access.kind === 'open') return;
  if (actor.kind === 'anonymous') return;
  const target = targetOf(route.access, input);
  await accounts.audit.note(
    { actor, requestId, address },
    {
      deed: route.access.action,
      object: 'name' in target ? target.name : target.kind,
      result: code,
    },
  );
}

function withBody(
  route: Route,
  input: Readonly<Record<string, unknown>>,
  request: FastifyRequest,
): unknown {
  const body = readBody(route, request.body);
  if (route.rawBody) return { ...input, body, mediaType: request.headers['content-type'] ?? '' };
  return body === undefined ? input : { ...input, body };
}

/** The route that reads what this one writes: same path, GET. If-Match is about its answer. */
function readableAt(route: Route, { areas, handlers }: Serving): AnyHandler | undefined {
  if (route.method === 'GET' || route.method === 'POST') return undefined;
  const same = areas
    .flatMap((area) => area.routes)
    .find(
      ({ path, method, answer }) =>
        path === route.path && method === 'GET' && answer.kind === 'json',
    );
  return same && handlers[same.id];
}

/** What a path names; an account's own paths name it by who asks. */
function thingOf({ path }: Route, { input, context }: Opened): readonly string[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => String(input[name]));
  return [path, ...(names.length > 0 ? names : [actorKey(context)])];
}

/** What was read when the request came may have been written since. */
async function openedAgain(
  { access }: Route,
  { input, context }: Opened,
  { options: { accounts, upgradeUrl } }: Serving,
): Promise<Opened> {
  const target = targetOf(access, input);
  const subject = await authorize(context.actor, access, target, accounts.access, upgradeUrl);
  return { input, context: { ...context, subject } };
}

async function answer(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  serving: Serving,
  handle: () => Promise<unknown>,
  { context }: Opened,
): Promise<void> {
  switch (route.answer.kind) {
    case 'json':
    case 'empty':
      await answerData(route, request, reply, serving, handle, context);
      return;
    case 'events':
      await answerEvents(reply, serving, handle, context);
      return;
    case 'file':
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Handlers holds them to it
      await answerFile(request, reply, (await handle()) as FileAnswer);
      return;
    case 'bytes':
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Handlers holds them to it
      await answerBytes(request, reply, (await handle()) as Uint8Array);
      return;
    case 'redirect': {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Handlers holds them to it
      const { location } = (await handle()) as RedirectAnswer;
      await reply.code(303).header('location', location).send();
    }
  }
}

async function answerData(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  { options }: Serving,
  handle: () => Promise<unknown>,
  context: RequestContext,
): Promise<void> {
  const key = request.headers['idempotency-key'];
  const work = async (): Promise<KeptAnswer> => keptAnswer(route, await handle(), options);
  const made =
    typeof key === 'string' && ['POST', 'PUT', 'PATCH'].includes(route.method)
      ? await once(
          { actor: actorKey(context), key, content: contentOf(request) },
          options.idempotency,
          options.clock,
          work,
        )
      : await work();
  if (made.body === undefined) {
    await reply.code(made.status).send();
    return;
  }
  reply.header('content-type', 'application/json; charset=utf-8');
  if (route.method !== 'GET') {
    await reply.code(made.status).send(made.body);
    return;
  }
  await answerTagged(request, reply, made.body);
}

function keptAnswer({ answer }: Route, value: unknown, options: ApiOptions): KeptAnswer {
  if (answer.kind !== 'json') return { status: 204, hasSecret: false };
  const isText = value instanceof JsonText;
  if (!isText) options.checkAnswer?.(answer.schema, value);
  return {
    status: answer.status,
    body: isText ? value.text : JSON.stringify(value),
    hasSecret: answer.hasSecret ?? false,
  };
}

async function answerTagged(
  request: FastifyRequest,
  reply: FastifyReply,
  body: string,
): Promise<void> {
  const etag = etagOf(body);
  reply.header('etag', etag);
  if (isUnchanged(request.headers['if-none-match'], etag)) await reply.code(304).send();
  else await reply.code(200).send(body);
}

function actorKey({ actor, address }: RequestContext): string {
  if (actor.kind === 'user') return `user ${actor.userId}`;
  return actor.kind === 'robot' ? `robot ${actor.tokenId}` : `anonymous ${address}`;
}

function contentOf({ method, url, body }: FastifyRequest): readonly string[] {
  const content =
    body instanceof Uint8Array
      ? Buffer.from(body).toString('base64')
      : JSON.stringify(body ?? null);
  return [method, url, content];
}

async function answerFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { mediaType, fileName, text }: FileAnswer,
): Promise<void> {
  const safe = fileName.replaceAll(/[^\w.-]/g, '_').slice(-150);
  reply
    .header('content-type', `${mediaType}${mediaType.startsWith('text/') ? '; charset=utf-8' : ''}`)
    .header('content-disposition', `attachment; filename="${safe}"`)
    // Whatever is in it, opened from here it runs nothing.
    .header('content-security-policy', "default-src 'none'; sandbox");
  await answerTagged(request, reply, text);
}

/** A year, as the longest that caches take; shared ones may not keep what a sign-in may guard. */
const UNCHANGING = 'private, max-age=31536000, immutable';

async function answerBytes(
  request: FastifyRequest,
  reply: FastifyReply,
  bytes: Uint8Array,
): Promise<void> {
  const etag = etagOf(bytes);
  reply.header('etag', etag).header('cache-control', UNCHANGING);
  reply.header('content-type', 'application/octet-stream');
  if (isUnchanged(request.headers['if-none-match'], etag)) await reply.code(304).send();
  else await reply.code(200).send(bytes);
}

async function answerEvents(
  reply: FastifyReply,
  { listeners, options }: Serving,
  handle: () => Promise<unknown>,
  context: RequestContext,
): Promise<void> {
  const place = listeners.enter(actorKey(context));
  if (!place) throw new ProblemError('events.too-many', undefined, { retryAfter: 10 });
  try {
    place.end.signal.addEventListener('abort', () => context.end.abort(), { once: true });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Handlers holds them to it
    const events = (await handle()) as AsyncIterable<ServerEvent>;
    reply.hijack();
    await streamEvents(reply.raw, events, {
      headers: headersOf(reply),
      heartbeatMs: options.heartbeatMs ?? HEARTBEAT_MS,
      end: place.end,
    });
  } finally {
    place.leave();
  }
}

function headersOf(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(
    Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]),
  );
}
