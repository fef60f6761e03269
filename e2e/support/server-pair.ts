import { copyFileSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Balancer } from './balancer.ts';
import { startBalancer } from './balancer.ts';
import { scratch } from './drydock.ts';
import type { DrydockServer } from './drydock-server.ts';
import { startDrydock } from './drydock-server.ts';
import type { RegistryAccount } from './registry-account.ts';
import { PASSWORD, setUp, USER } from './registry-account.ts';
import { freePort } from './server-process.ts';

export type Side = 0 | 1;

/** Two servers on one database and one storage, behind a balancer. */
export interface ServerPair {
  readonly account: RegistryAccount;
  readonly balancer: Balancer;
  /** Told to stop, as for an upgrade, and started again. */
  restart(side: Side): Promise<void>;
  kill(side: Side): Promise<void>;
  start(side: Side): Promise<void>;
  logOf(side: Side): string;
  stop(): Promise<void>;
}

/** `env` has the database and the storage; each server has a data folder and a port of its own. */
export async function startServerPair(env: Readonly<Record<string, string>>): Promise<ServerPair> {
  const [front, ...ports] = [await freePort(), await freePort(), await freePort()] as const;
  const data = [0, 1].map(() => mkdtempSync(join(scratch, 'data-')));
  const logs = ['', ''];
  const servers: (DrydockServer | undefined)[] = [];
  const start = async (side: Side): Promise<void> => {
    servers[side] = await startDrydock({
      data: data[side] ?? '',
      port: ports[side],
      env: { DRYDOCK_ANONYMOUS: 'pull', DRYDOCK_URL: `http://127.0.0.1:${front}`, ...env },
    });
  };
  const end = async (side: Side, how: 'stop' | 'kill'): Promise<void> => {
    const server = servers[side];
    servers[side] = undefined;
    const code = await server?.[how]();
    logs[side] += server?.log() ?? '';
    if (how === 'stop' && server && code !== 0) {
      throw new Error(`a server ended with ${String(code)}: ${logs[side]?.slice(-3000)}`);
    }
  };
  await start(0);
  copyFileSync(join(data[0] ?? '', 'secret.key'), join(data[1] ?? '', 'secret.key'));
  await start(1);
  const balancer = await startBalancer(
    front,
    ports.map((port) => `127.0.0.1:${port}`),
  );
  if (servers[0]) await setUp({ ...servers[0], host: balancer.host }, USER, PASSWORD);
  const stop = async (): Promise<void> => {
    balancer.stop();
    await Promise.all([end(0, 'stop'), end(1, 'stop')]);
  };
  const { host } = balancer;
  return {
    account: { host, user: USER, password: PASSWORD, server: undefined, stop },
    balancer,
    start,
    restart: async (side) => {
      await end(side, 'stop');
      await start(side);
    },
    kill: (side) => end(side, 'kill'),
    logOf: (side) => (logs[side] ?? '') + (servers[side]?.log() ?? ''),
    stop,
  };
}
