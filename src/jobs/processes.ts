import type { Log } from '../base/index.ts';

/** Which processes take jobs, told by their word every few seconds. Implemented by store. */
export interface JobProcesses {
  /** This one lives. */
  beat(id: string): Promise<void>;
  /** This one leaves of its own will: its jobs are free at once. */
  leave(id: string): Promise<void>;
  /** Gives back the jobs of processes that said nothing for so long; how many processes they were. */
  releaseSilent(milliseconds: number): Promise<number>;
}

/** Three words are missed before a process counts as dead; with the look-out, at most 10 s. */
const BEAT_MS = 2000;
const SILENT_MS = 7000;

/** Says that this process lives, and looks out for those that do not. */
export class Heartbeat {
  readonly #id: string;
  readonly #processes: JobProcesses;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> = Promise.resolve();

  constructor(id: string, processes: JobProcesses, log: Log) {
    this.#id = id;
    this.#processes = processes;
    this.#log = log;
  }

  async start(): Promise<void> {
    await this.#beat();
    this.#timer = setInterval(() => {
      this.#beating = this.#beating.then(() => this.#beat());
    }, BEAT_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beating;
    await this.#processes.leave(this.#id).catch((error: unknown) => this.#warn(error));
  }

  async #beat(): Promise<void> {
    try {
      await this.#processes.beat(this.#id);
      const silent = await this.#processes.releaseSilent(SILENT_MS);
      if (silent > 0) this.#log.warn('jobs taken back', { processes: silent });
    } catch (error) {
      this.#warn(error);
    }
  }

  /** The database is away: jobs wait for it too, and the next word may be heard. */
  #warn(error: unknown): void {
    this.#log.warn('heartbeat missed', { reason: String(error) });
  }
}
