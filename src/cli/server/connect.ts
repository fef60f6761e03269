import type { Client, ClientOptions } from '../../api/contract/index.ts';
import { ApiError, createClient, StrangeAnswerError } from '../../api/contract/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import { err, failure, ok, printable } from '../../base/index.ts';
import { complain } from '../complain.ts';
import type { ExitCode } from '../exit.ts';
import type { World } from '../world.ts';
import type { Login } from './logins.ts';
import { readLogins, tokenOf } from './logins.ts';

/** A server that somebody is signed in to. */
export interface Connection {
  readonly login: Login;
  readonly client: Client;
}

/** An answer takes no longer, but for streams of events and uploads. */
const ANSWER_MS = 60_000;

/**
 * The server to ask: the one that `--server` or the name of an image names, else the one that was signed
 * in to last.
 */
export async function connect(
  host: string | undefined,
  world: World,
): Promise<Result<Connection, Failure>> {
  const logins = await readLogins(world);
  if (!logins.ok) return logins;
  const login =
    host === undefined ? logins.value[0] : logins.value.find((one) => one.host === host);
  if (!login) return err(notSignedIn(host));
  const token = await tokenOf(login.host, world);
  if (!token.ok) return token;
  if (token.value === undefined) return err(notSignedIn(login.host));
  const client = clientOf(login.url, world, { token: token.value });
  return client.ok ? ok({ login, client: client.value }) : client;
}

function notSignedIn(host: string | undefined): Failure {
  const message =
    host === undefined
      ? 'not signed in to any server: run `drydock login HOST`'
      : `not signed in to ${host}: run \`drydock login ${host}\``;
  return failure('cli.login.none', message);
}

export function clientOf(
  url: string,
  { version, config, outside }: World,
  more: Partial<ClientOptions> = {},
): Result<Client, Failure> {
  if (config.isOffline && !isLoopback(new URL(url).hostname)) {
    return err(
      failure('cli.offline', `DRYDOCK_OFFLINE is set, and ${url} is not on this machine: unset it`),
    );
  }
  const ask = more.fetch ?? outside.fetch;
  return ok(
    createClient({
      baseUrl: url,
      userAgent: `drydock/${version}`,
      clean: printable,
      ...more,
      // Streams of events bring a signal of their own; nothing else takes so long.
      fetch: (to, init) =>
        ask(to, { ...init, signal: init.signal ?? AbortSignal.timeout(ANSWER_MS) }),
    }),
  );
}

export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
}

/** Runs what asks a server; what the server refuses, or that it is not there, ends in a line. */
export async function onServer(
  host: string | undefined,
  world: World,
  work: (connection: Connection) => Promise<ExitCode>,
): Promise<ExitCode> {
  const connection = await connect(host, world);
  if (!connection.ok) return complain(connection.error, world);
  try {
    return await work(connection.value);
  } catch (error) {
    return complain(failureOfCall(error, connection.value.login), world);
  }
}

/** Why a call came to nothing, for the person who made it; a bug is thrown on. */
export function failureOfCall(
  error: unknown,
  { host, url, user }: Pick<Login, 'host' | 'url'> & { readonly user?: string },
): Failure {
  if (error instanceof ApiError) return refusal(error, host, user);
  if (error instanceof StrangeAnswerError) {
    return failure('cli.server.strange', `${url} is no Drydock server: ${error.message}`);
  }
  if (isOfNetwork(error)) {
    return failure('cli.server.unreachable', `${url} cannot be reached: ${networkReason(error)}`);
  }
  throw error;
}

function refusal({ problem, retryAfter }: ApiError, host: string, user?: string): Failure {
  const { code, detail, upgradeUrl, plans } = problem;
  if (code === 'sign-in.required') {
    const who = user === undefined ? '' : ` as ${user}`;
    return failure(
      code,
      `${host} does not take the token${who} any more: run \`drydock login ${host}\``,
    );
  }
  if (code === 'plan.required') {
    const where = upgradeUrl === undefined ? '' : `; see ${upgradeUrl}`;
    const what =
      (plans ?? []).length > 0
        ? `; \`drydock plan set NAMESPACE ${plans?.[0] ?? ''}\` sets it`
        : '';
    return failure(code, `the plan does not include this: ${detail}${where || what}`);
  }
  const wait = retryAfter === undefined ? '' : ` (try again in ${retryAfter} s)`;
  return failure(code, `${detail}${wait}`);
}

/** What `fetch` throws: a TypeError whose cause is the system's, or the end of the time given. */
function isOfNetwork(error: unknown): error is Error {
  return (
    error instanceof Error &&
    (error.name === 'TimeoutError' || error.name === 'AbortError' || error instanceof TypeError) &&
    (error.name !== 'TypeError' ||
      error.message === 'fetch failed' ||
      error.message === 'terminated')
  );
}

function networkReason(error: Error): string {
  if (error.name === 'TimeoutError') return `no answer within ${ANSWER_MS / 1000} s`;
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = Reflect.get(cause, 'code');
  const known = typeof code === 'string' ? NETWORK_REASONS.get(code) : undefined;
  return known ?? (cause.message || error.message);
}

const NETWORK_REASONS: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nothing listens there'],
  ['ECONNRESET', 'the connection was cut'],
  ['ENOTFOUND', 'the host has no address'],
  ['EAI_AGAIN', 'the host’s address cannot be looked up now'],
  ['ETIMEDOUT', 'no answer'],
  ['UND_ERR_CONNECT_TIMEOUT', 'no answer'],
  [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'its certificate is self-signed (NODE_EXTRA_CA_CERTS names more)',
  ],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'its certificate is self-signed (NODE_EXTRA_CA_CERTS names more)'],
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another name'],
]);
