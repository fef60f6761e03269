import type { Log } from '../base/index.ts';
import type { Digest } from '../model/index.ts';
import type { ImageWork } from './image-work.ts';
import type { WorkQueue } from './ports.ts';
import type { RenewalRecords } from './renewal-ports.ts';
import type { Snapshots } from './snapshots.ts';
import { enqueue } from './take-pushes.ts';

export interface RenewalOptions {
  readonly records: Pick<
    RenewalRecords,
    'staleSnapshots' | 'setsAgreeing' | 'itemsOf' | 'setsNaming' | 'setsChecked'
  >;
  readonly work: Pick<
    ImageWork,
    'missingSets' | 'addSets' | 'trimSets' | 'touchedSets' | 'changedVulnerabilities'
  >;
  readonly snapshots: Pick<Snapshots, 'current' | 'sourceOf' | 'stored'>;
  readonly queue: WorkQueue;
  readonly log: Log;
}

/** Sets whose numbers are asked about in one go. */
const SETS_AT_ONCE = 5_000;

/** Sets that are made known in one go: they are inflated, and pushes pass in between. */
const NEW_SETS_AT_ONCE = 20;

/**
 * Results follow the advisories: those that the active snapshot touches wait to be matched again, of the
 * others it is written down that they agree with it. What was cut short goes on with the next.
 */
export class Renewal {
  readonly #options: RenewalOptions;
  #running: Promise<void> | undefined;
  #isAskedAgain = false;
  #isStopped = false;

  constructor(options: RenewalOptions) {
    this.#options = options;
  }

  /** There may be another active snapshot. */
  hurry(): void {
    if (this.#isStopped) return;
    this.#isAskedAgain = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      if (this.#isAskedAgain) this.hurry();
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    const { records, snapshots, log } = this.#options;
    this.#isAskedAgain = false;
    try {
      const current = snapshots.current().digest;
      for (const digest of await records.staleSnapshots(current)) await this.#renew(digest);
      await this.#getReady(current);
    } catch (error) {
      log.warn('results not renewed', { reason: String(error) });
    }
  }

  /** A snapshot that is not here is another server's, whose results that one renews. */
  async #renew(from: Digest): Promise<void> {
    const { records, work, snapshots, queue, log } = this.#options;
    const after = snapshots.sourceOf(snapshots.current());
    const before = snapshots.stored(from);
    if (before === undefined || after.kind !== 'stored') return;
    const vulnerabilities = await work.changedVulnerabilities(before, after);
    let waiting = 0;
    for await (const sets of this.#agreeing(from)) {
      const touched = new Set([
        ...(await work.touchedSets({ before, after, sets })),
        ...(await records.setsNaming(sets, vulnerabilities)),
      ]);
      const untouched = sets.filter((set) => !touched.has(set));
      const checked = { from, to: after.digest, touched: [...touched], untouched };
      const queued = await records.setsChecked(checked);
      await enqueue(queued, queue);
      waiting += queued.length;
    }
    if (waiting > 0) log.info('results touched by advisories', { count: waiting });
  }

  /** What is known of the sets when the next advisories come need not be read then. */
  async #getReady(current: Digest): Promise<void> {
    let count = 0;
    for await (const sets of this.#agreeing(current)) count += sets.length;
    if (!this.#isCut) await this.#options.work.trimSets(count);
  }

  /** Sets of results that agree with a snapshot, some at a time, all of them known to the index. */
  async *#agreeing(snapshot: Digest): AsyncGenerator<readonly number[]> {
    const { records, work } = this.#options;
    let after = 0;
    while (!this.#isCut) {
      const sets = await records.setsAgreeing({ snapshot, after, limit: SETS_AT_ONCE });
      after = sets.at(-1) ?? after;
      if (sets.length === 0) return;
      const missing = await work.missingSets(sets);
      for (let at = 0; at < missing.length && !this.#isCut; at += NEW_SETS_AT_ONCE) {
        await work.addSets(await records.itemsOf(missing.slice(at, at + NEW_SETS_AT_ONCE)));
      }
      if (!this.#isCut) yield sets;
    }
  }

  get #isCut(): boolean {
    return this.#isStopped || this.#isAskedAgain;
  }
}
