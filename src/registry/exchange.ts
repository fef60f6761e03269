import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { RequestOrigin } from './access.ts';
import type { PeerRequest } from './peers.ts';
import type { Refusal } from './refusal.ts';

/** One request and its answer. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  readonly origin: RequestOrigin;
  /** The client waits for `100 Continue` before it sends the body, and has not got it. */
  readonly awaitsContinue: boolean;
  /** Of a request that another process passed on. */
  readonly peer?: PeerRequest;
}

/** Answers without a body, or with a short one. Its length is on every answer but 204, which has none. */
export function answer(
  { request, response }: Exchange,
  status: number,
  headers: OutgoingHttpHeaders,
  body: Uint8Array | string = '',
): void {
  const length = status === 204 ? undefined : { 'Content-Length': Buffer.byteLength(body) };
  response.writeHead(status, { ...length, ...headers });
  response.end(request.method === 'HEAD' ? undefined : body);
}

export function answerJson(
  exchange: Exchange,
  value: unknown,
  headers: OutgoingHttpHeaders = {},
): void {
  const body = JSON.stringify(value);
  answer(exchange, 200, { 'Content-Type': 'application/json', ...headers }, body);
}

/** The body of the request, which the client may be waiting to send. */
export function bodyOf({ request, response, awaitsContinue }: Exchange): IncomingMessage {
  if (awaitsContinue) response.writeContinue();
  return request;
}

/** Content-Length, `undefined` of a chunked body. */
export function declaredLength({ request }: Exchange): number | undefined {
  const text = request.headers['content-length'];
  return text === undefined ? undefined : Number(text);
}

/** How long, and how much of, a body is read that nobody wants, so that its sender reads the answer. */
const DRAIN_MS = 10_000;
const DRAIN_BYTES = 1024 * 1024 * 1024;

/** Answers a refusal; see `answerLate`. */
export async function answerRefusal(exchange: Exchange, refusal: Refusal): Promise<void> {
  if (exchange.response.headersSent) {
    exchange.response.destroy(refusal);
    return;
  }
  const headers = { 'Content-Type': 'application/json', ...refusal.headers };
  await answerLate(exchange, refusal.status, headers, Buffer.from(refusal.toJson()));
}

/**
 * Answers a client that may still be sending: the answer is written at once and what comes is
 * thrown away for a while: closing then would reset the connection, and the client would never read why.
 */
export async function answerLate(
  { request, response, awaitsContinue }: Exchange,
  status: number,
  headers: OutgoingHttpHeaders,
  body: Uint8Array,
): Promise<void> {
  response.writeHead(status, {
    ...(status !== 204 && { 'Content-Length': body.length }),
    ...(awaitsContinue && !request.complete && { Connection: 'close' }),
    ...headers,
  });
  if (request.method !== 'HEAD' && body.length > 0) response.write(body);
  if (!awaitsContinue && !request.complete) await drain(request);
  response.end();
}

async function drain(request: IncomingMessage): Promise<void> {
  let left = DRAIN_BYTES;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(() => request.destroy(), DRAIN_MS);
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
  request.once('end', resolve).once('close', resolve).once('error', resolve);
  request.resume();
  await promise;
  clearTimeout(timer);
}

/** Sends a stream as the body; ends when it is sent or the client is gone. */
export async function sendStream(
  { response }: Exchange,
  status: number,
  headers: OutgoingHttpHeaders,
  body: Readable,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  response.writeHead(status, headers);
  body.once('error', (error) => response.destroy(error));
  response.once('close', () => {
    body.destroy();
    resolve();
  });
  body.pipe(response);
  await promise;
}
