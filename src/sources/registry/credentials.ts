import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, FailureError, parseJson, recordOf, stringOf } from '../../base/index.ts';
import type { RegistryOptions } from './options.ts';

export type Credentials =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** Exchanged for an access token; Docker's `identitytoken`. */
  | { readonly kind: 'identity'; readonly token: string };

const ANONYMOUS: Credentials = { kind: 'anonymous' };
const DOCKER_HUB_KEY = 'https://index.docker.io/v1/';
const HELPER_SECONDS = 30;
const MAX_HELPER_BYTES = 1 << 20;
const MAX_CONFIG_BYTES = 8 << 20;

/**
 * What Docker's config.json in the folder knows for a registry: its credential helper, the
 * credential store, or what is written in the file.
 *
 * https://docs.docker.com/reference/cli/docker/login/#credential-stores
 */
export async function credentialsFor(
  registry: string,
  { dockerConfig, environment }: Pick<RegistryOptions, 'dockerConfig' | 'environment'>,
): Promise<Credentials> {
  if (dockerConfig === undefined) return ANONYMOUS;
  const path = join(dockerConfig, 'config.json');
  const config = await readConfig(path);
  const key = registry === 'docker.io' ? DOCKER_HUB_KEY : registry;
  const helper = stringOf(recordOf(config['credHelpers'])[key]) ?? stringOf(config['credsStore']);
  if (helper) return askHelper(helper, key, path, environment);
  const auths = Object.entries(recordOf(config['auths']));
  const entry =
    auths.find(([name]) => name === key) ?? auths.find(([name]) => hostOf(name) === registry);
  return entry ? writtenIn(recordOf(entry[1]), entry[0], path) : ANONYMOUS;
}

async function readConfig(path: string): Promise<Readonly<Record<string, unknown>>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw broken(
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const json = parseJson(text, { nesting: 32, bytes: MAX_CONFIG_BYTES });
  if (!json.ok) throw broken(`${path}: ${json.error.message}`);
  return recordOf(json.value);
}

/** Old files name a registry as `https://host/v1/`. */
function hostOf(name: string): string {
  return name.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
}

function writtenIn(
  entry: Readonly<Record<string, unknown>>,
  name: string,
  path: string,
): Credentials {
  const token = stringOf(entry['identitytoken']);
  if (token) return { kind: 'identity', token };
  const auth = stringOf(entry['auth']);
  if (!auth) {
    const username = stringOf(entry['username']);
    const password = stringOf(entry['password']);
    return username && password ? { kind: 'password', username, password } : ANONYMOUS;
  }
  const text = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '');
  const colon = text.indexOf(':');
  if (colon <= 0)
    throw broken(`the entry for ${name} in ${path} holds no user:password; log in again`);
  return { kind: 'password', username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** https://github.com/docker/docker-credential-helpers: `get`, the server on standard input. */
async function askHelper(
  helper: string,
  key: string,
  path: string,
  environment: RegistryOptions['environment'],
): Promise<Credentials> {
  if (!/^[\w.-]+$/.test(helper))
    throw broken(`${path} names "${helper}", which is no credential helper`);
  const program = `docker-credential-${helper}`;
  const { code, output } = await runHelper(program, key, environment);
  if (code !== 0) {
    if (/credentials not found|no credentials/i.test(output)) return ANONYMOUS;
    throw broken(
      `${program}, which ${path} names, failed for ${key}: ${output.trim().slice(0, 200)}`,
    );
  }
  const json = parseJson(output, { nesting: 32 });
  const record = recordOf(json.ok ? json.value : undefined);
  const username = stringOf(record['Username']) ?? '';
  const secret = stringOf(record['Secret']) ?? '';
  if (username === '<token>') return { kind: 'identity', token: secret };
  return username ? { kind: 'password', username, password: secret } : ANONYMOUS;
}

function runHelper(
  program: string,
  input: string,
  environment: RegistryOptions['environment'],
): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const timeout = HELPER_SECONDS * 1000;
    const child = spawn(program, ['get'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout,
      env: { ...environment },
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (output.length < MAX_HELPER_BYTES) output += text;
    });
    child.once('error', (error) => reject(broken(`${program} cannot be run: ${error.message}`)));
    child.once('close', (code) => resolve({ code, output }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

function broken(message: string): FailureError {
  return new FailureError(failure('sources.credentials', message));
}
