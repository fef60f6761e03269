import { setTimeout as sleep } from 'node:timers/promises';
import { signIn } from '../e2e/support/session.ts';
import type { RegistryAccount } from '../e2e/support/registry-account.ts';
import { succeed } from '../e2e/support/run-program.ts';
import { type Client, createClient } from '../src/api/contract/index.ts';
import { recordOf, stringOf } from '../src/base/index.ts';

const PATIENCE_MS = 180_000;
/** A failure is told by the state, whether or not an event of it comes. */
const LOOK_MS = 500;

/** Somebody who pushes to a repository of a server, with its page open. */
export interface PushSession {
  readonly client: Client;
  /** A layout's image, by skopeo, through whatever listens at `through`. */
  push(through: string, layout: string, name: string, tag: string): Promise<void>;
  /** From now on: a repository's page. */
  follow(name: string): Promise<FollowedRepository>;
  /** Longest and 99th percentile of what held the server's main thread up since last asked, in ms. */
  loopDelay(): Promise<LoopDelay>;
}

export interface FollowedRepository {
  /** When the page was told that the tag's image has a report, as performance.now() tells. */
  reportOf(tag: string): Promise<number>;
  close(): void;
}

export interface LoopDelay {
  readonly most: number;
  readonly p99: number;
}

export async function openPushSession(account: RegistryAccount): Promise<PushSession> {
  const { host, user, password } = account;
  const session = await signIn(account);
  const wanted = { name: 'bench', scopes: ['admin'] };
  const token = stringOf((await session.ask('POST', '/account/tokens', wanted))['secret']) ?? '';
  const client = createClient({ baseUrl: `http://${host}`, token, fetch });
  return {
    client,
    async push(through, layout, name, tag) {
      const flags = ['--quiet', '--preserve-digests', '--dest-tls-verify=false'];
      const credentials = ['--dest-creds', `${user}:${password}`];
      const to = `docker://${through}/${user}/${name}:${tag}`;
      await succeed('skopeo', ['copy', ...flags, ...credentials, `oci:${layout}`, to]);
    },
    follow: (name) => follow(client, { namespace: user, repository: name }),
    async loopDelay() {
      const headers = { authorization: `Bearer ${token}` };
      const text = await (await fetch(`http://${host}/metrics`, { headers })).text();
      return { most: lagIn(text, 'max'), p99: lagIn(text, 'p99') };
    },
  };
}

function lagIn(metrics: string, which: 'max' | 'p99'): number {
  const line = new RegExp(`^nodejs_eventloop_lag_${which}_seconds (\\S+)$`, 'm');
  return 1000 * Number(line.exec(metrics)?.[1]);
}

interface RepositoryName {
  readonly namespace: string;
  readonly repository: string;
}

async function follow(client: Client, name: RepositoryName): Promise<FollowedRepository> {
  const ending = new AbortController();
  const events = await client.followRepository(name, { signal: ending.signal });
  const reportedAt = new Map<unknown, number>();
  let told = Promise.withResolvers<void>();
  const read = async (): Promise<void> => {
    for await (const { data } of events) {
      const { digest, state } = recordOf(data);
      if (/^complete|^failed/.test(String(recordOf(state)['kind']))) {
        reportedAt.set(digest, performance.now());
        told.resolve();
        told = Promise.withResolvers();
      }
    }
  };
  let broken: unknown;
  void read().then(
    () => (broken = new Error('the stream of events ended')),
    (error: unknown) => (broken = error),
  );
  return {
    async reportOf(tag) {
      for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline;) {
        const next = told.promise;
        const { digest, state } = recordOf(await client.getAnalysis({ ...name, reference: tag }));
        const { kind } = recordOf(state);
        if (kind === 'failed') throw new Error(`${tag}: ${JSON.stringify(state)}`);
        const at = reportedAt.get(digest);
        if (String(kind).startsWith('complete') && at !== undefined) return at;
        if (broken !== undefined) throw new Error('no more events', { cause: broken });
        await Promise.race([next, sleep(LOOK_MS, undefined, { ref: false })]);
      }
      throw new Error(`no report of ${tag} in ${PATIENCE_MS} ms`);
    },
    close: () => ending.abort(),
  };
}
