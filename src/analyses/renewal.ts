import type { Log } from '../base/index.ts';
import type { Digest } from '../model/index.ts';
import type { ImageWork } from './image-work.ts';
import type { WorkQueue } from './ports.ts';
import type { KeptItems, RenewalRecords } from './renewal-ports.ts';
import type { Snapshots } from './snapshots.ts';
import { enqueue } from './take-pushes.ts';

export interface RenewalOptions {
  readonly records: Pick<RenewalRecords, 'staleSnapshots' | 'staleSets' | 'setsChecked'>;
  readonly work: Pick<ImageWork, 'touchedSets' | 'changedVulnerabilities'>;
  readonly snapshots: Pick<Snapshots, 'current' | 'sourceOf' | 'stored'>;
  readonly queue: WorkQueue;
  readonly log: Log;
}

/** Sets of packages that are looked at in one go, so that pushes pass in between. */
const SETS_AT_ONCE = 100;

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
    let last: Digest | undefined;
    let waiting = 0;
    while (!this.#isStopped && !this.#isAskedAgain) {
      const sets = await records.staleSets({
        snapshot: from,
        vulnerabilities,
        after: last,
        limit: SETS_AT_ONCE,
      });
      last = sets.at(-1)?.itemSet;
      if (last === undefined) break;
      const byPackages = new Set(await work.touchedSets({ before, after, sets }));
      const isTouched = ({ itemSet, isNamed }: KeptItems): boolean =>
        isNamed || byPackages.has(itemSet);
      const touched = sets.filter(isTouched).map(({ itemSet }) => itemSet);
      const untouched = sets.filter((set) => !isTouched(set)).map(({ itemSet }) => itemSet);
      const queued = await records.setsChecked({ from, to: after.digest, touched, untouched });
      await enqueue(queued, queue);
      waiting += queued.length;
    }
    if (waiting > 0) log.info('results touched by advisories', { count: waiting });
  }
}
