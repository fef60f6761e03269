import { readEvents } from './event-reader.ts';
import type { ReceivedEvent } from './event-reader.ts';
import type { Operation, Operations, Problem } from './operations.ts';
import { OPERATIONS } from './operations.ts';

/** A function of every operation; it throws an ApiError for what the server refuses. */
export type Client = {
  readonly [Id in ClientOperation]: (
    input: Operations[Id]['input'],
    call?: CallOptions,
  ) => Promise<ClientAnswer<Id>>;
};

/** All but those that send a browser elsewhere. */
export type ClientOperation = {
  [Id in keyof Operations]: Operations[Id]['kind'] extends 'redirect' ? never : Id;
}[keyof Operations];

interface AnswerOfKind<Answer> {
  readonly json: Answer;
  readonly empty: undefined;
  readonly events: AsyncIterable<ReceivedEvent<Answer>>;
  readonly file: ReceivedFile;
  readonly bytes: Uint8Array;
  readonly redirect: never;
}

export type ClientAnswer<Id extends keyof Operations> = AnswerOfKind<
  Operations[Id]['answer']
>[Operations[Id]['kind']];

export interface ReceivedFile {
  readonly mediaType: string;
  readonly text: string;
}

export interface ClientOptions {
  /** `https://registry.example.com`; empty in a page of that server. */
  readonly baseUrl: string;
  /** An access token; a page has its session's cookie in its place. */
  readonly token?: string;
  /** Of the session, for writes of a page. */
  readonly csrfToken?: () => string | undefined;
  readonly userAgent?: string;
  /** What becomes of every text in an answer: a terminal must not be sent control characters. */
  readonly clean?: (text: string) => string;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** The same key and input are done once. */
  readonly idempotencyKey?: string;
  /** Of events: go on after this one. */
  readonly lastEventId?: string;
}

/** The server's refusal, in its words. */
export class ApiError extends Error {
  readonly problem: Problem;
  /** Seconds to wait, where the server says. */
  readonly retryAfter: number | undefined;

  constructor(problem: Problem, retryAfter: number | undefined) {
    super(problem.detail);
    this.name = 'ApiError';
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** What answered is not Drydock, or not one that this client knows. */
export class StrangeAnswerError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'StrangeAnswerError';
    this.status = status;
  }
}

/** A typed client of the API, for browsers and Node; all that it needs is `fetch`. */
export function createClient(options: ClientOptions): Client {
  const calls = Object.entries(OPERATIONS).map(([id, operation]) => [
    id,
    (input: Input, call: CallOptions = {}) => send(operation, input, call, options),
  ]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the table and the types are made together
  return Object.fromEntries(calls) as Client;
}

type Input = Readonly<Record<string, unknown>>;

async function send(
  operation: Operation,
  input: Input,
  call: CallOptions,
  options: ClientOptions,
): Promise<unknown> {
  const { body, mediaType, ...parameters } = input;
  const response = await options.fetch(options.baseUrl + addressOf(operation.path, parameters), {
    method: operation.method,
    headers: headersOf(operation, body, mediaType, call, options),
    ...(body !== undefined && { body: bodyOf(body) }),
    ...(call.signal && { signal: call.signal }),
    credentials: 'same-origin',
    // An answer elsewhere is not the server's, and the token is for nobody else.
    redirect: 'error',
  });
  if (!response.ok) throw await refusalOf(response);
  return read(operation, response, options);
}

/** Parameters of the path go where it has them, the others into the query. */
function addressOf(path: string, parameters: Input): string {
  const rest = new Map(Object.entries(parameters));
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(rest.get(name));
    rest.delete(name);
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams();
  for (const [name, value] of rest) {
    if (typeof value === 'string') query.set(name, value);
    else if (typeof value === 'number' || typeof value === 'boolean') query.set(name, `${value}`);
  }
  const text = query.toString();
  return text === '' ? filled : `${filled}?${text}`;
}

function headersOf(
  { method, kind }: Operation,
  body: unknown,
  mediaType: unknown,
  call: CallOptions,
  { token, csrfToken, userAgent }: ClientOptions,
): Record<string, string> {
  const csrf = method === 'GET' ? undefined : csrfToken?.();
  return {
    accept: kind === 'events' ? 'text/event-stream' : 'application/json, */*;q=0.5',
    ...(body !== undefined && {
      'content-type': typeof mediaType === 'string' ? mediaType : 'application/json',
    }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(csrf !== undefined && { 'x-drydock-csrf': csrf }),
    ...(userAgent !== undefined && { 'user-agent': userAgent }),
    ...(call.idempotencyKey !== undefined && { 'idempotency-key': call.idempotencyKey }),
    ...(call.lastEventId !== undefined && { 'last-event-id': call.lastEventId }),
  };
}

function bodyOf(body: unknown): string | Uint8Array<ArrayBuffer> {
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}

async function read(
  { kind }: Operation,
  response: Response,
  { clean }: ClientOptions,
): Promise<unknown> {
  switch (kind) {
    case 'json':
      return jsonOf(response, clean);
    case 'file': {
      const [mediaType = ''] = (response.headers.get('content-type') ?? '').split(';', 1);
      return { mediaType, text: await response.text() };
    }
    case 'bytes':
      return readBytes(response);
    case 'events':
      return readEvents(response);
    case 'empty':
    case 'redirect':
      await response.body?.cancel();
      return undefined;
  }
}

/** Of one answer of bytes: a part of a snapshot is smaller. */
const MOST_BYTES = 64 * 1024 * 1024;

async function readBytes(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > MOST_BYTES) {
      throw new StrangeAnswerError(response.status, `the answer has more than ${MOST_BYTES} bytes`);
    }
    parts.push(part);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

async function jsonOf(response: Response, clean?: (text: string) => string): Promise<unknown> {
  const type = response.headers.get('content-type') ?? '';
  const text = await response.text();
  if (/^application\/(?:\w+\+)?json\b/.test(type)) {
    try {
      return clean ? JSON.parse(text, cleaning(clean)) : JSON.parse(text);
    } catch {
      // said below
    }
  }
  throw new StrangeAnswerError(
    response.status,
    `the answer (${response.status}) is no JSON but ${type === '' ? 'of no type' : type}`,
  );
}

function cleaning(clean: (text: string) => string): (key: string, value: unknown) => unknown {
  return (_, value) => (typeof value === 'string' ? clean(value) : value);
}

async function refusalOf(response: Response): Promise<Error> {
  const value = await jsonOf(response).catch((error: unknown) => error);
  if (value instanceof Error) return value;
  if (!isProblem(value)) {
    return new StrangeAnswerError(response.status, `the answer is ${response.status}, no problem`);
  }
  const wait = Number(response.headers.get('retry-after') ?? NaN);
  return new ApiError(value, Number.isFinite(wait) ? wait : undefined);
}

function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'detail' in value &&
    typeof value.detail === 'string'
  );
}
