import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DrydockServer } from '../support/drydock-server.ts';
import { startDrydock } from '../support/drydock-server.ts';
import { freePort } from '../support/server-process.ts';
import type { Blow, Victim } from './rounds.ts';

export interface DrydockVictim extends Victim {
  /** Of the server that runs, or ran last. */
  log(): string;
}

/** `drydock serve` with its own database in one folder, always on one port. */
export async function drydockVictim(
  data: string,
  only?: readonly string[],
): Promise<DrydockVictim> {
  const port = await freePort();
  let server: DrydockServer | undefined;
  const blows: readonly Blow[] = [
    {
      name: 'kill -9 of the server',
      serverDies: true,
      takesDatabase: false,
      strike: async () => server?.kill(),
    },
    {
      name: 'kill -9 of the server and its database',
      serverDies: true,
      takesDatabase: false,
      strike: async () => {
        const database = postmasterOf(data);
        await server?.kill();
        if (database !== undefined) signal(database, 'SIGKILL');
      },
    },
    {
      name: 'immediate shutdown of the database',
      serverDies: false,
      takesDatabase: true,
      strike: () => {
        const database = postmasterOf(data);
        if (database !== undefined) signal(database, 'SIGQUIT');
        return Promise.resolve();
      },
    },
    {
      name: 'kill -9 of the workers',
      serverDies: false,
      takesDatabase: false,
      strike: () => {
        for (const pid of workersOf(server?.pid ?? 0)) signal(pid, 'SIGKILL');
        return Promise.resolve();
      },
    },
  ];
  return {
    blows: only ? blows.filter(({ name }) => only.includes(name)) : blows,
    start: async () => {
      server = await startDrydock({ data, port });
      return server;
    },
    stop: async () => {
      await server?.stop();
    },
    log: () => server?.log() ?? '',
  };
}

/** The postmaster writes its process id on the first line of a file in its folder. */
function postmasterOf(data: string): number | undefined {
  for (const entry of readdirSync(data, { recursive: true, encoding: 'utf8' })) {
    if (entry.endsWith('postmaster.pid')) {
      return Number(readFileSync(join(data, entry), 'utf8').split('\n')[0]);
    }
  }
  return undefined;
}

/** Node processes that the server started, directly or not. */
function workersOf(server: number): number[] {
  const workers: number[] = [];
  const open = [server];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    try {
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8');
        open.push(...children.split(' ').filter(Boolean).map(Number));
      }
      const isWorker = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('worker');
      if (pid !== server && isWorker) workers.push(pid);
    } catch {
      // it ended
    }
  }
  return workers;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it ended
  }
}
