import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildWhenStale } from '../../tools/web.ts';
import { recordOf } from '../../src/base/index.ts';
import { layoutOf } from '../support/corpus.ts';
import { scratch } from '../support/drydock.ts';
import type { RegistryAccount } from '../support/registry-account.ts';
import { startRegistryWithAccount } from '../support/registry-account.ts';
import { runProgram } from '../support/run-program.ts';
import type { Session } from '../support/session.ts';
import { signIn } from '../support/session.ts';

/** A server with pages, its first administrator, and what else a test wants in it. */
export interface WebServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly host: string;
  readonly user: string;
  readonly password: string;
  readonly account: RegistryAccount;
  /** Of the administrator. */
  readonly session: Session;
  /** For a browser: `name=value` of a new session. */
  cookieOf(user: string, password: string): Promise<string>;
  /** Pushes an image of the corpus: `push('node-app', 'alice/app:1')`. */
  push(image: string, reference: string): Promise<void>;
  /** Until the analysis of what a tag points to has ended. */
  analyzed(repository: string, tag: string): Promise<void>;
  stop(): Promise<void>;
}

export interface WebServerOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** A folder to go on with; else a new one. */
  readonly data?: string;
  readonly port?: number;
}

export async function startWebServer(options: WebServerOptions = {}): Promise<WebServer> {
  await buildWhenStale();
  const account = await startRegistryWithAccount(options.env, options);
  const { host, user, password } = account;
  const session = await signIn(account);
  const folder = mkdtempSync(join(scratch, 'skopeo-'));
  const auth = join(folder, 'auth.json');
  mkdirSync(folder, { recursive: true });
  const login = ['login', '--tls-verify=false', '--authfile', auth, '-u', user, '-p', password];
  await runProgram('skopeo', [...login, host]);
  return {
    url: `http://${host}`,
    host,
    user,
    password,
    account,
    session,
    cookieOf: (name, secret) => cookieOf(host, name, secret),
    push: async (image, reference) => {
      const { skopeo } = layoutOf(image);
      const copy = ['copy', '-q', '--all', '--preserve-digests', '--dest-tls-verify=false'];
      const target = `docker://${host}/${reference}`;
      await runProgram('skopeo', [...copy, '--authfile', auth, skopeo, target]);
    },
    analyzed: (repository, tag) => analyzed(session, repository, tag),
    stop: () => account.stop(),
  };
}

async function cookieOf(host: string, name: string, password: string): Promise<string> {
  const answer = await fetch(`http://${host}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password }),
  });
  const [cookie = ''] = answer.headers.getSetCookie();
  return cookie.split(';', 1)[0] ?? '';
}

const TRIES = 1_200;
const UNDER_WAY = new Set(['queued', 'analyzing', 'matching']);

async function analyzed(session: Session, repository: string, tag: string): Promise<void> {
  const [namespace = '', ...rest] = repository.split('/');
  const path = `/repositories/${namespace}/${encodeURIComponent(rest.join('/'))}/images/${tag}/analysis`;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { kind } = recordOf((await session.ask('GET', path))['state']);
    if (!UNDER_WAY.has(String(kind))) return;
    await sleep(100);
  }
  throw new Error(`the analysis of ${repository}:${tag} does not end`);
}
