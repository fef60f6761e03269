import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, DatabaseError } from 'pg';
import { err, failure, FailureError, failureOf, ok } from '../../base/index.ts';
import type { Failure, Log, Result } from '../../base/index.ts';
import { clusterMajor, createCluster, OWN_NAME } from './cluster.ts';
import type { DatabaseOwner } from './database-owner.ts';
import { databaseOwner, firstClosedFolder } from './database-owner.ts';
import { makeDataFolder } from './folder-lock.ts';
import type { StartOptions } from './postmaster.ts';
import { runningPostmaster, settled, startPostmaster, stopPostmaster } from './postmaster.ts';
import { findPrograms, madeUsable } from './programs.ts';

/** A PostgreSQL of our own under a data folder. */
export interface EmbeddedDatabase {
  /** For `openDatabase`: a socket, no port. */
  readonly url: string;
  /** Left running by a process that was killed, and taken over. */
  readonly isAdopted: boolean;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** The caller holds its lock (`lockFolder`). */
  readonly dataFolder: string;
  readonly log: Log;
  /** `name=value` of postgresql.conf, besides ours. */
  readonly settings?: readonly string[];
}

/** Between looks at whether it still runs: two small files are read. */
const WATCH_MS = 100;

/**
 * Starts PostgreSQL under `dataFolder` and keeps it running: makes the cluster at first, takes over one
 * that a killed process of ours left running, starts it again when it dies.
 */
export async function startEmbeddedDatabase(
  options: EmbeddedOptions,
): Promise<Result<EmbeddedDatabase, Failure>> {
  try {
    return ok(await start(options));
  } catch (error) {
    return err(failureOf(error, 'store.postgres.start'));
  }
}

/** Of the database of our own that another process of ours runs on this folder now. */
export function runningDatabaseUrl(dataFolder: string): string | undefined {
  if (!existsSync(dataFolder)) return undefined;
  const running = runningPostmaster(join(realpathSync(dataFolder), 'database', 'cluster'));
  return running?.isReady ? urlOf(running.socketFolder, OWN_NAME) : undefined;
}

/** Whether programs are there that can open, or make, the database of our own under a data folder. */
export function embeddedDatabaseFits(dataFolder: string): Result<number, Failure> {
  const found = findPrograms(clusterMajor(join(dataFolder, 'database', 'cluster')));
  return found.ok ? ok(found.value.major) : found;
}

async function start(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const { log } = options;
  makeDataFolder(options.dataFolder);
  const startOptions = await prepared(options);
  const { cluster } = startOptions;
  const adopted = await settled(cluster);
  // One that is stuck, or whose socket is where no one finds it any more, is of no use.
  const isAdopted = adopted !== undefined && adopted.socketFolder === startOptions.socketFolder;
  if (!isAdopted) await stopPostmaster(cluster);
  const { pid } = adopted && isAdopted ? adopted : await startPostmaster(startOptions);
  log.info(isAdopted ? 'database adopted' : 'database started', { pid, cluster });
  await ensureDatabase(startOptions.socketFolder);
  const watch = keepRunning(startOptions, log);
  return {
    url: urlOf(startOptions.socketFolder, OWN_NAME),
    isAdopted,
    stop: async () => {
      await watch.end();
      await stopPostmaster(cluster);
      log.info('database stopped', { cluster });
    },
  };
}

/** Folders and programs in place, a cluster in its folder. */
async function prepared(options: EmbeddedOptions): Promise<StartOptions> {
  const data = realpathSync(options.dataFolder);
  const folder = join(data, 'database');
  const cluster = join(folder, 'cluster');
  const owner = databaseOwner({ data, cluster });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (owner) openTheWay([data, folder], owner);
  const found = findPrograms(clusterMajor(cluster));
  if (!found.ok) throw new FailureError(found.error);
  const programs = madeUsable(found.value, folder, owner);
  if (clusterMajor(cluster) === undefined) {
    options.log.info('database initialized', { cluster, major: programs.major });
    const isDurable = options.settings?.includes('fsync=off') !== true;
    await createCluster(cluster, programs, owner, isDurable);
  }
  return {
    cluster,
    socketFolder: socketFolderIn(folder, owner),
    logFile: join(folder, 'postgres.log'),
    programs,
    owner,
    settings: options.settings ?? [],
  };
}

/** Lets the owner of the database pass through our own folders; those above are not ours to open. */
function openTheWay(folders: readonly string[], owner: DatabaseOwner): void {
  for (const folder of folders) {
    const { mode, uid } = statSync(folder);
    if (uid !== owner.uid) chmodSync(folder, (mode & 0o777) | 0o011);
  }
  const closed = firstClosedFolder(folders.at(-1) ?? '/', owner);
  if (closed === undefined) return;
  throw new FailureError(
    failure(
      'store.folder.closed',
      `PostgreSQL does not run as root, and user ${owner.uid} cannot pass ${closed}: set DRYDOCK_DATA to a folder elsewhere, such as /var/lib/drydock`,
    ),
  );
}

/** Bytes of a socket's address that every system takes (104 on macOS, 108 on Linux, with a final zero). */
const SOCKET_BYTES = 103;
const SOCKET_NAME = '.s.PGSQL.5432';

/** Below the data folder, or in the folder for temporary files where that path is too long for a socket. */
function socketFolderIn(folder: string, owner: DatabaseOwner | undefined): string {
  const near = join(folder, 'socket');
  const isShort = Buffer.byteLength(join(near, SOCKET_NAME)) <= SOCKET_BYTES;
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const place = isShort ? near : join(tmpdir(), `drydock-${name}`);
  mkdirSync(place, { recursive: true, mode: 0o700 });
  const stat = lstatSync(place);
  const mine = [process.getuid?.(), owner?.uid];
  if (!stat.isDirectory() || !mine.includes(stat.uid)) {
    throw new FailureError(failure('store.folder.closed', `${place} belongs to somebody else`));
  }
  chmodSync(place, 0o700);
  if (owner) chownSync(place, owner.uid, owner.gid);
  return place;
}

function urlOf(socketFolder: string, database: string): string {
  return `postgresql:///${database}?host=${encodeURIComponent(socketFolder)}&user=${OWN_NAME}`;
}

/** https://www.postgresql.org/docs/18/errcodes-appendix.html */
const NO_SUCH_DATABASE = '3D000';

async function ensureDatabase(socketFolder: string): Promise<void> {
  const client = new Client(urlOf(socketFolder, OWN_NAME));
  try {
    await client.connect();
    await client.end();
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== NO_SUCH_DATABASE) throw error;
    const maintenance = new Client(urlOf(socketFolder, 'postgres'));
    await maintenance.connect();
    await maintenance.query(`CREATE DATABASE ${OWN_NAME} TEMPLATE template0`);
    await maintenance.end();
  }
}

/** Starts it again when it is gone. `end` waits for a start that is under way. */
function keepRunning(options: StartOptions, log: Log): { end(): Promise<void> } {
  let restarting: Promise<void> | undefined;
  const look = (): void => {
    if (restarting || runningPostmaster(options.cluster)) return;
    log.error('database gone', { cluster: options.cluster });
    restarting = startPostmaster(options)
      .then(({ pid }) => log.info('database started', { pid, cluster: options.cluster }))
      .catch((error: unknown) => log.error('database not started', { reason: String(error) }))
      .finally(() => (restarting = undefined));
  };
  const timer = setInterval(look, WATCH_MS);
  timer.unref();
  return {
    end: async () => {
      clearInterval(timer);
      await restarting;
    },
  };
}
