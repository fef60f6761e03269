import { readFileSync, readdirSync } from 'node:fs';

/** What a process and all that descend from it have used until now. */
export interface ProcessFigures {
  /** User and system, of the living and of the dead that were waited for. */
  readonly cpuSeconds: number;
  /** Resident now, summed: shared pages count twice. */
  readonly megabytes: number;
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html; a tick is 10 ms on all of Linux. */
const TICKS_PER_SECOND = 100;
const UTIME = 11;
const RSS = 21;
const PAGE_BYTES = 4096;

/** One that ends meanwhile counts for nothing until its parent has waited for it. */
export function figuresOf(root: number): ProcessFigures {
  let ticks = 0;
  let pages = 0;
  const open = [root];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      const ofTimes = fields.slice(UTIME, UTIME + 4);
      ticks += ofTimes.reduce((sum, one) => sum + one, 0);
      pages += fields[RSS] ?? 0;
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8');
        open.push(...children.split(' ').filter(Boolean).map(Number));
      }
    } catch {
      // it ended
    }
  }
  return { cpuSeconds: ticks / TICKS_PER_SECOND, megabytes: (pages * PAGE_BYTES) / 1024 / 1024 };
}
