import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Clock, Failure, Log, Result } from '../../base/index.ts';
import { err, failure, ok } from '../../base/index.ts';
import {
  housekeepingRecords,
  lockFolder,
  openDatabase,
  runningDatabaseUrl,
  startEmbeddedDatabase,
} from '../../store/index.ts';
import type { Database } from '../../store/index.ts';
import { openBlobs } from '../open-blobs.ts';
import type { ServerConfig } from '../server-config.ts';
import type { OnProgress } from './format.ts';
import { fingerprintOf, keepKey, readKey } from './key-file.ts';
import { restoreBackup } from './restore-backup.ts';
import type { Restored } from './restore-backup.ts';
import { writeBackup } from './write-backup.ts';
import type { BackedUp } from './write-backup.ts';

export interface BackupWorld {
  readonly config: Pick<ServerConfig, 'dataFolder' | 'databaseUrl' | 'blobs' | 'secretKeyFile'>;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly onProgress: OnProgress;
}

interface Opened {
  readonly database: Database;
  readonly close: () => Promise<void>;
}

/** `drydock backup FILE`: beside a server that runs, or without one. */
export async function backup(
  file: string,
  withKey: boolean,
  world: BackupWorld,
): Promise<Result<BackedUp, Failure>> {
  const { config, version, clock, onProgress } = world;
  const key = readKey(config.secretKeyFile);
  if (withKey && key === undefined) {
    return err(failure('backup.missing', `there is no key file ${config.secretKeyFile}`));
  }
  const opened = await openForBackup(world);
  if (!opened.ok) return opened;
  const { database, close } = opened.value;
  const blobs = await openBlobs({ blobs: config.blobs, pulls: 'server' });
  try {
    if (!blobs.ok) return blobs;
    const written = await writeBackup({
      file: resolve(file),
      database,
      blobs: blobs.value.blobs,
      ...(key !== undefined && { keyFingerprint: fingerprintOf(key) }),
      ...(withKey && key !== undefined && { secretKey: key }),
      version,
      clock,
      onProgress,
    });
    if (written.ok) await noteBackup(database, written.value, world.log);
    return written;
  } finally {
    if (blobs.ok) blobs.value.close();
    await close();
  }
}

/** For the administrators' page. The file is whole, whatever becomes of the note. */
async function noteBackup(
  { kysely }: Database,
  { rows, blobs, bytes }: BackedUp,
  log: Log,
): Promise<void> {
  try {
    await housekeepingRecords(kysely).note('backup', { rows, blobs, bytes });
  } catch (error) {
    log.warn('backup not noted', { reason: String(error) });
  }
}

/** `drydock restore FILE`: into an instance without any data, while no server runs on it. */
export async function restore(
  file: string,
  world: BackupWorld,
): Promise<Result<Restored, Failure>> {
  const { config, log, onProgress } = world;
  if (!existsSync(file)) return err(failure('backup.missing', `there is no file ${file}`));
  const opened = await openAlone(world);
  if (!opened.ok) return opened;
  const { database, close } = opened.value;
  const blobs = await openBlobs({ blobs: config.blobs, pulls: 'server' });
  try {
    if (!blobs.ok) return blobs;
    const used = await usedTable(database);
    if (used !== undefined) {
      const message = `the database has data already (table ${used}): restore into an empty one, with a new DRYDOCK_DATA or DRYDOCK_DATABASE_URL`;
      return err(failure('backup.not-empty', message));
    }
    return await restoreBackup({
      file,
      database,
      blobs: blobs.value.blobs,
      spoolFolder: join(config.dataFolder, 'restoring'),
      keepKey: (brought) => keepKey(config.secretKeyFile, brought),
      onProgress,
      log,
    });
  } finally {
    if (blobs.ok) blobs.value.close();
    await close();
  }
}

/** One with rows of people: those of a server that was only started are made anew. */
async function usedTable({ pool }: Database): Promise<string | undefined> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public'
     AND tablename IN ('users', 'namespaces', 'repositories', 'blobs', 'manifests')`,
  );
  for (const { name } of rows) {
    const found = await pool.query(`SELECT FROM public.${name} LIMIT 1`);
    if (found.rowCount !== 0) return name;
  }
  return undefined;
}

/** The database of a server that runs on the data folder, or started for the while. */
async function openForBackup(world: BackupWorld): Promise<Result<Opened, Failure>> {
  const { config, log } = world;
  const url = config.databaseUrl ?? runningDatabaseUrl(config.dataFolder);
  if (url === undefined) {
    const { dataFolder } = config;
    if (existsSync(join(dataFolder, 'database', 'cluster'))) return openAlone(world);
    const message = `there is no database in ${dataFolder}: set DRYDOCK_DATA or DRYDOCK_DATABASE_URL as the server has them`;
    return err(failure('backup.missing', message));
  }
  const database = await openDatabase({ url, log });
  if (!database.ok) return database;
  return ok({ database: database.value, close: () => database.value.close() });
}

async function openAlone({ config, log }: BackupWorld): Promise<Result<Opened, Failure>> {
  const lock = lockFolder(config.dataFolder);
  if (!lock.ok) return lock;
  const { dataFolder } = config;
  const own =
    config.databaseUrl === undefined ? await startEmbeddedDatabase({ dataFolder, log }) : undefined;
  if (own && !own.ok) {
    lock.value.release();
    return own;
  }
  const url = own?.value.url ?? config.databaseUrl ?? '';
  const database = await openDatabase({ url, log });
  const close = async (): Promise<void> => {
    if (database.ok) await database.value.close();
    await own?.value.stop();
    lock.value.release();
  };
  if (database.ok) return ok({ database: database.value, close });
  await close();
  return database;
}
