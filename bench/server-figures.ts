import { readFileSync, readdirSync } from 'node:fs';

/** Processor seconds of a server until now, by what does the work. */
export interface ServerCpu {
  /** Its own process: requests, hashing, writing. */
  readonly server: number;
  /** That process's main thread, which answers every request. */
  readonly mainThread: number;
  /** Processes that read layers, the ended ones too. */
  readonly workers: number;
  readonly database: number;
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html; a tick is 10 ms on all of Linux. */
const TICKS_PER_SECOND = 100;
/** Of the fields after the name: user, system, and the same of children that were waited for. */
const UTIME = 11;

export function serverCpu(pid: number): ServerCpu {
  const [user = 0, system = 0, ofDeadUser = 0, ofDeadSystem = 0] = timesOf(`/proc/${pid}/stat`);
  const [mainUser = 0, mainSystem = 0] = timesOf(`/proc/${pid}/task/${pid}/stat`);
  let [workers, database] = [ofDeadUser + ofDeadSystem, 0];
  for (const [child, command] of descendantsOf(pid)) {
    const ticks = timesOf(`/proc/${child}/stat`).reduce((sum, one) => sum + one, 0);
    if (/worker-main|analyzer-worker/.test(command)) workers += ticks;
    else database += ticks;
  }
  return {
    server: (user + system) / TICKS_PER_SECOND,
    mainThread: (mainUser + mainSystem) / TICKS_PER_SECOND,
    workers: workers / TICKS_PER_SECOND,
    database: database / TICKS_PER_SECOND,
  };
}

/** Resident megabytes of the server's own process. */
export function serverMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
}

/** Of all that were started and waited for: commands that a benchmark ran. */
export function cpuOfEnded(): number {
  const [, , user = 0, system = 0] = timesOf('/proc/self/stat');
  return (user + system) / TICKS_PER_SECOND;
}

/** In ticks; nothing of what has ended. */
function timesOf(path: string): readonly number[] {
  try {
    const stat = readFileSync(path, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields.slice(UTIME, UTIME + 4).map(Number);
  } catch {
    return [];
  }
}

/** With their command lines. */
function* descendantsOf(root: number): Generator<readonly [number, string]> {
  const open = [root];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    try {
      if (pid !== root) yield [pid, readFileSync(`/proc/${pid}/cmdline`, 'utf8')];
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8');
        open.push(...children.split(' ').filter(Boolean).map(Number));
      }
    } catch {
      // it ended
    }
  }
}
