import { setTimeout } from 'node:timers/promises';

/** Between two looks at one that was just killed. */
const LOOK_MS = 20;

/** Looks at most: what the kernel does not end by then hangs in a device, and is left. */
const MOST_LOOKS = 500;

/**
 * The worker processes of a thread. Once it is gone, nobody there hears of their end: each would stay in the
 * system's table of processes for as long as the server runs.
 */
export class ThreadWorkers {
  readonly #pids = new Set<number>();

  started(pid: number): void {
    this.#pids.add(pid);
  }

  ended(pid: number): void {
    this.#pids.delete(pid);
  }

  /** The thread is gone: ends those that it left, and waits for them in its place. */
  async endLeft(): Promise<void> {
    if (this.#pids.size === 0) return;
    const waitFor = await systemWait();
    for (let looks = 0; looks < MOST_LOOKS && this.#pids.size > 0; looks += 1) {
      for (const pid of this.#pids) {
        if (waitFor?.(pid) === 'running') process.kill(pid, 'SIGKILL');
        else this.#pids.delete(pid);
      }
      if (this.#pids.size > 0) await setTimeout(LOOK_MS);
    }
  }
}

/** A child is `ended` once: from then on its number may be anybody's. */
type Wait = (pid: number) => 'running' | 'ended';

/** https://man7.org/linux/man-pages/man2/wait.2.html; the same number on macOS. */
const WNOHANG = 1;

/** Node itself waits only for what the same thread started. Absent from a Node built without it. */
async function systemWait(): Promise<Wait | undefined> {
  try {
    const { dlopen } = await import('node:ffi');
    const { functions } = dlopen(null, {
      waitpid: { arguments: ['i32', 'pointer', 'i32'], return: 'i32' },
    });
    return (pid) => (functions.waitpid(pid, 0n, WNOHANG) === 0 ? 'running' : 'ended');
  } catch {
    return undefined;
  }
}
