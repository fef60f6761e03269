import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { Agents } from './agents.ts';
import type { RegistryOptions } from './options.ts';
import { proxyFor } from './proxy.ts';

const MAX_REDIRECTS = 10;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Answers that have no body, and of which no Response with one can be made. */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

/** What of `fetch` it takes to fetch files: a URL, headers, and a way to give up. */
type FetchFile = (
  url: string,
  init: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
) => Promise<Response>;

/**
 * The platform's `fetch`, which knows of no proxies, and a way through the proxy where the
 * environment names one: as the registry client does, at every redirect anew.
 */
export function proxiedFetch(environment: RegistryOptions['environment']): FetchFile {
  let agents: Agents | undefined;
  return async (url, init) => {
    let at = new URL(url);
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const proxy = proxyFor(at, environment);
      const response = proxy
        ? await fetchThrough(proxy, (agents ??= new Agents()), at, init)
        : await fetch(at, { ...init, redirect: 'manual' });
      const location = response.headers.get('location');
      if (!REDIRECTS.has(response.status) || location === null) return response;
      await response.body?.cancel();
      at = new URL(location, at);
    }
    throw new Error(`it redirects more than ${MAX_REDIRECTS} times`);
  };
}

async function fetchThrough(
  proxy: URL,
  agents: Agents,
  url: URL,
  { headers, signal }: Parameters<FetchFile>[1],
): Promise<Response> {
  const module = url.protocol === 'https:' ? 'node:https' : 'node:http';
  const { request } = process.getBuiltinModule(module);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(url, { headers, signal, agent: agents.for(url, proxy) });
    sent.once('error', (cause) => {
      reject(new Error(`no answer through the proxy ${proxy.host}`, { cause }));
    });
    sent.once('response', resolve);
    sent.end();
  });
  return responseOf(answer);
}

function responseOf(answer: IncomingMessage): Response {
  const { statusCode: status = 0, headers } = answer;
  const texts = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  if (!BODILESS.has(status))
    return new Response(Readable.toWeb(answer), { status, headers: texts });
  answer.resume();
  return new Response(undefined, { status, headers: texts });
}
