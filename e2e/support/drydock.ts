import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderTransport, updateFeeds } from '../../src/advisories/index.ts';

const DRYDOCK = join(import.meta.dirname, '../../bin/drydock');
const FEEDS = join(import.meta.dirname, '../../../shared/feeds');

/** A folder of the test file's own, gone with its process: servers in it are stopped before. */
export const scratch: string = mkdtempSync(join(tmpdir(), 'drydock-e2e-'));
// The database of a server that is started as root runs as somebody else.
chmodSync(scratch, 0o755);
process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));

const HOME = join(scratch, 'home');
const DATA = join(scratch, 'data');
/** Of the program under test only: what is left in it was left behind. */
const TEMP = join(scratch, 'temp');

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Processes that outlived it, and temporary files. */
  readonly leftovers: readonly string[];
}

/** Runs `bin/drydock` with an environment of its own and no network but what the image names. */
export async function drydock(
  args: readonly string[],
  options: {
    readonly stdin?: NodeJS.ReadableStream;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<Ran> {
  for (const folder of [HOME, TEMP]) mkdirSync(folder, { recursive: true });
  const env = { PATH: process.env['PATH'] ?? '', HOME, DRYDOCK_DATA: DATA, TMPDIR: TEMP };
  const child = spawn(DRYDOCK, [...args, '--offline', '--no-cache'], {
    env: { ...env, ...options.env },
    // A session of its own, by which those are known that it leaves behind.
    detached: true,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.on('error', () => undefined);
  if (options.stdin) options.stdin.pipe(child.stdin);
  else child.stdin.end();
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, stdout, stderr, leftovers: [...sessionOf(child.pid), ...readdirSync(TEMP)] };
}

/** Builds a snapshot of these feeds for `drydock` to match with. */
export async function buildSnapshot(feeds: readonly string[]): Promise<void> {
  const updated = await updateFeeds({
    folder: DATA,
    feeds,
    transport: folderTransport(FEEDS),
    clock: { now: () => Date.now() },
  });
  if (!updated.ok) throw new Error(updated.error.message);
  const refused = updated.value.outcomes.filter(({ kind }) => kind === 'refused');
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the sixth field is the session. */
function sessionOf(leader: number | undefined): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return Number(fields[3]) === leader && fields[0] !== 'Z' ? [`process ${stat}`] : [];
      } catch {
        return [];
      }
    });
}
