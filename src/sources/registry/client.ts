import { failure, FailureError, parseJson, recordOf, stringOf } from '../../base/index.ts';
import type { Reference } from '../reference.ts';
import type { Challenge } from './challenge.ts';
import { parseChallenge } from './challenge.ts';
import type { Credentials } from './credentials.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';
import { HttpClient, readBody } from './http.ts';
import { isLoopback, mayHaveCredentials } from './network.ts';
import type { RegistryOptions } from './options.ts';

const MAX_TOKEN_BYTES = 1 << 20;
const MAX_ERROR_BYTES = 64 << 10;

export interface Whole {
  readonly bytes: Uint8Array;
  readonly headers: HttpAnswer['headers'];
}

/**
 * Reads one repository of a registry.
 *
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pull
 */
export class RegistryClient {
  readonly #http: HttpClient;
  readonly #base: URL;
  readonly #reference: Reference;
  readonly #credentials: Credentials;
  readonly #options: RegistryOptions;
  #authorization: string | undefined;

  /** Throws FailureError of a registry elsewhere, when everything is to stay here. */
  constructor(reference: Reference, credentials: Credentials, options: RegistryOptions) {
    if (options.isOffline && !isLoopback(reference.registry)) {
      const message = `DRYDOCK_OFFLINE is set, so ${reference.registry} is not asked; unset it, or name an archive, a layout or a folder`;
      throw new FailureError(failure('sources.offline', message));
    }
    this.#base = baseOf(reference.registry, options);
    this.#http = new HttpClient(this.#base, options);
    this.#reference = reference;
    this.#credentials = credentials;
    this.#options = options;
  }

  close(): void {
    this.#http.close();
  }

  /** The whole of `manifests/x` or `blobs/x`; `undefined` when there is none. */
  whole(path: string, accept: string, limit: number): Promise<Whole | undefined> {
    return this.#tried(path, async () => {
      const answer = await this.#get('GET', path, { accept });
      if (answer === undefined) return undefined;
      return { bytes: await readBody(answer, path, limit), headers: answer.headers };
    });
  }

  has(path: string): Promise<boolean> {
    return this.#tried(path, async () => {
      const answer = await this.#get('HEAD', path, {});
      answer?.body.destroy();
      return answer !== undefined;
    });
  }

  /** Again where an answer breaks off, be it that of the token server. */
  async #tried<Value>(path: string, ask: () => Promise<Value>): Promise<Value> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await ask();
      } catch (error) {
        if (error instanceof FailureError) throw error;
        if (attempt >= this.#options.attempts) throw this.#cutOff(path, error);
        await this.#http.wait(attempt);
      }
    }
  }

  /** The bytes of a blob; where the connection breaks, it goes on with `Range`. */
  async *blob(path: string, size: number): AsyncGenerator<Uint8Array> {
    let offset = 0;
    for (let attempt = 1; offset < size; attempt += 1) {
      const before = offset;
      try {
        for await (const chunk of this.#rest(path, offset, size)) {
          offset += chunk.length;
          yield chunk;
        }
      } catch (error) {
        if (error instanceof FailureError) throw error;
        if (attempt >= this.#options.attempts) throw this.#cutOff(path, error);
      }
      if (offset >= size) return;
      if (offset > before) attempt = 1;
      if (attempt >= this.#options.attempts) throw this.#cutOff(path, 'it ends too early');
      await this.#http.wait(attempt);
    }
  }

  async *#rest(path: string, offset: number, size: number): AsyncGenerator<Uint8Array> {
    const range = offset > 0 ? { range: `bytes=${offset}-` } : {};
    const answer = await this.#get('GET', path, range);
    if (answer === undefined) throw this.#problem(404, path);
    this.#checkLength(answer, path, offset, size);
    let skip = answer.status === 206 ? 0 : offset;
    let left = size - offset;
    for await (const chunk of answer.body) {
      if (!(chunk instanceof Uint8Array)) continue;
      const useful = chunk.subarray(Math.min(skip, chunk.length));
      skip -= chunk.length - useful.length;
      left -= useful.length;
      if (left < 0) {
        answer.body.destroy();
        const message = `${path} of ${this.#name()} has more than the ${size} bytes its manifest says`;
        throw new FailureError(failure('sources.registry.size', message));
      }
      yield useful;
    }
  }

  #checkLength(
    { status, headers, body }: HttpAnswer,
    path: string,
    offset: number,
    size: number,
  ): void {
    const isPartial = status === 206;
    if (isPartial && !headers['content-range']?.startsWith(`bytes ${offset}-`)) {
      body.destroy();
      throw new Error('the registry sent another range than it was asked for');
    }
    const length = headers['content-length'];
    const expected = isPartial ? size - offset : size;
    if (length === undefined || Number(length) === expected) return;
    body.destroy();
    const message = `${path} of ${this.#name()} has ${length} bytes; its manifest says ${expected}`;
    throw new FailureError(failure('sources.registry.size', message));
  }

  /** Answers 200 and 206 only; `undefined` for 404. Logs in where the registry asks for it. */
  async #get(
    method: 'GET' | 'HEAD',
    path: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<HttpAnswer | undefined> {
    const url = new URL(`/v2/${this.#reference.repository}/${path}`, this.#base);
    let answer = await this.#http.send(this.#authorized({ method, url, headers }));
    const challenge = parseChallenge(answer.headers['www-authenticate'] ?? '');
    if (answer.status === 401 && challenge) {
      answer.body.destroy();
      this.#authorization = await this.#logIn(challenge);
      answer = await this.#http.send(this.#authorized({ method, url, headers }));
    }
    if (answer.status === 200 || answer.status === 206) return answer;
    if (answer.status === 404) {
      answer.body.destroy();
      return undefined;
    }
    throw this.#problem(answer.status, path, await errorOf(answer));
  }

  #authorized(request: HttpRequest): HttpRequest {
    const authorization = this.#authorization;
    const userAgent = { 'user-agent': 'drydock' };
    return {
      ...request,
      headers: { ...request.headers, ...userAgent, ...(authorization && { authorization }) },
    };
  }

  async #logIn({ scheme, parameters }: Challenge): Promise<string> {
    if (scheme === 'basic') {
      const basic = basicOf(this.#credentials);
      if (basic) return basic;
      throw this.#problem(401, '', 'it asks for a user and a password');
    }
    const realm = parameters.get('realm') ?? '';
    if (scheme !== 'bearer' || !URL.canParse(realm)) {
      throw this.#problem(401, '', `it asks to log in by "${scheme}" at "${realm}"`);
    }
    const scope = parameters.get('scope') ?? `repository:${this.#reference.repository}:pull`;
    return this.#token(new URL(realm), parameters.get('service') ?? '', scope);
  }

  async #token(realm: URL, service: string, scope: string): Promise<string> {
    const isTrusted = mayHaveCredentials(this.#base, realm);
    const credentials: Credentials = isTrusted ? this.#credentials : { kind: 'anonymous' };
    const answer = await this.#http.send(tokenRequest(realm, service, scope, credentials));
    const body = await readBody(answer, 'the token', MAX_TOKEN_BYTES);
    const json = parseJson(body, { nesting: 32 });
    const record = recordOf(json.ok ? json.value : undefined);
    const token = stringOf(record['token']) ?? stringOf(record['access_token']);
    if (answer.status === 200 && token && /^[\x21-\x7e]+$/.test(token)) return `Bearer ${token}`;
    const isWithheld = !isTrusted && this.#credentials.kind !== 'anonymous';
    const withheld = isWithheld
      ? `; the credentials were not sent to ${realm.host}, which is another domain than ${this.#base.host}`
      : '';
    throw this.#problem(answer.status, '', `${realm.host} gave no token${withheld}`);
  }

  #problem(status: number, path: string, detail = ''): FailureError {
    const because = detail ? `: ${detail}` : '';
    const name = this.#name();
    if (status === 401 || status === 403) {
      const login =
        this.#credentials.kind === 'anonymous'
          ? 'it may be private: docker login'
          : 'the credentials of the Docker configuration were refused';
      const message = `${name} cannot be read (${status})${because}; is the name right? ${login}`;
      return new FailureError(failure('sources.registry.denied', message));
    }
    if (status === 429) {
      const message = `${this.#base.host} allows no more requests now (429)${because}; log in, or wait`;
      return new FailureError(failure('sources.registry.limited', message));
    }
    const message = `${this.#base.host} answered ${status} when asked for ${path} of ${name}${because}`;
    return new FailureError(failure('sources.registry', message));
  }

  #cutOff(path: string, error: unknown): FailureError {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `${path} of ${this.#name()} could not be read to its end: ${reason}`;
    return new FailureError(failure('sources.registry.truncated', message));
  }

  #name(): string {
    return `${this.#reference.registry}/${this.#reference.repository}`;
  }
}

/** Docker Hub's registry has another name than its references. Plain HTTP on loopback only. */
function baseOf(registry: string, { plainHttp }: RegistryOptions): URL {
  const isPlain = isLoopback(registry) || plainHttp.includes(registry);
  const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
  return new URL(`${isPlain ? 'http' : 'https'}://${host}`);
}

function tokenRequest(
  realm: URL,
  service: string,
  scope: string,
  credentials: Credentials,
): HttpRequest {
  if (credentials.kind === 'identity') {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      service,
      scope,
      client_id: 'drydock',
      refresh_token: credentials.token,
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return { method: 'POST', url: realm, headers, body: form.toString() };
  }
  const url = new URL(realm);
  if (service) url.searchParams.set('service', service);
  for (const one of scope.split(' ')) url.searchParams.append('scope', one);
  const authorization = basicOf(credentials);
  return { method: 'GET', url, headers: authorization ? { authorization } : {} };
}

function basicOf(credentials: Credentials): string | undefined {
  if (credentials.kind !== 'password') return undefined;
  const text = `${credentials.username}:${credentials.password}`;
  return `Basic ${Buffer.from(text).toString('base64')}`;
}

/** The registry's own words, of its JSON error list. */
async function errorOf(answer: HttpAnswer): Promise<string> {
  const body = await readBody(answer, 'the error', MAX_ERROR_BYTES).catch(() => new Uint8Array(0));
  const json = parseJson(body, { nesting: 32 });
  const errors = json.ok ? recordOf(json.value)['errors'] : undefined;
  const [first] = Array.isArray(errors) ? errors : [];
  const { code, message } = recordOf(first);
  return [stringOf(code), stringOf(message)].filter(Boolean).join(' ').slice(0, 200);
}
