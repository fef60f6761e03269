import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { failure, FailureError } from '../../base/index.ts';
import type { DatabaseOwner } from './database-owner.ts';
import type { Programs } from './programs.ts';

/** The first process of a running PostgreSQL, as its own file tells. */
export interface Postmaster {
  readonly pid: number;
  readonly socketFolder: string;
  readonly isReady: boolean;
}

export interface StartOptions {
  readonly cluster: string;
  readonly socketFolder: string;
  readonly logFile: string;
  readonly programs: Programs;
  readonly owner: DatabaseOwner | undefined;
  /** `name=value` of postgresql.conf. */
  readonly settings: readonly string[];
}

const POLL_MS = 20;
/** Replaying the log after a crash takes minutes where much was written since the last checkpoint. */
const READY_MS = 600_000;
const FAST_STOP_MS = 30_000;
const LOG_BYTES = 4 * 2 ** 20;

/**
 * The PostgreSQL that has a cluster open, and none else: an id in a file that was left by a crash may be
 * another program's by now, as is usual in containers.
 */
export function runningPostmaster(cluster: string): Postmaster | undefined {
  const file = join(cluster, 'postmaster.pid');
  let lines: string[];
  try {
    lines = readFileSync(file, 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!commandOf(pid).includes(cluster)) return undefined;
  return { pid, socketFolder: lines[4] ?? '', isReady: lines[7]?.trim() === 'ready' };
}

/** Empty for a process that is gone or only waits to be reaped. */
function commandOf(pid: number): string {
  if (!Number.isSafeInteger(pid) || pid <= 1) return '';
  try {
    return existsSync('/proc/self/cmdline')
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      : execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** Starts PostgreSQL on a cluster that none has open, and waits until it takes connections. */
export async function startPostmaster(options: StartOptions): Promise<Postmaster> {
  const { cluster, programs, owner } = options;
  if (!runningPostmaster(cluster)) await clearAfterCrash(cluster, options.socketFolder);
  const log = openLog(options.logFile);
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${options.socketFolder}`,
    'unix_socket_permissions=0700',
    'timezone=UTC',
    'log_timezone=UTC',
    'log_min_messages=log',
    'log_checkpoints=off',
    ...syncingAfterCrash(),
    ...options.settings,
  ];
  const child = spawn(
    programs.postgres,
    ['-D', cluster, ...settings.flatMap((setting) => ['-c', setting])],
    {
      ...owner,
      // A session of its own: an interrupt from the terminal is for us, who stop it last.
      detached: true,
      cwd: cluster.slice(0, cluster.lastIndexOf('/')) || '/',
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', ...programs.environment },
      stdio: ['ignore', log, log],
    },
  );
  closeSync(log);
  let end: string | undefined;
  child.once('error', (error) => (end = error.message));
  child.once('exit', (code, signal) => (end = `it ended with ${signal ?? code}`));
  child.unref();
  for (let waited = 0; waited < READY_MS; waited += POLL_MS) {
    const running = runningPostmaster(cluster);
    if (running?.isReady) return running;
    if (end !== undefined) break;
    await setTimeout(POLL_MS);
  }
  const reason = `${end ?? 'it takes no connections'}; ${lastLines(options.logFile)}`;
  throw new FailureError(
    failure('store.postgres.start', `PostgreSQL did not start on ${cluster}: ${reason}`),
  );
}

/** After a crash all of the cluster is synced first: a call for the file system took 0.6 s, one for each file 3 s. */
function syncingAfterCrash(): string[] {
  return process.platform === 'linux' ? ['recovery_init_sync_method=syncfs'] : [];
}

/**
 * Of a postmaster that was killed, the processes of its connections may still write: they are ended, or
 * two would write to one cluster. Its lock files name a process that may be another program's by now.
 */
async function clearAfterCrash(cluster: string, socketFolder: string): Promise<void> {
  for (let waited = 0; ; waited += POLL_MS) {
    const orphans = workingIn(cluster);
    if (orphans.length === 0) break;
    if (waited > FAST_STOP_MS) throw new Error(`processes ${orphans.join()} on ${cluster} stay`);
    for (const pid of orphans) process.kill(pid, 'SIGKILL');
    await setTimeout(POLL_MS);
  }
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
  rmSync(join(socketFolder, '.s.PGSQL.5432.lock'), { force: true });
}

/** Processes whose working folder is the cluster, as that of all of PostgreSQL's is. Linux only. */
function workingIn(cluster: string): number[] {
  if (!existsSync('/proc/self/cwd') || !existsSync(cluster)) return [];
  const folder = realpathSync(cluster);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .filter((name) => {
      try {
        return readlinkSync(`/proc/${name}/cwd`) === folder;
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** What it writes of its own life; errors of statements are in our log. */
function openLog(path: string): number {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES) {
    renameSync(path, `${path}.old`);
  }
  return openSync(path, 'a', 0o600);
}

function lastLines(path: string): string {
  return readFileSync(path, 'utf8').trim().split('\n').slice(-3).join(' ');
}

/** Ends connections and writes all down; after half a minute, without writing (the log is replayed then). */
export async function stopPostmaster(cluster: string): Promise<void> {
  const postmaster = runningPostmaster(cluster);
  if (!postmaster) return;
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    process.kill(postmaster.pid, signal);
    for (let waited = 0; waited < FAST_STOP_MS; waited += POLL_MS) {
      if (runningPostmaster(cluster)?.pid !== postmaster.pid) return;
      await setTimeout(POLL_MS);
    }
  }
  throw new Error(`PostgreSQL (process ${postmaster.pid}) on ${cluster} does not stop`);
}

/** Waits for one that is starting or stopping; true when it takes connections. */
export async function settled(cluster: string): Promise<Postmaster | undefined> {
  for (let waited = 0; waited < FAST_STOP_MS; waited += POLL_MS) {
    const running = runningPostmaster(cluster);
    if (!running || running.isReady) return running;
    await setTimeout(POLL_MS);
  }
  return undefined;
}
