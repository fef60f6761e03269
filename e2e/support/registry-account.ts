import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from './drydock.ts';
import type { DrydockServer } from './drydock-server.ts';
import { startDrydock } from './drydock-server.ts';

export interface RegistryAccount {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly user: string;
  readonly password: string;
  /** `undefined` where TEST_REGISTRY names one that runs already. */
  readonly server: DrydockServer | undefined;
  stop(): Promise<void>;
}

export const USER = 'alice';
export const PASSWORD = 'a long password of alice';

/**
 * A server of its own with its first administrator, made by the link that it prints. TEST_REGISTRY and
 * TEST_REGISTRY_LOGIN (`user:password`) name another registry to run the same tests on. In a folder that is named
 * the server goes on as it was.
 */
export async function startRegistryWithAccount(
  env: Readonly<Record<string, string>> = {},
  place: { readonly data?: string; readonly port?: number } = {},
): Promise<RegistryAccount> {
  const named = process.env['TEST_REGISTRY'];
  if (named !== undefined) {
    const [user = '', password = ''] = (process.env['TEST_REGISTRY_LOGIN'] ?? '').split(':');
    return { host: named, user, password, server: undefined, stop: () => Promise.resolve() };
  }
  const data = place.data ?? mkdtempSync(join(scratch, 'data-'));
  const server = await startDrydock({
    data,
    ...(place.port !== undefined && { port: place.port }),
    env: { DRYDOCK_ANONYMOUS: 'pull', ...env },
  });
  if (linkOf(server) !== undefined || place.data === undefined) await setUp(server, USER, PASSWORD);
  const stop = async (): Promise<void> => {
    await server.stop();
  };
  return { host: server.host, user: USER, password: PASSWORD, server, stop };
}

/** That makes the first administrator; it is printed while there is none. */
function linkOf(server: Pick<DrydockServer, 'log'>): string | undefined {
  return /https?:\/\/\S+\/set-?up\S*/.exec(server.log())?.[0];
}

/** Makes the first administrator. */
export async function setUp(
  server: Pick<DrydockServer, 'host' | 'log'>,
  name: string,
  password: string,
): Promise<void> {
  const link = linkOf(server);
  const token = link === undefined ? undefined : /[=/#]([\w-]{20,})$/.exec(link)?.[1];
  if (token === undefined) throw new Error(`no set-up link in: ${server.log()}`);
  const answer = await fetch(`http://${server.host}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, name, password }),
  });
  if (!answer.ok) throw new Error(`set-up: ${answer.status} ${await answer.text()}`);
}
