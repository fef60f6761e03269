import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { err, failure, ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';

/** Held until it is released or the process is gone, by whatever death. */
export interface FolderLock {
  release(): void;
}

/**
 * Makes this process the only one that serves a data folder. Node offers no flock; SQLite takes a lock
 * of the operating system on its file, which no kill leaves behind and which containers that share a
 * volume see too (a file with a process id would be wrong in both).
 */
export function lockFolder(dataFolder: string): Result<FolderLock, Failure> {
  makeDataFolder(dataFolder);
  const file = join(dataFolder, 'lock');
  const holder = join(dataFolder, 'lock.holder');
  let lock: DatabaseSync;
  try {
    lock = new DatabaseSync(file);
  } catch (error) {
    return err(failure('store.folder.unusable', `${dataFolder} cannot be used: ${String(error)}`));
  }
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!isBusy(error)) {
      return err(failure('store.folder.unusable', `${file} cannot be locked: ${String(error)}`));
    }
    const message = `${dataFolder} is in use by ${readHolder(holder)}: stop that one, or give this one a folder of its own with DRYDOCK_DATA`;
    return err(failure('store.folder.in-use', message));
  }
  writeFileSync(holder, `process ${process.pid} on ${hostname()}`);
  return ok({ release: () => lock.close() });
}

/** Closed to others, unlike the folders above it, which it may be the first to need. */
export function makeDataFolder(dataFolder: string): void {
  mkdirSync(dirname(dataFolder), { recursive: true });
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
}

/** https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

function readHolder(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return 'another process';
  }
}
