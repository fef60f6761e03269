import { readFileSync, readdirSync } from 'node:fs';

/** What a process and all that descend from it have used until now. */
export interface ProcessFigures {
  /** User and system, of the living and of the dead that were waited for. */
  readonly cpuSeconds: number;
  /** Resident now, summed; a page that several share counts once. */
  readonly megabytes: number;
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html; a tick is 10 ms on all of Linux. */
const TICKS_PER_SECOND = 100;
const UTIME = 11;

/** One that ends meanwhile counts for nothing until its parent has waited for it. */
export function figuresOf(root: number): ProcessFigures {
  let ticks = 0;
  let kilobytes = 0;
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
      // PostgreSQL's processes share most of what each of them has.
      const memory = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      kilobytes += Number(/^Pss:\s+(\d+) kB/m.exec(memory)?.[1] ?? 0);
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8');
        open.push(...children.split(' ').filter(Boolean).map(Number));
      }
    } catch {
      // it ended
    }
  }
  return { cpuSeconds: ticks / TICKS_PER_SECOND, megabytes: kilobytes / 1024 };
}
