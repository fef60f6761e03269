import { spawn } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { failure, FailureError } from '../../base/index.ts';
import type { DatabaseOwner } from './database-owner.ts';
import type { Programs } from './programs.ts';
import { copyTemplate, isWithoutName, templateBeside } from './template.ts';

/** Name of the role and of the database in a cluster of ours. */
export const OWN_NAME = 'drydock';

/** PG_VERSION in a cluster that is there. */
export function clusterMajor(cluster: string): number | undefined {
  const file = join(cluster, 'PG_VERSION');
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : undefined;
}

/**
 * Makes an empty cluster: beside its place and then renamed, so that a cluster that is there is whole.
 * Whoever reaches the socket is trusted: it lies in a folder that only the owner enters.
 */
export async function createCluster(
  cluster: string,
  programs: Programs,
  owner: DatabaseOwner | undefined,
  isDurable: boolean,
): Promise<void> {
  const parent = dirname(cluster);
  for (const name of readdirSync(parent)) {
    if (name.startsWith('cluster.new-')) rmSync(join(parent, name), { recursive: true });
  }
  const place = join(parent, `cluster.new-${process.pid}`);
  mkdirSync(place, { mode: 0o700 });
  if (owner) chownSync(place, owner.uid, owner.gid);
  const trouble = await runInitdb(place, programs, owner, isDurable);
  if (trouble !== undefined) {
    rmSync(place, { recursive: true, force: true });
    const template = isWithoutName(trouble) ? templateBeside(programs) : undefined;
    if (template === undefined) throw notMade(parent, trouble);
    copyTemplate(template, place, owner);
  }
  renameSync(place, cluster);
  syncFolder(parent);
}

/** What it said where it failed. */
async function runInitdb(
  place: string,
  programs: Programs,
  owner: DatabaseOwner | undefined,
  isDurable: boolean,
): Promise<string | undefined> {
  // Builtin since 17: orders by code point as C does, and knows upper and lower case.
  const provider =
    programs.major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : [];
  const child = spawn(
    programs.initdb,
    [
      '-D',
      place,
      `--username=${OWN_NAME}`,
      '--auth=trust',
      '--encoding=UTF8',
      '--locale=C',
      ...provider,
      ...syncing(programs, isDurable),
      '--no-instructions',
    ],
    {
      ...owner,
      cwd: dirname(place),
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', ...programs.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let told = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (told += text));
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return code === 0 ? undefined : told.trim();
}

function notMade(folder: string, trouble: string): FailureError {
  const last = trouble.split('\n').slice(-3).join(' ');
  const message = `initdb could not make a database in ${folder}: ${last}`;
  return new FailureError(failure('store.postgres.initdb', message));
}

/** One call for all of a file system in place of one for each of a thousand files: 0.5 s against 2.1 s. */
function syncing({ major }: Programs, isDurable: boolean): string[] {
  if (!isDurable) return ['--no-sync'];
  return major >= 17 && process.platform === 'linux' ? ['--sync-method=syncfs'] : [];
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
