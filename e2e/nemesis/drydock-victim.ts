import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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
        await end(database, 'SIGKILL');
      },
    },
    {
      name: 'immediate shutdown of the database',
      serverDies: false,
      takesDatabase: true,
      strike: () => end(postmasterOf(data), 'SIGQUIT'),
    },
    {
      // As when the system runs out of memory: all others of the database end with it, and begin again.
      name: 'kill -9 of a process of the database',
      serverDies: false,
      takesDatabase: true,
      strike: async () => {
        const processes = childrenOf(postmasterOf(data) ?? 0);
        await end(processes[0], 'SIGKILL');
        await Promise.all(processes.map(gone));
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

/** Processes of Node that the server started, directly or not. PostgreSQL has workers of its own. */
function workersOf(server: number): number[] {
  const below = childrenOf(server).flatMap((pid) => [pid, ...workersOf(pid)]);
  return below.filter((pid) => {
    const command = commandOf(pid);
    return command.includes('worker') && !command.startsWith('postgres');
  });
}

/** None of a process that ended. */
function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
      const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8');
      return children.split(' ').filter(Boolean).map(Number);
    });
  } catch {
    return [];
  }
}

/** Until it is gone: on a busy machine its last answers come a while after the signal. */
async function end(pid: number | undefined, name: NodeJS.Signals): Promise<void> {
  if (pid === undefined) return;
  signal(pid, name);
  await gone(pid);
}

async function gone(pid: number): Promise<void> {
  while (commandOf(pid) !== '') await sleep(5);
}

/** Empty for one that ended, also where nobody has asked yet how. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it ended
  }
}
