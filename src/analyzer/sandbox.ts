import { spawn } from 'node:child_process';

/**
 * How far a worker is shut in: `full` is Node's permissions and a network namespace of its own,
 * `no-netns` Node's permissions alone, which deny the network too, but within the process.
 */
export type SandboxLevel = 'full' | 'no-netns';

export interface Sandbox {
  readonly level: SandboxLevel;
  /** What comes before `node` on the command line. */
  readonly prefix: readonly string[];
}

export interface SandboxLimits {
  /** Processor seconds of the whole process: the operating system's own stop. */
  readonly cpuSeconds: number;
  /** Bytes of writable private memory. */
  readonly dataBytes: number;
  /** Of any file that it writes: it can write to no other than its scratch file. */
  readonly fileBytes: number;
}

const PROBE_MS = 2000;

/** Tries what this machine lets an ordinary process do, from the strictest down. */
export async function findSandbox(limits: SandboxLimits): Promise<Sandbox> {
  const prlimit = [
    'prlimit',
    `--cpu=${limits.cpuSeconds}`,
    `--data=${limits.dataBytes}`,
    `--fsize=${limits.fileBytes}`,
    '--core=0',
    '--',
  ];
  const candidates: readonly Sandbox[] = [
    { level: 'full', prefix: ['unshare', '-n', '--', ...prlimit] },
    { level: 'full', prefix: ['unshare', '-r', '-n', '--', ...prlimit] },
    { level: 'full', prefix: ['unshare', '-r', '-n', '--'] },
    { level: 'no-netns', prefix: prlimit },
  ];
  if (process.platform !== 'linux') return { level: 'no-netns', prefix: [] };
  for (const candidate of candidates) {
    if (await works([...candidate.prefix, 'true'])) return candidate;
  }
  return { level: 'no-netns', prefix: [] };
}

function works([command = '', ...args]: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', timeout: PROBE_MS });
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
  });
}
