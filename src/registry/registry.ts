import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isPassingTrouble } from '../base/index.ts';
import { authorize } from './authorize.ts';
import { answerBlob, deleteBlob } from './blobs.ts';
import type { BlobContext } from './blobs.ts';
import { collectGarbage, planRetention } from './collect-garbage.ts';
import type { GarbageOptions, GarbageReport } from './collect-garbage.ts';
import type { Exchange } from './exchange.ts';
import { answer, answerRefusal } from './exchange.ts';
import { createForwarder } from './forwarder.ts';
import { knownRepositories } from './known-repositories.ts';
import { answerCatalog, answerTags } from './lists.ts';
import { answerManifest, deleteManifest, putManifest } from './manifests.ts';
import { peerOf } from './peers.ts';
import type { RegistryPorts, RegistrySettings } from './ports.ts';
import { createPullNotes } from './pull-notes.ts';
import { answerReferrers } from './referrers.ts';
import { Refusal } from './refusal.ts';
import type { RetentionVerdict } from './retention.ts';
import type { Route } from './route.ts';
import { parseRoute } from './route.ts';
import { answerToken } from './token-endpoint.ts';
import type { UploadContext } from './upload-sessions.ts';
import { fileSender } from './send-file.ts';
import { UploadSessions } from './upload-sessions.ts';
import {
  cancelUpload,
  diskRefusal,
  getUpload,
  patchUpload,
  postUpload,
  putUpload,
} from './uploads.ts';

/** The registry: answers `/v2`, everything below it, and `/token`. */
export interface Registry {
  /** Never throws and never rejects: every request gets an answer or a closed connection. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /**
   * For the server's `checkContinue` event: a refused upload is told so before its body is sent. Without
   * it, Node asks for every body first.
   */
  handleExpecting(request: IncomingMessage, response: ServerResponse): Promise<void>;
  collectGarbage(options: GarbageOptions): Promise<GarbageReport>;
  /** What the retention rules of a repository would keep and remove now. */
  planRetention(repositoryId: number): Promise<readonly RetentionVerdict[]>;
  /** Lets go of files and threads. Uploads can go on in the next process. */
  close(): Promise<void>;
}

export async function createRegistry(
  ports: RegistryPorts,
  settings: RegistrySettings,
): Promise<Registry> {
  const known = await knownRepositories(ports, ports.changes, settings.limits);
  const uploads = new UploadSessions(ports, settings);
  await ports.records.moveUploads(settings.peers.self);
  const forwarder = createForwarder(settings.peers);
  const pulls = createPullNotes({ ...ports, write: (notes) => ports.records.notePulls(notes) });
  const context = { ports, settings, known, pulls, uploads, forwarder, files: fileSender() };
  return {
    handle: (request, response) => handle(context, request, response, false),
    handleExpecting: (request, response) => handle(context, request, response, true),
    collectGarbage: (options) => collectGarbage({ ports, known, uploads }, options),
    planRetention: (repositoryId) => planRetention(ports, repositoryId),
    async close() {
      known.close();
      forwarder.close();
      await uploads.close();
      await pulls.close();
    },
  };
}

type RegistryContext = UploadContext & BlobContext;

async function handle(
  context: RegistryContext,
  request: IncomingMessage,
  response: ServerResponse,
  awaitsContinue: boolean,
): Promise<void> {
  const { ports } = context;
  const url = request.url ?? '';
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const exchange: Exchange = {
    request,
    response,
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
    origin: { requestId: requestIdOf(request), address: ports.addressOf(request) },
    awaitsContinue,
  };
  // A connection that breaks is told by what waits for it.
  request.on('error', () => undefined);
  response.setHeader('Docker-Distribution-Api-Version', 'registry/2.0');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  try {
    await dispatch(context, fromPeer(context, exchange), path);
  } catch (error) {
    await answerError(context, exchange, path, error);
  }
}

/** Of a request that another process passed on, the client is its client. */
function fromPeer({ ports, settings }: RegistryContext, exchange: Exchange): Exchange {
  const peer = peerOf(settings.peers, exchange.request, ports.clock.now());
  return peer
    ? { ...exchange, peer, origin: { ...exchange.origin, address: peer.address } }
    : exchange;
}

/** The one that main gave it, who checks what clients send. */
function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' ? given : randomUUID();
}

async function answerError(
  { ports }: RegistryContext,
  exchange: Exchange,
  path: string,
  error: unknown,
): Promise<void> {
  const { request, response, origin } = exchange;
  const refusal = refusalOf(error);
  const isGone = request.destroyed && !request.complete;
  if (refusal.status >= 500 && !isGone) {
    ports.log.error('registry request failed', {
      requestId: origin.requestId,
      method: request.method,
      path,
      reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
  if (isGone || response.destroyed) {
    response.destroy();
    return;
  }
  await answerRefusal(exchange, refusal);
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskRefusal(error);
  if (isPassingTrouble(error)) {
    const message = 'the registry cannot reach what it stores in; try again in a few seconds';
    const headers = { 'Retry-After': '1' };
    return new Refusal('UNAVAILABLE', message, { headers, cause: error });
  }
  const message = 'something went wrong in the registry; its log has the request id';
  return new Refusal('UNKNOWN', message, { cause: error });
}

type Endpoint = (context: RegistryContext, exchange: Exchange) => Promise<void>;

async function dispatch(context: RegistryContext, exchange: Exchange, path: string): Promise<void> {
  const methods = methodsOf(parseRoute(path));
  const endpoint = methods[exchange.request.method ?? ''];
  if (endpoint) {
    await endpoint(context, exchange);
    return;
  }
  const allowed = Object.keys(methods).join(', ');
  throw new Refusal('UNSUPPORTED', `only ${allowed} are possible here`, {
    headers: { Allow: allowed },
  });
}

/** The endpoints of a path, by method. */
function methodsOf(route: Route): Readonly<Record<string, Endpoint | undefined>> {
  switch (route.kind) {
    case 'ping':
      return reading(answerPing);
    case 'token':
      return { ...reading(answerTokenRequest), POST: answerTokenRequest };
    case 'catalog':
      return reading(answerCatalog);
    case 'tags':
      return reading((context, exchange) => answerTags(context, exchange, route.name));
    case 'referrers':
      return reading((context, exchange) => answerReferrers(context, exchange, route));
    case 'manifest':
      return {
        ...reading((context, exchange) => answerManifest(context, exchange, route)),
        PUT: (context, exchange) => putManifest(context, exchange, route),
        DELETE: (context, exchange) => deleteManifest(context, exchange, route),
      };
    case 'blob':
      return {
        ...reading((context, exchange) => answerBlob(context, exchange, route)),
        DELETE: (context, exchange) => deleteBlob(context, exchange, route),
      };
    case 'uploads':
      return { POST: (context, exchange) => postUpload(context, exchange, route) };
    case 'upload':
      return {
        ...reading((context, exchange) => getUpload(context, exchange, route)),
        PATCH: (context, exchange) => patchUpload(context, exchange, route),
        PUT: (context, exchange) => putUpload(context, exchange, route),
        DELETE: (context, exchange) => cancelUpload(context, exchange, route),
      };
    default:
      return route satisfies never;
  }
}

function reading(endpoint: Endpoint): Readonly<Record<string, Endpoint>> {
  return { GET: endpoint, HEAD: endpoint };
}

/** Clients learn here which protocol this is, and whether they are signed in. */
async function answerPing({ ports, settings }: RegistryContext, exchange: Exchange): Promise<void> {
  await authorize(exchange, { kind: 'sign-in' }, ports, settings);
  answer(exchange, 200, { 'Content-Type': 'application/json' }, '{}');
}

async function answerTokenRequest({ ports }: RegistryContext, exchange: Exchange): Promise<void> {
  await answerToken(exchange, ports.access);
}
