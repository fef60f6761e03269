import type { Client } from '../../api/contract/index.ts';
import { ApiError } from '../../api/contract/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import { err, failure, ok } from '../../base/index.ts';
import { complain } from '../complain.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { clientOf, failureOfCall } from '../server/connect.ts';
import type { Login } from '../server/logins.ts';
import { dropLogin, keepLogin, readLogins, tokenOf } from '../server/logins.ts';
import type { ServerAddress } from '../server/server-name.ts';
import { parseServer } from '../server/server-name.ts';
import { printable } from '../text/printable.ts';
import type { World } from '../world.ts';

export interface LoginOptions {
  readonly username?: string;
  readonly passwordStdin?: boolean;
  readonly tokenStdin?: boolean;
  readonly credentialHelper?: string;
}

/** What a person types is shorter; a file piped by mistake is not read to its end. */
const MOST_SECRET = 4_096;

/** How long a token lives that a password was given for. */
const TOKEN_DAYS = 90;

/** `drydock login HOST`: keeps an access token for the server; a password is not kept. */
export async function login(
  server: string,
  options: LoginOptions,
  world: World,
): Promise<ExitCode> {
  const address = parseServer(server);
  if (!address.ok) return complain(address.error, world);
  const kept = await signIn(address.value, options, world).catch((error: unknown) =>
    err(failureOfSignIn(error, address.value)),
  );
  if (!kept.ok) return complain(kept.error, world);
  const { user, host } = kept.value;
  await world.out.write(`signed in to ${printable(host)} as ${printable(user)}\n`);
  return EXIT.ok;
}

/** A refusal here is of what was typed, not of a token that was kept. */
function failureOfSignIn(error: unknown, address: ServerAddress): Failure {
  if (error instanceof ApiError && error.problem.code === 'sign-in.required') {
    return failure('cli.login.refused', `${address.host} does not take that token`);
  }
  return failureOfCall(error, address);
}

async function signIn(
  address: ServerAddress,
  options: LoginOptions,
  world: World,
): Promise<Result<Login, Failure>> {
  const given = await credentials(address, options, world);
  if (!given.ok) return given;
  const { user, secret } = given.value;
  const made =
    options.tokenStdin || /^dd[pr]_\w{42}$/.test(secret)
      ? await withToken(address, secret, world)
      : await withPassword(address, user, secret, world);
  if (!made.ok) return made;
  const { token, name, tokenId } = made.value;
  const kept: Login = { ...address, user: name, ...(tokenId !== undefined && { tokenId }) };
  const written = await keepLogin(kept, token, options.credentialHelper, world);
  return written.ok ? ok(kept) : written;
}

async function credentials(
  { host }: ServerAddress,
  { username, passwordStdin, tokenStdin }: LoginOptions,
  { outside }: World,
): Promise<Result<{ readonly user: string; readonly secret: string }, Failure>> {
  if (tokenStdin) return ok({ user: '', secret: await firstLine(outside.stdin) });
  if (passwordStdin) {
    if (username === undefined) {
      return err(failure('cli.login.refused', '--password-stdin needs --username'));
    }
    return ok({ user: username, secret: await firstLine(outside.stdin) });
  }
  const { person } = outside;
  if (!person) {
    const message =
      'there is no terminal to ask for a password: use --password-stdin or --token-stdin';
    return err(failure('cli.login.refused', message));
  }
  const user = username ?? (await person.line(`Name at ${host}: `));
  return ok({ user, secret: await person.secret('Password or token: ') });
}

async function firstLine(stdin: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of stdin) {
    text += decoder.decode(part, { stream: true });
    if (text.includes('\n') || text.length > MOST_SECRET) break;
  }
  return text.split(/\r?\n/, 1)[0] ?? '';
}

interface Signed {
  readonly token: string;
  readonly name: string;
  readonly tokenId?: string;
}

async function withToken(
  { url, host }: ServerAddress,
  token: string,
  world: World,
): Promise<Result<Signed, Failure>> {
  const client = clientOf(url, world, { token });
  if (!client.ok) return client;
  const { name } = await client.value.getSession({});
  if (name !== undefined) return ok({ token, name });
  return err(failure('cli.login.refused', `${host} does not take that token`));
}

/** A session for the moment that it takes to make a token. */
async function withPassword(
  { url }: ServerAddress,
  user: string,
  password: string,
  world: World,
): Promise<Result<Signed, Failure>> {
  const session = { cookie: '', csrf: '' };
  const opened = clientOf(url, world, {
    csrfToken: () => session.csrf || undefined,
    fetch: async (to, init) => {
      const headers = new Headers(init.headers);
      if (session.cookie !== '') headers.set('cookie', session.cookie);
      const response = await world.outside.fetch(to, { ...init, headers });
      const set = response.headers.getSetCookie().map((one) => one.split(';', 1)[0] ?? '');
      if (set.length > 0) session.cookie = set.join('; ');
      return response;
    },
  });
  if (!opened.ok) return opened;
  const client = opened.value;
  const { csrfToken = '', name = user } = await startSession(client, user, password, world);
  session.csrf = csrfToken;
  const made = await client.createToken({
    body: { name: tokenName(world), scopes: ['admin'], expiresInDays: TOKEN_DAYS },
  });
  await client.signOut({});
  return ok({ token: made.secret, name, tokenId: made.token.id });
}

async function startSession(
  client: Client,
  name: string,
  password: string,
  { outside: { person } }: World,
): ReturnType<Client['signIn']> {
  try {
    return await client.signIn({ body: { name, password } });
  } catch (error) {
    const isAsked = error instanceof ApiError && error.problem.code === 'sign-in.code-required';
    if (!isAsked || !person) throw error;
    const code = await person.line('One-time code: ');
    return client.signIn({ body: { name, password, code } });
  }
}

/** Tells in the list of tokens where it came from; letters that a token's name may have. */
function tokenName({ outside }: World): string {
  return `cli-${Math.floor(outside.random() * 36 ** 8).toString(36)}`;
}

/** `drydock logout [HOST]`: forgets the token, and revokes it where `login` made it. */
export async function logout(server: string | undefined, world: World): Promise<ExitCode> {
  const logins = await readLogins(world);
  if (!logins.ok) return complain(logins.error, world);
  const address = server === undefined ? undefined : parseServer(server);
  if (address && !address.ok) return complain(address.error, world);
  const host = address?.value.host ?? logins.value[0]?.host;
  const found = logins.value.find((one) => one.host === host);
  if (!found) {
    const where = server === undefined ? 'any server' : server;
    return complain(failure('cli.login.none', `not signed in to ${where}`), world);
  }
  await revoke(found, world);
  const dropped = await dropLogin(found.host, world);
  if (!dropped.ok) return complain(dropped.error, world);
  await world.out.write(`signed out of ${printable(found.host)}\n`);
  return EXIT.ok;
}

/** A server that is away cannot be told; the token is forgotten here all the same. */
async function revoke({ host, url, tokenId }: Login, world: World): Promise<void> {
  const token = tokenId === undefined ? undefined : await tokenOf(host, world);
  if (tokenId === undefined || !token?.ok || token.value === undefined) return;
  const client = clientOf(url, world, { token: token.value });
  if (!client.ok) return;
  try {
    await client.value.revokeToken({ id: tokenId });
  } catch (error) {
    const { message } = failureOfCall(error, { host, url });
    await world.err.write(
      `warning: ${printable(`the token could not be revoked at ${host}: ${message}`)}\n`,
    );
  }
}
