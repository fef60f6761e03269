import type { AnalysisProgress } from '../analyzer/index.ts';
import type { Log } from '../base/index.ts';
import type { Digest } from '../model/index.ts';
import type { AnalysisRecords, Lease, Postponement, RunProgress } from './ports.ts';

interface LeaseOptions {
  readonly records: AnalysisRecords;
  readonly log: Log;
  readonly onChange: (digest: Digest) => Promise<void>;
}

/** Words to the database: often enough for the lease, and for those who look on. */
const WORD_MS = 1000;

/** A run's hold on its analysis: kept while it works, and the end of it once it is lost. */
export class RunLease {
  readonly lease: Lease;
  readonly #options: LeaseOptions;
  readonly #stopping = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #signal: AbortSignal;
  #progress: RunProgress = {
    phase: 'analyzing',
    layersDone: 0,
    layers: 0,
    bytes: 0,
    totalBytes: 0,
  };
  #isLost = false;
  #isSaying = false;

  constructor(lease: Lease, options: LeaseOptions, signal: AbortSignal) {
    this.lease = lease;
    this.#options = options;
    this.#signal = AbortSignal.any([signal, this.#stopping.signal]);
    this.#timer = setInterval(() => void this.#say(), WORD_MS);
  }

  get digest(): Digest {
    return this.lease.digest;
  }

  /** The run is to leave off: the process stops, or the lease is lost. */
  get signal(): AbortSignal {
    return this.#signal;
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  progress({ layersDone, layers, bytes, totalBytes }: AnalysisProgress): void {
    this.#progress = {
      phase: 'analyzing',
      layersDone,
      layers,
      bytes,
      totalBytes: totalBytes ?? bytes,
    };
  }

  matching(): void {
    this.#progress = { phase: 'matching' };
  }

  postpone(delay: Postponement): Promise<boolean> {
    this.stop();
    return this.#options.records.postpone(this.lease, delay);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** One at a time: a slow database is not asked again meanwhile. */
  async #say(): Promise<void> {
    if (this.#isSaying) return;
    this.#isSaying = true;
    await this.#keep();
    this.#isSaying = false;
  }

  async #keep(): Promise<void> {
    const { records, log, onChange } = this.#options;
    try {
      if (await records.keepLease(this.lease, this.#progress)) {
        await onChange(this.digest);
        return;
      }
      this.#isLost = true;
      this.stop();
      this.#stopping.abort(new Error('the lease is lost'));
    } catch (error) {
      log.warn('lease not renewed', { digest: this.digest, reason: String(error) });
    }
  }
}
