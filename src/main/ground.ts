import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { newKeyFile, readKeyFile } from '../accounts/index.ts';
import { err, failure, ok } from '../base/index.ts';
import type { Failure, Log, Result } from '../base/index.ts';
import { lockFolder, migrate, openDatabase, startEmbeddedDatabase } from '../store/index.ts';
import type { Database } from '../store/index.ts';
import { readSecretKey } from './secret-key.ts';
import type { ServerConfig } from './server-config.ts';

/** What everything else of a server stands on: its folder and its database. */
export interface Ground {
  readonly database: Database;
  /** `its own PostgreSQL, made now`: for people. */
  readonly databaseStory: string;
  /** What opens the secrets in the database. */
  readonly keys: readonly Uint8Array[];
  close(): Promise<void>;
}

/** Told what takes a while, before it begins. */
export type Progress = (what: string) => void;

/**
 * Locks the data folder, starts the database of our own where none is named, opens it, and migrates it.
 * What was begun is undone where a later step fails.
 */
export async function openGround(
  config: ServerConfig,
  log: Log,
  progress: Progress,
): Promise<Result<Ground, Failure>> {
  const endings: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of endings.splice(0).toReversed()) await end();
  };
  const opened = await open(config, log, progress, endings);
  if (opened.ok) return ok({ ...opened.value, close });
  await close();
  return opened;
}

async function open(
  config: ServerConfig,
  log: Log,
  progress: Progress,
  endings: (() => Promise<void>)[],
): Promise<Result<Omit<Ground, 'close'>, Failure>> {
  const { dataFolder } = config;
  const lock = lockData(dataFolder);
  if (!lock.ok) return lock;
  endings.push(async () => lock.value.release());
  const hadDatabase =
    config.databaseUrl !== undefined || existsSync(join(dataFolder, 'database', 'cluster'));
  // First of all that is kept: a database without its key is of no use.
  const keys = openKeys(config, !hadDatabase || config.databaseUrl !== undefined);
  if (!keys.ok) return keys;
  if (!hadDatabase) progress('making a database');
  const server = await databaseServer(config, log, endings);
  if (!server.ok) return server;
  const database = await openDatabase({ url: server.value.url, log });
  if (!database.ok) return named(config, database.error);
  endings.push(() => database.value.close());
  const migrated = await migrate(database.value, log);
  if (!migrated.ok) return migrated;
  return ok({ database: database.value, databaseStory: server.value.story, keys: keys.value });
}

function lockData(dataFolder: string): ReturnType<typeof lockFolder> {
  try {
    return lockFolder(dataFolder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return err(
      failure(
        'config.bad-value',
        `DRYDOCK_DATA is '${dataFolder}', which cannot be used: ${reason}`,
      ),
    );
  }
}

function newKey(): string {
  return newKeyFile(randomBytes);
}

function openKeys(
  { secretKeyFile }: ServerConfig,
  mayMake: boolean,
): Result<readonly Uint8Array[], Failure> {
  const text = readSecretKey({ file: secretKeyFile, makeText: newKey, mayMake });
  return text.ok ? readKeyFile(text.value) : text;
}

async function databaseServer(
  config: ServerConfig,
  log: Log,
  endings: (() => Promise<void>)[],
): Promise<Result<{ readonly url: string; readonly story: string }, Failure>> {
  if (config.databaseUrl !== undefined) {
    return ok({ url: config.databaseUrl, story: 'PostgreSQL of DRYDOCK_DATABASE_URL' });
  }
  const { dataFolder } = config;
  const embedded = await startEmbeddedDatabase({ dataFolder, log });
  if (!embedded.ok) return embedded;
  endings.push(() => embedded.value.stop());
  const story = embedded.value.isAdopted ? 'that a killed server had left running' : 'of its own';
  return ok({ url: embedded.value.url, story: `a PostgreSQL ${story}` });
}

function named({ databaseUrl }: ServerConfig, error: Failure): Result<never, Failure> {
  return err(
    databaseUrl === undefined
      ? error
      : { ...error, message: `DRYDOCK_DATABASE_URL: ${error.message}` },
  );
}
