import { type Failure, type Result, err, failure, ok } from '../base/index.ts';
import type { LayerInventory } from '../model/index.ts';
import type { Sandbox } from './sandbox.ts';
import type { OpenedSbom } from '../sources/sbom/index.ts';
import { receivedSbom } from './sbom-message.ts';
import { WorkerProcess } from './worker-process.ts';
import type {
  LayerJob,
  SbomJob,
  WorkerAnswer,
  WorkerJob,
  WorkerOptions,
} from './worker-process.ts';

export interface PoolOptions extends Omit<WorkerOptions, 'sandbox'> {
  readonly size: number;
  /** Asked for when there is work. */
  readonly sandbox: () => Promise<Sandbox>;
}

/** What reads layers; `close` ends those that it reads. */
export interface LayerPool {
  run(job: LayerJob): Promise<Result<LayerInventory, Failure>>;
  close(): Promise<void>;
}

/** A worker that has read so many layers, or used so much of its processor time, makes room. */
const MOST_LAYERS = 64;

/** Workers without work for so long go, and their memory with them. */
const IDLE_MS = 60_000;

/** At most `size` workers, started when there is work; one that dies is replaced. */
export class WorkerPool implements LayerPool {
  readonly #options: PoolOptions;
  readonly #workers = new Set<WorkerProcess>();
  readonly #idle: WorkerProcess[] = [];
  readonly #waiting: (() => void)[] = [];
  #busy = 0;
  #isClosed = false;
  readonly #onExit = (): void => {
    for (const worker of this.#workers) worker.kill();
  };

  constructor(options: PoolOptions) {
    this.#options = options;
    process.on('exit', this.#onExit);
  }

  /** Starts workers before there is work, as many as `count`. */
  async warm(count: number): Promise<void> {
    const sandbox = await this.#options.sandbox();
    while (this.#workers.size < Math.min(count, this.#options.size)) {
      this.#idle.push(this.#start(sandbox));
    }
  }

  /** Until `signal` the job has a worker, or waits for one. */
  async run(job: LayerJob, signal?: AbortSignal): Promise<Result<LayerInventory, Failure>> {
    const answered = await this.#answerOf(job, signal);
    if (!answered.ok) return answered;
    return answered.value.kind === 'layer' ? ok(answered.value.layer) : err(OTHER);
  }

  /** The same for an SBOM. */
  async readSbom(job: SbomJob, signal?: AbortSignal): Promise<Result<OpenedSbom, Failure>> {
    const answered = await this.#answerOf(job, signal);
    if (!answered.ok) return answered;
    return answered.value.kind === 'sbom' ? ok(receivedSbom(answered.value.sbom)) : err(OTHER);
  }

  async #answerOf(job: WorkerJob, signal?: AbortSignal): Promise<Result<WorkerAnswer, Failure>> {
    await this.#turn();
    try {
      const sandbox = await this.#options.sandbox();
      if (this.#isClosed || signal?.aborted) return err(CLOSED);
      return await this.#runOn(this.#takeIdle() ?? this.#start(sandbox), job, signal);
    } finally {
      const next = this.#waiting.shift();
      // The turn is handed on, so that nobody comes in between.
      if (next) next();
      else this.#busy -= 1;
    }
  }

  /** A part of the pool for one image: what is closed ends that image's layers, and no other. */
  part(): LayerPool {
    const closing = new AbortController();
    return {
      run: (job) => this.run(job, closing.signal),
      close: () => Promise.resolve(closing.abort()),
    };
  }

  async #turn(): Promise<void> {
    if (this.#busy < this.#options.size) this.#busy += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async #runOn(
    worker: WorkerProcess,
    job: WorkerJob,
    signal: AbortSignal | undefined,
  ): Promise<Result<WorkerAnswer, Failure>> {
    const kill = (): void => worker.kill();
    signal?.addEventListener('abort', kill, { once: true });
    try {
      const result = await worker.run(job);
      return signal?.aborted ? err(CLOSED) : result;
    } finally {
      signal?.removeEventListener('abort', kill);
      this.#putBack(worker);
    }
  }

  #putBack(worker: WorkerProcess): void {
    const { layerSeconds } = this.#options.limits;
    const isWorn = worker.layers >= MOST_LAYERS || worker.cpuSeconds > layerSeconds * WORN_SHARE;
    if (worker.hasEnded || isWorn) {
      this.#workers.delete(worker);
      worker.kill();
      return;
    }
    this.#idle.push(worker);
    worker.rest(IDLE_MS);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    process.off('exit', this.#onExit);
    await Promise.all([...this.#workers].map((worker) => worker.close()));
    this.#workers.clear();
    this.#idle.length = 0;
  }

  #takeIdle(): WorkerProcess | undefined {
    for (let worker = this.#idle.pop(); worker; worker = this.#idle.pop()) {
      if (!worker.hasEnded) return worker;
      this.#workers.delete(worker);
    }
    return undefined;
  }

  #start(sandbox: Sandbox): WorkerProcess {
    const worker = new WorkerProcess({ ...this.#options, sandbox });
    this.#workers.add(worker);
    return worker;
  }
}

/** Of the processor time that the kernel allows a worker, in layers: one more must fit. */
const WORN_SHARE = 4;

const OTHER = failure('analyzer.worker.garbage', 'the worker answered what it was not asked for');

const CLOSED = failure('analyzer.stopped', 'the analysis was stopped before this layer was read');
