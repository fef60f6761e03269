import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The postmaster writes its process id on the first line of a file in its folder. */
export function postmasterOf(data: string): number | undefined {
  for (const entry of readdirSync(data, { recursive: true, encoding: 'utf8' })) {
    if (entry.endsWith('postmaster.pid')) {
      return Number(readFileSync(join(data, entry), 'utf8').split('\n')[0]);
    }
  }
  return undefined;
}

/** Processes of Node that the server started, directly or not. PostgreSQL has workers of its own. */
export function workersOf(server: number): number[] {
  const below = childrenOf(server).flatMap((pid) => [pid, ...workersOf(pid)]);
  return below.filter((pid) => {
    const command = commandOf(pid);
    return command.includes('worker') && !command.startsWith('postgres');
  });
}

/** None of a process that ended. */
export function childrenOf(pid: number): number[] {
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
export async function end(pid: number | undefined, name: NodeJS.Signals): Promise<void> {
  if (pid === undefined) return;
  signal(pid, name);
  await gone(pid);
}

export async function gone(pid: number): Promise<void> {
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

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it ended
  }
}
