import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { err, failure, FailureError, failureOf, ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import { isObject, parseJson, textAt } from '../json.ts';
import type { FeedFile, FeedTransport, Fingerprint, Obtained } from './transport.ts';

/** What of `fetch` is used. */
export type FetchFile = (
  url: string,
  init: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
) => Promise<Response>;

export interface HttpOptions {
  /** Of a mirror, which has all feeds below it; else each file comes from its publisher. */
  readonly mirror?: string;
  /** The platform's `fetch` without it. */
  readonly fetch?: FetchFile;
  /** Before each further attempt. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
  /** Requests for one file before giving up; 5 where somebody asked for the feed and waits. */
  readonly attempts?: number;
}

const ATTEMPTS = 5;
const FIRST_WAIT_MS = 1000;

/** A server that asks for a longer pause is asked again at the next update. */
const LONGEST_WAIT_MS = 60_000;

/** Without a byte for as long, the connection is given up. */
const STALL_MS = 60_000;

/** 416: the part that we have is longer than the file is now. */
const TRANSIENT: ReadonlySet<number> = new Set([408, 416, 425, 429, 500, 502, 503, 504]);

/**
 * Fetches feeds over HTTP: only what changed, going on where a download was cut off, waiting and
 * trying again where the server asks for it.
 */
export function httpTransport(options: HttpOptions = {}): FeedTransport {
  return {
    origin: options.mirror ?? 'publishers',
    hasSingleRecords: true,
    obtain: async (file, known, aside) => {
      const url = options.mirror === undefined ? file.url : urlOn(options.mirror, file.path);
      if (url === undefined || file.isFolder) return ok({ kind: 'absent' });
      const sleep = options.sleep ?? setTimeout;
      let wait = FIRST_WAIT_MS;
      for (let attempt = 1; ; attempt += 1) {
        const tried = await tryOnce(url, file, known, aside, options.fetch ?? globalThis.fetch);
        if (tried.kind === 'done') return tried.result;
        if (attempt >= (options.attempts ?? ATTEMPTS) || tried.retryAfter > LONGEST_WAIT_MS)
          return err(tried.reason);
        await sleep(Math.max(wait, tried.retryAfter));
        wait *= 2;
      }
    },
  };
}

function urlOn(mirror: string, path: string): string {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return `${mirror.replace(/\/+$/, '')}/${encoded}`;
}

type Attempt =
  | { readonly kind: 'done'; readonly result: Result<Obtained, Failure> }
  | { readonly kind: 'again'; readonly reason: Failure; readonly retryAfter: number };

async function tryOnce(
  url: string,
  file: FeedFile,
  known: Fingerprint | undefined,
  aside: string,
  fetch: FetchFile,
): Promise<Attempt> {
  const stall = new AbortController();
  const timer = globalThis.setTimeout(() => stall.abort(new Error('no answer')), STALL_MS);
  try {
    const part = new PartialDownload(aside);
    const headers = { 'accept-encoding': 'identity', ...(part.headers() ?? conditionsOf(known)) };
    const response = await fetch(url, { headers, signal: stall.signal });
    const early = await withoutBody(response, url);
    if (early) return early;
    const size = Number(response.headers.get('content-length') ?? 0);
    if (size > file.maxBytes) return done(err(tooLarge(url, file)));
    part.begin(response);
    for await (const chunk of response.body ?? []) {
      timer.refresh();
      if (part.append(chunk) > file.maxBytes) {
        part.discard();
        return done(err(tooLarge(url, file)));
      }
    }
    const fingerprint = part.finish();
    return done(ok({ kind: 'changed', path: aside, isAside: true, fingerprint }));
  } catch (error) {
    // Of what is set wrong here: it stays so, however often one tries.
    if (error instanceof FailureError) return done(err(error.failure));
    const { message } = failureOf(error, '');
    const cause =
      error instanceof Error && error.cause ? `: ${failureOf(error.cause, '').message}` : '';
    const reason = failure('advisory.fetch.failed', `cannot fetch ${url}: ${message}${cause}`);
    return { kind: 'again', reason, retryAfter: 0 };
  } finally {
    clearTimeout(timer);
  }
}

/** What is decided by the status line and headers. */
async function withoutBody(response: Response, url: string): Promise<Attempt | undefined> {
  const { status } = response;
  const isHtml = isWebPage(response);
  if ((status === 200 || status === 206) && !isHtml) return undefined;
  await response.body?.cancel();
  if (status === 304) return done(ok({ kind: 'unchanged' }));
  if (status === 404 || status === 410) return done(ok({ kind: 'absent' }));
  const what = isHtml && status < 300 ? 'answered with a web page' : `answered ${status}`;
  const reason = failure('advisory.fetch.refused', `${url} ${what}`);
  if (!TRANSIENT.has(status) && !isRateLimit(response)) return done(err(reason));
  return { kind: 'again', reason, retryAfter: pauseOf(response) };
}

/**
 * GitHub says 403 of a client that asked too often.
 *
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
function isRateLimit({ status, headers }: Response): boolean {
  const isSpent = headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0';
  return status === 403 && isSpent;
}

function isWebPage(response: Response): boolean {
  return /^text\/html\b/i.test(response.headers.get('content-type') ?? '');
}

/** Milliseconds; a date instead of seconds counts as no wish. */
function pauseOf(response: Response): number {
  const seconds = Number(response.headers.get('retry-after') ?? 0);
  return Number.isFinite(seconds) ? seconds * 1000 : 0;
}

function done(result: Result<Obtained, Failure>): Attempt {
  return { kind: 'done', result };
}

function tooLarge(url: string, { maxBytes }: FeedFile): Failure {
  return failure('advisory.fetch.too-large', `${url} is larger than the ${maxBytes} bytes allowed`);
}

/** `If-None-Match` or `If-Modified-Since` of the copy that is here. */
function conditionsOf(known: Fingerprint | undefined): Record<string, string> {
  const value = known === undefined ? undefined : parseJson(known);
  if (!isObject(value)) return {};
  const etag = textAt(value, 'etag');
  const modified = textAt(value, 'lastModified');
  if (etag !== '') return { 'if-none-match': etag };
  return modified === '' ? {} : { 'if-modified-since': modified };
}

function fingerprintOf(response: Response): Fingerprint {
  return JSON.stringify({
    etag: response.headers.get('etag') ?? '',
    lastModified: response.headers.get('last-modified') ?? '',
  });
}

/** A download that may have been cut off: its bytes so far, and the fingerprint of what they are of. */
class PartialDownload {
  readonly #aside: string;
  readonly #part: string;
  readonly #note: string;
  #descriptor: number | undefined;
  #length = 0;
  #fingerprint: Fingerprint = '';

  constructor(aside: string) {
    this.#aside = aside;
    this.#part = `${aside}.part`;
    this.#note = `${aside}.part.json`;
  }

  /** Asks for the rest, if it is still the rest of the same; `undefined`: there is nothing to go on from. */
  headers(): Record<string, string> | undefined {
    if (!existsSync(this.#note) || !existsSync(this.#part)) return undefined;
    const { size } = statSync(this.#part);
    const note = parseJson(readFileSync(this.#note));
    const etag = isObject(note) ? textAt(note, 'etag') : '';
    // A weak ETag does not promise the same bytes.
    if (size === 0 || etag === '' || etag.startsWith('W/')) return undefined;
    return { range: `bytes=${size}-`, 'if-range': etag };
  }

  begin(response: Response): void {
    const isRest = response.status === 206;
    this.#descriptor = openSync(this.#part, isRest ? 'a' : 'w');
    this.#length = isRest ? statSync(this.#part).size : 0;
    this.#fingerprint = fingerprintOf(response);
    writeFileSync(this.#note, this.#fingerprint);
  }

  /** The length so far. */
  append(chunk: Uint8Array): number {
    if (this.#descriptor !== undefined) writeSync(this.#descriptor, chunk);
    this.#length += chunk.length;
    return this.#length;
  }

  finish(): Fingerprint {
    this.#close();
    renameSync(this.#part, this.#aside);
    rmSync(this.#note, { force: true });
    return this.#fingerprint;
  }

  discard(): void {
    this.#close();
    rmSync(this.#part, { force: true });
    rmSync(this.#note, { force: true });
  }

  #close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}
