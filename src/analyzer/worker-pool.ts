import { type Failure, type Result, err, failure } from '../base/index.ts';
import type { LayerInventory } from '../model/index.ts';
import type { Sandbox } from './sandbox.ts';
import { type LayerJob, WorkerProcess, type WorkerOptions } from './worker-process.ts';

export interface PoolOptions extends Omit<WorkerOptions, 'sandbox'> {
  readonly size: number;
  readonly sandbox: Promise<Sandbox>;
}

/** At most `size` workers, started when there is work; one that dies is replaced. */
export class WorkerPool {
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
    const sandbox = await this.#options.sandbox;
    while (this.#workers.size < Math.min(count, this.#options.size)) {
      this.#idle.push(this.#start(sandbox));
    }
  }

  async run(job: LayerJob): Promise<Result<LayerInventory, Failure>> {
    if (this.#busy >= this.#options.size) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#isClosed) return err(CLOSED);
    this.#busy += 1;
    const sandbox = await this.#options.sandbox;
    const worker = this.#takeIdle() ?? this.#start(sandbox);
    try {
      return await worker.run(job);
    } finally {
      if (worker.hasEnded) this.#workers.delete(worker);
      else this.#idle.push(worker);
      this.#busy -= 1;
      this.#waiting.shift()?.();
    }
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

const CLOSED = failure('analyzer.stopped', 'the analysis was stopped before this layer was read');
