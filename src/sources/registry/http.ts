import type { LookupFunction } from 'node:net';
import { lookup } from 'node:dns';
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { failure, FailureError } from '../../base/index.ts';
import { Agents } from './agents.ts';
import { isLoopback, isPrivateAddress, isPrivateLiteral } from './network.ts';
import type { RegistryOptions } from './options.ts';
import { proxyFor } from './proxy.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: URL;
  readonly headers: OutgoingHttpHeaders;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Where the answer came from, redirects followed. */
  readonly url: URL;
  readonly body: IncomingMessage;
}

const MAX_REDIRECTS = 10;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const RETRIED: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
const FIRST_DELAY = 500;
/** Milliseconds: a server that says "come back in an hour" is not waited for. */
const MAX_DELAY = 30_000;

/**
 * Requests to one registry and to where it sends us. `Authorization` goes to no other origin than
 * it was given for. A registry on the internet cannot send us to a private address, be it by a
 * redirect, a token realm, or a name that resolves to one.
 */
export class HttpClient {
  readonly #options: RegistryOptions;
  readonly #registry: URL;
  // Not imported: that takes 40 ms of every command, also of those that ask no registry.
  readonly #http = process.getBuiltinModule('node:http');
  readonly #https = process.getBuiltinModule('node:https');
  readonly #agents = new Agents();
  /** Whether the registry itself answered from a private address; then it may name others. */
  #isPrivate: boolean;

  constructor(registry: URL, options: RegistryOptions) {
    this.#registry = registry;
    this.#options = options;
    this.#isPrivate = isPrivateLiteral(registry);
  }

  close(): void {
    this.#agents.close();
  }

  /** Sends, follows redirects, and tries again after what may pass: never for 4xx but 408 and 429. */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt >= this.#options.attempts;
      try {
        const answer = await this.#follow(request);
        if (isLast || !RETRIED.has(answer.status)) return answer;
        answer.body.destroy();
        await this.wait(attempt, answer.headers['retry-after']);
      } catch (error) {
        if (error instanceof FailureError) throw error;
        if (isLast) throw unreachable(request.url, this.#options.environment, error);
        await this.wait(attempt);
      }
    }
  }

  /** Backs off before another attempt: what the server asks, within bounds, else doubling. */
  async wait(attempt: number, retryAfter?: string): Promise<void> {
    const asked = Number(retryAfter) * 1000;
    const delay = FIRST_DELAY * 2 ** (attempt - 1) * (0.5 + this.#options.random());
    await this.#options.sleep(Math.min(MAX_DELAY, asked > 0 ? asked : delay));
  }

  async #follow(first: HttpRequest): Promise<HttpAnswer> {
    let request = first;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const answer = await this.#once(request);
      const { location } = answer.headers;
      if (!REDIRECTS.has(answer.status) || location === undefined) return answer;
      answer.body.destroy();
      if (!URL.canParse(location, request.url.href)) break;
      const url = new URL(location, request.url);
      this.#checkBody(request, url);
      request = { ...request, url, headers: headersFor(request, url) };
    }
    const message = `${first.url.origin} redirects ${first.url.pathname} too often, or to nowhere`;
    throw new FailureError(failure('sources.registry.redirect', message));
  }

  /** What is sent as a body is an identity token: for whoever it was meant for, and nobody else. */
  #checkBody({ url: from, body }: HttpRequest, to: URL): void {
    if (body === undefined || from.origin === to.origin) return;
    const message = `${from.origin} redirects the login of ${this.#registry.host} to ${to.origin}, which was not given the identity token; log in again with docker login`;
    throw new FailureError(failure('sources.registry.refused', message));
  }

  #once({ method, url, headers, body }: HttpRequest): Promise<HttpAnswer> {
    this.#check(url);
    const isOwn = url.origin === this.#registry.origin;
    const proxy = proxyFor(url, this.#options.environment);
    const send = url.protocol === 'https:' ? this.#https.request : this.#http.request;
    return new Promise((resolve, reject) => {
      const sent = send(url, {
        method,
        headers,
        agent: this.#agents.for(url, proxy),
        // A proxy resolves names itself, and decides what it reaches.
        ...(isOwn || this.#isPrivate || proxy ? {} : { lookup: publicLookup }),
      });
      sent.setTimeout(this.#options.idleTimeout, () => {
        sent.destroy(new Error(`no answer within ${this.#options.idleTimeout} ms`));
      });
      sent.once('error', reject);
      sent.once('response', (response) => {
        const address = response.socket.remoteAddress;
        if (isOwn && !proxy && address !== undefined) this.#isPrivate = isPrivateAddress(address);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          url,
          body: response,
        });
      });
      sent.end(body);
    });
  }

  #check(url: URL): void {
    const refuse = (problem: string): never => {
      const message = `the registry ${this.#registry.host} sends us to ${url.origin}, ${problem}`;
      throw new FailureError(failure('sources.registry.refused', message));
    };
    if (url.origin === this.#registry.origin) return;
    if (url.protocol !== 'https:' && url.protocol !== 'http:') refuse('which is no web address');
    if (!this.#isPrivate && isPrivateLiteral(url)) refuse('a private address; it was not asked');
    const isPlainAllowed = this.#registry.protocol === 'http:' || isLoopback(url.hostname);
    if (url.protocol === 'http:' && !isPlainAllowed)
      refuse('which is not encrypted; it was not asked');
  }
}

/** The whole body; fails over `limit`. */
export async function readBody(
  answer: HttpAnswer,
  what: string,
  limit: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    if (size > limit) {
      answer.body.destroy();
      const message = `${what} from ${answer.url.host} has more than the ${limit} bytes allowed`;
      throw new FailureError(failure('sources.limit', message));
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function headersFor({ url: from, headers }: HttpRequest, to: URL): OutgoingHttpHeaders {
  if (from.origin === to.origin) return headers;
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'),
  );
}

/** Resolves names to public addresses only; checked here, nothing can change in between. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const allowed = (addresses ?? []).filter(({ address }) => !isPrivateAddress(address));
    const [first] = allowed;
    if (error || first === undefined) {
      callback(error ?? new Error(`${hostname} resolves to private addresses only`), '', 0);
    } else if (options.all) callback(null, allowed);
    else callback(null, first.address, first.family);
  });
};

function unreachable(
  url: URL,
  environment: RegistryOptions['environment'],
  error: unknown,
): FailureError {
  const reason = error instanceof Error ? error.message || error.name : String(error);
  const proxy = proxyFor(url, environment);
  const through = proxy ? ` through the proxy ${proxy.host}` : '';
  const message = `${url.host} cannot be reached${through}: ${reason}; is the name right, and is there a network?`;
  return new FailureError(failure('sources.registry.unreachable', message), { cause: error });
}
