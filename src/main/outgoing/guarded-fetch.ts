import { lookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { BlockList, LookupFunction } from 'node:net';
import { failure, FailureError } from '../../base/index.ts';
import { mayReach } from './may-reach.ts';

export interface GuardOptions {
  /** Networks of the operator's own that may be reached though they are no part of the internet. */
  readonly allowed: BlockList;
  /** Nothing but those is reached: the server is offline. */
  readonly onlyAllowed: boolean;
  /** All addresses of a name; the system's resolver by default. */
  readonly resolve?: (host: string) => Promise<readonly Address[]>;
  readonly limits?: Partial<GuardLimits>;
}

export interface Address {
  readonly address: string;
  readonly family: number;
}

export interface GuardLimits {
  /** Of an answer's body. */
  readonly bytes: number;
  /** Of all of it: names, redirects, bodies. */
  readonly milliseconds: number;
  readonly redirects: number;
}

/** Documents of identity providers are some kilobytes, keys and all. */
const LIMITS: GuardLimits = { bytes: 1024 * 1024, milliseconds: 10_000, redirects: 5 };

export interface GuardedRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Only what has no body is sent on; without it a redirect is an error. */
  readonly followsRedirects: boolean;
  readonly signal?: AbortSignal;
}

export type GuardedFetch = (url: string, request: GuardedRequest) => Promise<Response>;

/**
 * Asks an address that a person may have set. A name is resolved once, all its addresses are judged,
 * and the connection goes to one that was: a name that changes meanwhile leads nowhere else. Each
 * redirect is judged anew, and takes no credentials to another origin.
 */
export function createGuardedFetch(options: GuardOptions): GuardedFetch {
  const limits = { ...LIMITS, ...options.limits };
  return async (text, request) => {
    const late = AbortSignal.timeout(limits.milliseconds);
    const signal = request.signal ? AbortSignal.any([request.signal, late]) : late;
    let url = addressOf(text);
    let { headers } = request;
    for (let redirects = 0; ; redirects += 1) {
      const answer = await ask(url, { ...request, headers, signal }, options);
      const { location } = answer.headers;
      if (!REDIRECTS.has(answer.statusCode ?? 0) || location === undefined) {
        return await responseOf(answer, limits.bytes, url, signal);
      }
      answer.destroy();
      if (!request.followsRedirects || request.body !== undefined) {
        throw refused(url, 'it redirects, which is not followed here');
      }
      if (redirects >= limits.redirects) {
        throw refused(url, `it redirects more than ${limits.redirects} times`);
      }
      const next = addressOf(location, url);
      if (url.protocol === 'https:' && next.protocol === 'http:') {
        throw refused(url, 'it redirects to plain http');
      }
      if (next.origin !== url.origin) headers = withoutCredentials(headers);
      url = next;
    }
  };
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function addressOf(text: string, base?: URL): URL {
  const url = URL.canParse(text, base?.href) ? new URL(text, base) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    const message = 'only http and https addresses without credentials are asked';
    throw new FailureError(failure('outgoing.address', message));
  }
  return url;
}

function withoutCredentials(
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(?:authorization|cookie)$/i.test(name)),
  );
}

async function ask(
  url: URL,
  { method, headers, body, signal }: GuardedRequest & { readonly signal: AbortSignal },
  options: GuardOptions,
): Promise<IncomingMessage> {
  const addresses = await judged(url, signal, options);
  const module = url.protocol === 'https:' ? 'node:https' : 'node:http';
  const { request } = process.getBuiltinModule(module);
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method,
      headers: { ...headers, 'accept-encoding': 'identity' },
      signal,
      agent: false,
      lookup: pinnedTo(addresses),
    });
    sent.once('error', (cause) => reject(unreachable(url, signal, cause)));
    sent.once('response', resolve);
    sent.end(body);
  });
}

/** The addresses of a host, every one of which may be reached. */
async function judged(
  url: URL,
  signal: AbortSignal,
  { allowed, onlyAllowed, resolve = resolveAll }: GuardOptions,
): Promise<readonly Address[]> {
  // WHATWG's parser has made `2130706433`, `0x7f.1` and `0177.0.0.1` what they mean.
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(host);
  const addresses =
    family > 0 ? [{ address: host, family }] : await resolved(url, resolve(host), signal);
  const barred = addresses.find(({ address }) => !mayReach(address, { allowed, onlyAllowed }));
  if (addresses.length > 0 && barred === undefined) return addresses;
  const reason =
    barred === undefined
      ? 'has no address'
      : `leads to ${barred.address}, which this server does not reach; the operator may allow the network in DRYDOCK_ALLOWED_NETWORKS`;
  throw new FailureError(failure('outgoing.refused', `${host} ${reason}`));
}

async function resolveAll(host: string): Promise<readonly Address[]> {
  return lookup(host, { all: true });
}

async function resolved(
  url: URL,
  work: Promise<readonly Address[]>,
  signal: AbortSignal,
): Promise<readonly Address[]> {
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } catch (error) {
    throw unreachable(url, signal, error);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Names are not looked up again: what was judged is what is connected to. */
function pinnedTo(addresses: readonly Address[]): LookupFunction {
  return (_, { all }, callback) => {
    const [first] = addresses;
    if (all === true) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };
}

function unreachable({ host }: URL, signal: AbortSignal, cause: unknown): Error {
  const reason = signal.aborted ? 'did not answer in time' : 'cannot be reached';
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  const told = failure('outgoing.unreachable', `${host} ${reason}${signal.aborted ? '' : code}`);
  return new FailureError(told, { cause });
}

function refused({ host }: URL, reason: string): FailureError {
  return new FailureError(failure('outgoing.refused', `${host}: ${reason}`));
}

const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

async function responseOf(
  answer: IncomingMessage,
  most: number,
  url: URL,
  signal: AbortSignal,
): Promise<Response> {
  const { statusCode: status = 0 } = answer;
  const headers = Object.entries(answer.headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  const body = await bodyOf(answer, most).catch((error: unknown) => {
    throw unreachable(url, signal, error);
  });
  if (body === undefined) throw refused(url, `its answer is larger than ${most} bytes`);
  return new Response(BODILESS.has(status) ? null : body, { status, headers });
}

/** All of it; `undefined` where it is too large: then the connection is closed. */
async function bodyOf(
  answer: IncomingMessage,
  most: number,
): Promise<Buffer<ArrayBuffer> | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > most) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
