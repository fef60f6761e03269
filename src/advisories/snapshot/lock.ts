import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { err, failure } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';

const POLL_MS = 100;

/**
 * Runs an update while no other process does one in the same folder; waits `waitMs` for another. The
 * lock of a process that died is taken over.
 */
export async function withLock<Value>(
  folder: string,
  waitMs: number,
  run: () => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure>> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'lock');
  for (let waited = 0; !tryLock(path); waited += POLL_MS) {
    if (waited >= waitMs) {
      const message = `process ${readOwner(path).pid} is updating ${folder}; wait for it, or try again`;
      return err(failure('advisory.update.locked', message));
    }
    await setTimeout(POLL_MS);
  }
  try {
    return await run();
  } finally {
    rmSync(path, { force: true });
  }
}

/** A process, told from a later one with the same id by when it started. */
interface Owner {
  readonly pid: number;
  readonly startedAt: string;
}

/** The lock appears whole, by a hard link: nobody sees one without an owner. */
function tryLock(path: string): boolean {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) }));
  try {
    linkSync(own, path);
    return true;
  } catch {
    removeStale(path);
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

/** Moves a dead owner's lock away; puts it back if another process was quicker and it is theirs. */
function removeStale(path: string): void {
  const owner = readOwner(path);
  if (owner.pid === 0 || isRunning(owner)) return;
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (isRunning(readOwner(aside))) {
    try {
      linkSync(aside, path);
    } catch {
      // A third process locked in between: two hold it, and each activates a whole snapshot.
    }
  }
  rmSync(aside, { force: true });
}

function readOwner(path: string): Owner {
  try {
    const owner: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof owner === 'object' && owner !== null && 'pid' in owner && 'startedAt' in owner) {
      return { pid: Number(owner.pid), startedAt: String(owner.startedAt) };
    }
  } catch {
    // Gone, or not ours: nobody to wait for.
  }
  return { pid: 0, startedAt: '' };
}

function isRunning({ pid, startedAt }: Owner): boolean {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    const isOthers = error instanceof Error && 'code' in error && error.code === 'EPERM';
    return isOthers;
  }
  return startOf(pid) === startedAt;
}

/** Field 22 of /proc/<pid>/stat, which no later process with this id shares; empty where there is none. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
