import type { Log } from '../base/index.ts';
import type { AnalysisRecords, WorkQueue } from './ports.ts';
import { enqueue } from './take-pushes.ts';

export interface SweepOptions {
  readonly records: AnalysisRecords;
  readonly queue: WorkQueue;
  readonly log: Log;
  /** Of the analyzer. */
  readonly revision: string;
  /** Makes a result of an older version findable across images; false: there is none. */
  readonly indexNext: () => Promise<boolean>;
  /** Takes what was pushed. */
  readonly take: () => Promise<void>;
}

/** What a process that died between a push and its job left behind waits at most this long. */
const EVERY_MS = 3000;

/** Results that nothing leads to are looked for each so many rounds: ten minutes. */
const ROUNDS_BETWEEN_CLEANING = 200;

const MOST_OVERDUE = 200;

const INDEXED_A_ROUND = 50;

/** Looks for pushes nobody took and analyses nobody has a job for; at once where somebody says so. */
export class Sweep {
  readonly #options: SweepOptions;
  #timer: NodeJS.Timeout | undefined;
  #round = 0;
  #running: Promise<void> | undefined;
  #isAskedAgain = false;
  #isStopped = true;
  #isIndexed = false;

  constructor(options: SweepOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isStopped = false;
    this.#timer = setInterval(() => this.#begin(() => this.#lookAround()), EVERY_MS);
    this.#begin(() => this.#lookAround());
  }

  /** There is a push. */
  hurry(): void {
    this.#isAskedAgain = true;
    this.#begin(() => Promise.resolve());
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  /** One at a time: what comes meanwhile is taken by the one that runs. */
  #begin(also: () => Promise<void>): void {
    if (this.#isStopped) return;
    this.#running ??= this.#run(also).finally(() => {
      this.#running = undefined;
      if (this.#isAskedAgain) this.#begin(() => Promise.resolve());
    });
  }

  async #run(also: () => Promise<void>): Promise<void> {
    try {
      do {
        this.#isAskedAgain = false;
        await this.#options.take();
      } while (this.#isAskedAgain && !this.#isStopped);
      await also();
    } catch (error) {
      this.#options.log.warn('sweep failed', { reason: String(error) });
    }
  }

  async #lookAround(): Promise<void> {
    const { records, queue, log, revision } = this.#options;
    if (this.#round === 0) {
      const again = await records.requeueFailed(revision);
      if (again.length > 0) log.info('failed analyses queued again', { count: again.length });
      await enqueue(again, queue);
    }
    await enqueue(await records.overdue(MOST_OVERDUE), queue);
    if (this.#round % ROUNDS_BETWEEN_CLEANING === 1) await records.removeUnused(revision);
    if (!this.#isIndexed) await this.#indexOld();
    this.#round += 1;
  }

  /** Some in each round, so that pushes are taken in between. */
  async #indexOld(): Promise<void> {
    for (let count = 0; count < INDEXED_A_ROUND && !this.#isIndexed; count += 1) {
      this.#isIndexed = !(await this.#options.indexNext());
    }
  }
}
