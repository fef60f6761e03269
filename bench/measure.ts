import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What one run of a command took. */
export interface Measured {
  readonly wallSeconds: number;
  /** User and system, of the command and of everything it waited for. */
  readonly cpuSeconds: number;
  /** Resident megabytes of its largest process, as the kernel counted them. */
  readonly largestMegabytes: number;
  /** Resident megabytes of all its processes at once, looked at every 25 ms: shared pages count twice. */
  readonly allMegabytes: number;
  readonly exitCode: number;
  readonly output: string;
}

const LOOK_MS = 25;

/** Runs a command through GNU time; `$0`, `$1`... of the script are the arguments. */
export async function measure(script: string, args: readonly string[]): Promise<Measured> {
  const report = join(tmpdir(), `drydock-bench-${process.pid}`);
  const command = ['-o', report, '-f', '%e %U %S %M', 'bash', '-c', script, ...args];
  const child = spawn('/usr/bin/time', command, { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  let allMegabytes = 0;
  const look = setInterval(() => {
    allMegabytes = Math.max(allMegabytes, residentMegabytes(child.pid));
  }, LOOK_MS);
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? -1));
  });
  clearInterval(look);
  const figures = readFileSync(report, 'utf8').trim().split('\n').at(-1) ?? '';
  rmSync(report);
  const [wallSeconds = 0, user = 0, system = 0, kilobytes = 0] = figures.split(' ').map(Number);
  return {
    wallSeconds,
    cpuSeconds: user + system,
    largestMegabytes: kilobytes / 1024,
    allMegabytes,
    exitCode,
    output: Buffer.concat(chunks).toString(),
  };
}

export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Of a process and all that descend from it. One that ends meanwhile counts for nothing. */
function residentMegabytes(root: number | undefined): number {
  let kilobytes = 0;
  const open = root === undefined ? [] : [root];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      kilobytes += Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8');
        open.push(...children.split(' ').filter(Boolean).map(Number));
      }
    } catch {
      // it ended
    }
  }
  return kilobytes / 1024;
}
