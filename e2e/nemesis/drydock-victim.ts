import type { DrydockServer } from '../support/drydock-server.ts';
import { startDrydock } from '../support/drydock-server.ts';
import { setUp } from '../support/registry-account.ts';
import { freePort } from '../support/server-process.ts';
import { signIn } from '../support/session.ts';
import { childrenOf, end, gone, postmasterOf, signal, workersOf } from './processes.ts';
import type { Blow, Victim } from './rounds.ts';

export interface DrydockVictim extends Victim {
  /** What the servers until now logged of a request, by the id in a violation. */
  told(violation: string): readonly string[];
}

const ADMINISTRATOR = { user: 'alice', password: 'a long password of alice' };

/** `drydock serve` with its own database in one folder, always on one port. */
export async function drydockVictim(
  data: string,
  only?: readonly string[],
): Promise<DrydockVictim> {
  const port = await freePort();
  let server: DrydockServer | undefined;
  const errors: string[] = [];
  const blows = [
    ...blowsToServer(data, () => server),
    ...blowsToDatabase(data),
    blowToWorkers(() => server),
  ];
  return {
    blows: only ? blows.filter(({ name }) => only.includes(name)) : blows,
    start: async () => {
      const isFirst = server === undefined;
      errors.push(...errorsOf(server));
      server = await startDrydock({ data, port });
      if (isFirst) await setUp(server, ADMINISTRATOR.user, ADMINISTRATOR.password);
      const { host } = server;
      const session = await signIn({ host, ...ADMINISTRATOR });
      return {
        host,
        deleteRepository: (name) => session.send('DELETE', `/repositories/${name}`),
      };
    },
    stop: async () => {
      await server?.stop();
    },
    told: (violation) => {
      const id = /\(request ([\w-]+)\)$/.exec(violation)?.[1];
      const lines = [...errors, ...errorsOf(server)];
      return id === undefined ? [] : lines.filter((line) => line.includes(id));
    },
  };
}

function errorsOf(server: DrydockServer | undefined): string[] {
  const lines = server?.log().split('\n') ?? [];
  return lines.filter((line) => line.includes('"level":"error"'));
}

type Running = () => DrydockServer | undefined;

function blowsToServer(data: string, running: Running): Blow[] {
  const effect = { serverDies: true, takesDatabase: false };
  return [
    {
      name: 'kill -9 of the server',
      ...effect,
      strike: async () => running()?.kill(),
    },
    {
      name: 'kill -9 of the server and its database',
      ...effect,
      strike: async () => {
        const database = postmasterOf(data);
        await running()?.kill();
        await end(database, 'SIGKILL');
      },
    },
  ];
}

function blowsToDatabase(data: string): Blow[] {
  const effect = { serverDies: false, takesDatabase: true };
  return [
    {
      name: 'immediate shutdown of the database',
      ...effect,
      strike: () => end(postmasterOf(data), 'SIGQUIT'),
    },
    {
      // As when the system runs out of memory: all others of the database end with it, and begin again.
      name: 'kill -9 of a process of the database',
      ...effect,
      strike: async () => {
        const processes = childrenOf(postmasterOf(data) ?? 0);
        await end(processes[0], 'SIGKILL');
        await Promise.all(processes.map(gone));
      },
    },
  ];
}

function blowToWorkers(running: Running): Blow {
  return {
    name: 'kill -9 of the workers',
    serverDies: false,
    takesDatabase: false,
    strike: () => {
      for (const pid of workersOf(running()?.pid ?? 0)) signal(pid, 'SIGKILL');
      return Promise.resolve();
    },
  };
}
