import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/** Megabytes: resident pages, and resident pages with each shared one split among its processes. */
export interface Footprint {
  readonly rss: number;
  readonly pss: number;
}

/** The most that was seen of one command. */
export interface PeakMemory {
  /** Of all its processes at one time: of the sums the largest, not the sum of the largest. */
  readonly all: Footprint;
  /** Of each process by itself, the largest first. */
  readonly processes: readonly Footprint[];
  readonly wallSeconds: number;
  readonly exitCode: number;
  readonly output: string;
}

const LOOK_MS = 20;
const NOTHING: Footprint = { rss: 0, pss: 0 };

/** Runs a command; `$0`, `$1`... of the script are the arguments. */
export async function peakMemoryOf(script: string, args: readonly string[]): Promise<PeakMemory> {
  const started = performance.now();
  const child = spawn('bash', ['-c', script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const peaks = new Map<number, Footprint>();
  let all = NOTHING;
  const look = setInterval(() => {
    let sum = NOTHING;
    for (const [pid, footprint] of footprintsOf(child.pid)) {
      peaks.set(pid, larger(peaks.get(pid) ?? NOTHING, footprint));
      sum = { rss: sum.rss + footprint.rss, pss: sum.pss + footprint.pss };
    }
    all = larger(all, sum);
  }, LOOK_MS);
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? -1));
  });
  clearInterval(look);
  return {
    all,
    processes: [...peaks.values()].toSorted((a, b) => b.rss - a.rss),
    wallSeconds: (performance.now() - started) / 1000,
    exitCode,
    output: Buffer.concat(chunks).toString(),
  };
}

function larger(a: Footprint, b: Footprint): Footprint {
  return { rss: Math.max(a.rss, b.rss), pss: Math.max(a.pss, b.pss) };
}

/** Of all that descend from a process; one that ends meanwhile counts for nothing. */
function* footprintsOf(root: number | undefined): Generator<[number, Footprint]> {
  const open = root === undefined ? [] : [root];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    try {
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      yield [pid, { rss: megabytesOf(rollup, 'Rss'), pss: megabytesOf(rollup, 'Pss') }];
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8');
        open.push(...children.split(' ').filter(Boolean).map(Number));
      }
    } catch {
      // it ended
    }
  }
}

/** https://docs.kernel.org/filesystems/proc.html */
function megabytesOf(rollup: string, field: string): number {
  const line = rollup.split('\n').find((one) => one.startsWith(`${field}:`)) ?? '';
  return Number(line.replaceAll(/\D/g, '')) / 1024;
}
