import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Clock, Failure, Log, Result } from '../../base/index.ts';
import { err, failure, ok } from '../../base/index.ts';
import {
  lockFolder,
  openDatabase,
  runningDatabaseUrl,
  startEmbeddedDatabase,
} from '../../store/index.ts';
import type { Database } from '../../store/index.ts';
import { openBlobs } from '../open-blobs.ts';
import type { ServerConfig } from '../server-config.ts';
import { restoreBackup } from './restore-backup.ts';
import type { Restored } from './restore-backup.ts';
import { writeBackup } from './write-backup.ts';
import type { BackedUp } from './write-backup.ts';

export interface BackupWorld {
  readonly config: ServerConfig;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
}

interface Opened {
  readonly database: Database;
  readonly close: () => Promise<void>;
}

/** `drydock backup FILE`: beside a server that runs, or without one. */
export async function backup(file: string, world: BackupWorld): Promise<Result<BackedUp, Failure>> {
  const { config, version, clock } = world;
  const opened = await openForBackup(world);
  if (!opened.ok) return opened;
  const blobs = await openBlobs(config);
  try {
    if (!blobs.ok) return blobs;
    const own = join(config.dataFolder, 'secret.key');
    const hasKey = config.secretKeyFile === own && existsSync(own);
    return await writeBackup({
      file: resolve(file),
      database: opened.value.database,
      blobs: blobs.value.blobs,
      ...(hasKey && { secretKey: readFileSync(own, 'utf8') }),
      version,
      clock,
    });
  } finally {
    if (blobs.ok) blobs.value.close();
    await opened.value.close();
  }
}

/** `drydock restore FILE`: into an instance without any data, while no server runs on it. */
export async function restore(
  file: string,
  world: BackupWorld,
): Promise<Result<Restored, Failure>> {
  const { config, log } = world;
  if (!existsSync(file)) return err(failure('backup.missing', `there is no file ${file}`));
  const opened = await openAlone(world);
  if (!opened.ok) return opened;
  const { database, close } = opened.value;
  const blobs = await openBlobs(config);
  try {
    if (!blobs.ok) return blobs;
    const used = await firstTable(database);
    if (used !== undefined) {
      const message = `the database has data already (table ${used}): restore into an empty one, with a new DRYDOCK_DATA or DRYDOCK_DATABASE_URL`;
      return err(failure('backup.not-empty', message));
    }
    return await restoreBackup({
      file,
      database,
      blobs: blobs.value.blobs,
      spoolFolder: join(config.dataFolder, 'restoring'),
      keepKey: (text) => keepKey(config.secretKeyFile, text),
      log,
    });
  } finally {
    if (blobs.ok) blobs.value.close();
    await close();
  }
}

/** A table with rows: an empty schema is what a restore that was broken off leaves. */
async function firstTable({ pool }: Database): Promise<string | undefined> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables
     WHERE schemaname = 'public' AND tablename IN ('users', 'blobs', 'manifests')`,
  );
  for (const { name } of rows) {
    const found = await pool.query(`SELECT 1 FROM ${name} LIMIT 1`);
    if (found.rowCount !== 0) return name;
  }
  return undefined;
}

function keepKey(file: string, text: string): Result<undefined, Failure> {
  if (!existsSync(file)) {
    writeFileSync(file, text, { mode: 0o600, flush: true });
    return ok(undefined);
  }
  if (readFileSync(file, 'utf8') === text) return ok(undefined);
  const message = `${file} holds another key than the backup: move it away`;
  return err(failure('backup.not-empty', message));
}

/** The database of a server that runs on the data folder, or started for the while. */
async function openForBackup(world: BackupWorld): Promise<Result<Opened, Failure>> {
  const { config, log } = world;
  const url = config.databaseUrl ?? runningDatabaseUrl(config.dataFolder);
  if (url === undefined) return openAlone(world);
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
