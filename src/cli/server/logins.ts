import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure, Result } from '../../base/index.ts';
import { err, failure, isRecord, ok, parseJson, recordOf, stringOf } from '../../base/index.ts';
import { systemReasonOf } from '../failure-of-system.ts';
import type { World } from '../world.ts';
import { credentialHelper } from './credential-helper.ts';

/** Where somebody is signed in, as the file has it. */
export interface Login {
  /** Host, and port: what names of images begin with. */
  readonly host: string;
  readonly url: string;
  readonly user: string;
  /** Of the token that `login` made, which `logout` revokes. */
  readonly tokenId?: string;
}

interface LoginFile {
  readonly logins: readonly (Login & { readonly token?: string })[];
  /** Who was signed in last is asked when no server is named. */
  readonly current?: string;
  readonly helper?: string;
}

const MOST_BYTES = 1_048_576;

/** All logins, the one that counts by itself first. */
export async function readLogins(world: World): Promise<Result<readonly Login[], Failure>> {
  const file = await readFileOf(world);
  if (!file.ok) return file;
  const { logins, current } = file.value;
  return ok(logins.toSorted((one) => (one.host === current ? -1 : 1)));
}

/** The token of a login; `undefined` when there is none any more. */
export async function tokenOf(
  host: string,
  world: World,
): Promise<Result<string | undefined, Failure>> {
  const file = await readFileOf(world);
  if (!file.ok) return file;
  const { helper, logins } = file.value;
  const written = logins.find((one) => one.host === host)?.token;
  if (written !== undefined || helper === undefined) return ok(written);
  const opened = credentialHelper(helper, world);
  return opened.ok ? opened.value.get(host) : opened;
}

/** Keeps a login in place of one to the same server. With a helper the token is kept there. */
export async function keepLogin(
  login: Login,
  token: string,
  helper: string | undefined,
  world: World,
): Promise<Result<undefined, Failure>> {
  const file = await readFileOf(world);
  if (!file.ok) return file;
  const keeper = helper ?? file.value.helper;
  if (keeper !== undefined) {
    const opened = credentialHelper(keeper, world);
    if (!opened.ok) return opened;
    const stored = await opened.value.store(login.host, login.user, token);
    if (!stored.ok) return stored;
  }
  const others = file.value.logins.filter(({ host }) => host !== login.host);
  return writeFileOf(world, {
    logins: [...others, { ...login, ...(keeper === undefined && { token }) }],
    current: login.host,
    ...(keeper !== undefined && { helper: keeper }),
  });
}

/** Forgets a login. */
export async function dropLogin(host: string, world: World): Promise<Result<undefined, Failure>> {
  const file = await readFileOf(world);
  if (!file.ok) return file;
  const { helper, logins } = file.value;
  if (helper !== undefined) {
    const opened = credentialHelper(helper, world);
    const erased = opened.ok ? await opened.value.erase(host) : opened;
    if (!erased.ok) return erased;
  }
  const others = logins.filter((one) => one.host !== host);
  const current = others.at(-1)?.host;
  return writeFileOf(world, {
    logins: others,
    ...(current !== undefined && { current }),
    ...(helper !== undefined && { helper }),
  });
}

function pathOf({ config }: World): string {
  return join(config.dataFolder, 'logins.json');
}

async function readFileOf(world: World): Promise<Result<LoginFile, Failure>> {
  const path = pathOf(world);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return ok({ logins: [] });
    }
    return unusable(path, systemReasonOf(error) ?? String(error));
  }
  const parsed = parseJson(text, { nesting: 8, bytes: MOST_BYTES });
  if (!parsed.ok) return unusable(path, parsed.error.message);
  const record = recordOf(parsed.value);
  const [current, helper] = [stringOf(record['current']), stringOf(record['credsStore'])];
  return ok({
    logins: Object.entries(recordOf(record['servers'])).flatMap(([host, one]) =>
      loginOf(host, one),
    ),
    ...(current !== undefined && { current }),
    ...(helper !== undefined && { helper }),
  });
}

function loginOf(host: string, value: unknown): LoginFile['logins'] {
  if (!isRecord(value)) return [];
  const { url, user, token, tokenId } = value;
  if (typeof url !== 'string' || typeof user !== 'string') return [];
  return [
    {
      host,
      url,
      user,
      ...(typeof token === 'string' && { token }),
      ...(typeof tokenId === 'string' && { tokenId }),
    },
  ];
}

/** Only for its owner: it holds tokens. Replaced as a whole, so that nobody reads half of it. */
async function writeFileOf(
  world: World,
  { logins, current, helper }: LoginFile,
): Promise<Result<undefined, Failure>> {
  const path = pathOf(world);
  const servers = Object.fromEntries(logins.map(({ host, ...rest }) => [host, rest]));
  const text = JSON.stringify({ servers, current, credsStore: helper }, null, 2);
  const fresh = `${path}.${Math.floor(world.outside.random() * 1e9)}.new`;
  try {
    await mkdir(world.config.dataFolder, { recursive: true });
    await writeFile(fresh, `${text}\n`, { mode: 0o600 });
    await chmod(fresh, 0o600);
    await rename(fresh, path);
    return ok(undefined);
  } catch (error) {
    return unusable(path, systemReasonOf(error) ?? String(error));
  }
}

function unusable(path: string, why: string): Result<never, Failure> {
  return err(failure('cli.login.file', `${path}, which keeps logins, cannot be used: ${why}`));
}
