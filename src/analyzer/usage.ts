import { readFile } from 'node:fs/promises';

/** What a process has used so far. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

/** Linux's unit of processor time in /proc, on every architecture that Node runs on. */
const TICKS_PER_SECOND = 100;

/** As the kernel counts it; `undefined` where there is no /proc, or the process has ended. */
export async function usageOf(pid: number): Promise<Usage | undefined> {
  try {
    const [stat, status] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/status`, 'utf8'),
    ]);
    // The name in brackets may hold spaces and brackets; utime and stime are 12 and 13 after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    const resident = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
    return { cpuSeconds: ticks / TICKS_PER_SECOND, residentBytes: resident * 1024 };
  } catch {
    return undefined;
  }
}
