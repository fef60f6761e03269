import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { Agent, request as httpRequest } from 'node:http';
import { Agent as SecureAgent, request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { checkServerIdentity } from 'node:tls';
import { buffer } from 'node:stream/consumers';
import type { Exchange } from './exchange.ts';
import { answerLate, bodyOf, declaredLength } from './exchange.ts';
import type { Peers, UploadOwner } from './peers.ts';
import { MISDIRECTED, peerHeader } from './peers.ts';
import { Refusal } from './refusal.ts';

/** Requests that are passed on to one process at a time; more wait for their turn. */
const AT_ONCE = 256;
const CONNECT_MS = 2_000;
/** Without a byte in either direction: a large blob on its way into S3. */
const SILENT_MS = 10 * 60_000;
/** Sends requests on to the processes that own uploads. */
export interface Forwarder {
  forward(exchange: Exchange, owner: UploadOwner, now: number): Promise<Forwarded>;
  close(): void;
}

/** `nobody`: the owner is not there, or it is no longer the owner, and nothing was read of the body. */
export type Forwarded = 'answered' | 'nobody';

export function createForwarder(peers: Peers): Forwarder {
  const limits = { keepAlive: false, maxSockets: AT_ONCE };
  const agents = { http: new Agent(limits), https: new SecureAgent(limits) };
  return {
    forward: (exchange, owner, now) =>
      forward(exchange, (headers) => begin(exchange, owner, headers), {
        ...peerHeader(peers, exchange.request, {
          to: owner.id,
          address: exchange.origin.address,
          now,
        }),
        'x-request-id': exchange.origin.requestId,
      }),
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };

  function begin(
    { request: { method, url } }: Exchange,
    { address }: UploadOwner,
    headers: OutgoingHttpHeaders,
  ): ClientRequest {
    const options = { method, headers, timeout: SILENT_MS };
    const target = new URL(url ?? '', address);
    if (target.protocol !== 'https:') {
      return httpRequest(target, { ...options, agent: agents.http });
    }
    return httpsRequest(target, { ...options, ...secured(peers), agent: agents.https });
  }
}

/** Their addresses are no names: what a certificate must say is the name that all have in common. */
function secured({ tls }: Peers): object {
  if (!tls) return {};
  return {
    ca: tls.certificate,
    allowPartialTrustChain: true,
    ...(isIP(tls.host) === 0 && { servername: tls.host }),
    checkServerIdentity: (_: string, certificate: Parameters<typeof checkServerIdentity>[1]) =>
      checkServerIdentity(tls.host, certificate),
  };
}

/** Not of the whole way, but between two. https://www.rfc-editor.org/rfc/rfc9110#name-connection */
const OF_ONE_HOP = new Set(
  'connection keep-alive proxy-connection te trailer upgrade expect drydock-peer'.split(' '),
);

/**
 * Asks the owner before the client's body is touched: it says 100 Continue when it wants it. Until then the
 * request can still be answered in another way.
 */
async function forward(
  exchange: Exchange,
  begin: (headers: OutgoingHttpHeaders) => ClientRequest,
  signed: OutgoingHttpHeaders,
): Promise<Forwarded> {
  const { request } = exchange;
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || (declaredLength(exchange) ?? 0) > 0;
  const passed = Object.entries(request.headers).filter(([name]) => !OF_ONE_HOP.has(name));
  const upstream = begin({
    ...Object.fromEntries(passed),
    ...signed,
    ...(hasBody && { expect: '100-continue' }),
  });
  const state = { isPouring: false };
  const abandon = (): void => void upstream.destroy();
  exchange.response.once('close', abandon);
  try {
    const answered = answerOf(upstream);
    if (hasBody) {
      upstream.once('continue', () => {
        state.isPouring = true;
        pour(bodyOf(exchange), upstream);
      });
    } else upstream.end();
    const answer = await answered;
    if (answer.statusCode === MISDIRECTED) {
      answer.resume();
      return 'nobody';
    }
    request.unpipe(upstream);
    await answerLate(exchange, answer.statusCode ?? 500, headersOf(answer), await bodyFrom(answer));
    return 'answered';
  } catch (error) {
    if (!state.isPouring && !exchange.response.destroyed) return 'nobody';
    const message = 'the server that has this upload does not answer; try again in a few seconds';
    throw new Refusal('UNAVAILABLE', message, {
      headers: { 'Retry-After': '1' },
      cause: error,
    });
  } finally {
    exchange.response.off('close', abandon);
    upstream.destroy();
  }
}

function pour(request: IncomingMessage, upstream: ClientRequest): void {
  request.once('error', () => upstream.destroy());
  request.once('close', () => {
    if (!request.complete) upstream.destroy();
  });
  request.pipe(upstream);
}

async function answerOf(upstream: ClientRequest): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const late = setTimeout(() => upstream.destroy(new Error('no connection')), CONNECT_MS);
  upstream.once('socket', (socket) => {
    if (!socket.connecting) clearTimeout(late);
    socket.once('connect', () => clearTimeout(late));
  });
  upstream.once('timeout', () => upstream.destroy(new Error('no answer')));
  upstream.once('response', resolve).once('error', reject);
  upstream.once('close', () => reject(new Error('the connection closed')));
  try {
    return await promise;
  } finally {
    clearTimeout(late);
    // One that breaks later is told by the answer's body.
    upstream.on('error', () => undefined);
  }
}

function headersOf({ headers }: IncomingMessage): OutgoingHttpHeaders {
  const hop = new Set([...OF_ONE_HOP, 'transfer-encoding', 'content-length', 'date']);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hop.has(name)));
}

/** Answers about uploads are empty, or a few words. */
const ANSWER_BYTES = 64 * 1024;

async function bodyFrom(answer: IncomingMessage): Promise<Buffer> {
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES) answer.destroy(new Error('an answer that is too long'));
  });
  return await buffer(answer);
}
