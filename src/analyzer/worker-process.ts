import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { err, failure, failureOf, ok } from '../base/index.ts';
import type { Failure, Limits, Result } from '../base/index.ts';
import { frameHead } from './frames.ts';
import { BROKEN_OFF, isWorkerMessage } from './messages.ts';
import type { LayerTask, SbomTask, WorkerMessage } from './messages.ts';
import { openScratchFile } from './scratch-file.ts';
import type { Sandbox } from './sandbox.ts';
import { usageOf } from './usage.ts';
import type { WorkerProgram } from './worker-program.ts';

export interface WorkerOptions {
  readonly program: WorkerProgram;
  readonly sandbox: Sandbox;
  readonly limits: Limits;
  /** Files that it inherits open, from `FIRST_DESCRIPTOR` on. */
  readonly files: readonly string[];
  /** Where its scratch file is made. */
  readonly scratchFolder?: string;
  /** Others of this machine go first: a push is not to be slower for being analyzed. */
  readonly yields?: boolean;
  readonly onWorker?: WorkerListener;
}

/** Told of each worker process, for whoever outlives the thread that starts it. */
export interface WorkerListener {
  started(pid: number): void;
  ended(pid: number): void;
}

/** A layer for a worker. */
export interface LayerJob {
  /** For messages: `layer 3 of 5 (sha256:...)`. */
  readonly name: string;
  readonly task: LayerTask;
  /** The stored bytes, where the task's source is frames; asked for twice only where repeatable. */
  readonly bytes?: () => Promise<AsyncIterable<Uint8Array>>;
  readonly onProgress?: (bytes: number) => void;
}

/** An SBOM for a worker. */
export interface SbomJob {
  readonly name: string;
  readonly task: SbomTask;
  readonly bytes: () => Promise<AsyncIterable<Uint8Array>>;
  readonly onProgress?: undefined;
}

export type WorkerJob = LayerJob | SbomJob;

/** What it made of a job. */
export type WorkerAnswer = Extract<WorkerMessage, { readonly kind: 'layer' | 'sbom' }>;

/** Of the process's JavaScript objects; the bytes of files lie outside of it. */
const HEAP_MIB = 512;
const HEAP_GONE = `ran out of its ${HEAP_MIB} MiB of heap`;
/**
 * Of objects that die young: with V8's own 16 MiB and more it takes a third more memory in all, and
 * no less processor time.
 */
const YOUNG_MIB = 2;
/**
 * All of a worker's environment. The C library keeps what threads gave back in an arena each, and
 * raises what it takes from the system apart with every buffer that is given back.
 *
 * https://man7.org/linux/man-pages/man3/mallopt.3.html
 */
const WORKER_ENVIRONMENT = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '65536',
  MALLOC_TRIM_THRESHOLD_: '131072',
} as const;
const WATCH_MS = 500;
/** What a source has to notice that nobody reads it any more. */
const SOURCE_MS = 1000;
const MAX_STDERR = 4096;

/** One worker: reads one layer after the other until it is closed, or dies with the one it reads. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #hasScratch: boolean;
  #stderr = '';
  #job: WorkerJob | undefined;
  #settle: ((result: Result<WorkerAnswer, Failure>) => void) | undefined;
  #stopped: Failure | undefined;
  #hasEnded = false;
  #layers = 0;
  #cpuSeconds = 0;
  #rest: NodeJS.Timeout | undefined;

  constructor(options: WorkerOptions) {
    const { program, sandbox, files, scratchFolder } = options;
    const [command = '', ...args] = commandOf(program, sandbox);
    const descriptors = files.map((file) => openSync(file, 'r'));
    const scratch = scratchFolder === undefined ? undefined : openScratchFile(scratchFolder);
    this.#hasScratch = scratch !== undefined;
    try {
      this.#child = spawn(command, args, {
        stdio: ['pipe', 'ignore', 'pipe', 'ipc', scratch ?? 'ignore', ...descriptors],
        serialization: 'advanced',
        env: WORKER_ENVIRONMENT,
      });
    } finally {
      for (const descriptor of descriptors) closeSync(descriptor);
      if (scratch !== undefined) closeSync(scratch);
    }
    const { pid } = this.#child;
    if (pid !== undefined && options.onWorker) tellOf(this.#child, pid, options.onWorker);
    if (options.yields) letOthersFirst(pid);
    this.#child.stderr?.on('data', (text: Buffer) => {
      this.#stderr = (this.#stderr + text.toString()).slice(-MAX_STDERR);
    });
    // The worker may be gone while bytes are on their way; its end says so.
    this.#child.stdin?.on('error', () => undefined);
    this.#child.on('message', (message) => this.#receive(message));
    this.#child.on('error', (error) => this.#end(`could not be started: ${error.message}`));
    this.#child.on('close', (code, signal) => this.#end(this.#reason(code, signal)));
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** How many layers it was given. */
  get layers(): number {
    return this.#layers;
  }

  /** Processor time as last seen. */
  get cpuSeconds(): number {
    return this.#cpuSeconds;
  }

  /** Ends after so long unless it is given a layer. */
  rest(milliseconds: number): void {
    this.#rest = setTimeout(() => this.kill(), milliseconds).unref();
  }

  async run(job: WorkerJob): Promise<Result<WorkerAnswer, Failure>> {
    clearTimeout(this.#rest);
    this.#layers += 1;
    const watch = this.#watch(job);
    try {
      const answer = new Promise<Result<WorkerAnswer, Failure>>((resolve) => {
        this.#job = job;
        this.#settle = resolve;
      });
      if (this.#hasEnded) this.#end('had ended');
      else this.#child.send({ ...job.task, hasScratch: this.#hasScratch });
      const fed = job.bytes ? this.#feed(job.bytes) : Promise.resolve(undefined);
      const result = await answer;
      const broken = await this.#brokenBy(fed);
      return broken ? err(broken) : result;
    } finally {
      clearInterval(watch);
      this.#job = undefined;
      this.#settle = undefined;
    }
  }

  /** Nothing of it is left when this resolves. */
  async close(): Promise<void> {
    if (this.#hasEnded) return;
    const closed = once(this.#child, 'close');
    this.kill();
    await closed;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Sends the layer in step with the worker; says what broke the source. */
  async #feed(open: () => Promise<AsyncIterable<Uint8Array>>): Promise<Failure | undefined> {
    try {
      for await (const chunk of await open()) {
        if (this.#settle === undefined || this.#hasEnded) break;
        if (chunk.length === 0) continue;
        await this.#write(frameHead(chunk.length), chunk);
      }
    } catch (error) {
      await this.#write(frameHead(BROKEN_OFF));
      return failureOf(error, 'analyzer.layer.broken-off');
    }
    await this.#write(frameHead(0));
    return undefined;
  }

  /** A source that is not done soon after the answer takes the worker along: its frames are not over. */
  async #brokenBy(fed: Promise<Failure | undefined>): Promise<Failure | undefined> {
    const late = Promise.withResolvers<undefined>();
    const end = (): void => {
      this.kill();
      late.resolve(undefined);
    };
    const timer = setTimeout(end, this.#hasEnded ? 0 : SOURCE_MS);
    try {
      return await Promise.race([fed, late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** What breaks the source now is a broken frame, which the worker's answer says. */
  #feedAgain(): void {
    const { task, bytes } = this.#job ?? {};
    const isRepeatable =
      task?.kind === 'layer' && task.source.kind === 'frames' && task.source.isRepeatable;
    if (bytes && isRepeatable) void this.#feed(bytes);
    else this.kill();
  }

  /** All in one call of the system. The bytes may be overwritten when this resolves. */
  async #write(...parts: readonly Uint8Array[]): Promise<void> {
    const { stdin } = this.#child;
    if (!stdin?.writable) return;
    await new Promise<void>((resolve) => {
      stdin.cork();
      for (const [index, bytes] of parts.entries()) {
        stdin.write(bytes, index === parts.length - 1 ? (): void => resolve() : undefined);
      }
      stdin.uncork();
    });
  }

  #receive(message: unknown): void {
    if (!isWorkerMessage(message)) {
      this.#stopped = failure(
        'analyzer.worker.garbage',
        'the worker answered something that is no inventory of a layer, and no SBOM',
      );
      this.kill();
    } else if (message.kind === 'progress') this.#job?.onProgress?.(message.bytes);
    else if (message.kind === 'again') this.#feedAgain();
    else if (message.kind === 'failure') this.#answer(err(message.failure));
    else this.#answer(ok(message));
  }

  #answer(result: Result<WorkerAnswer, Failure>): void {
    const settle = this.#settle;
    const name = this.#job?.name;
    this.#settle = undefined;
    if (result.ok || name === undefined) settle?.(result);
    else settle?.(err(failure(result.error.code, `${name}: ${result.error.message}`)));
  }

  #end(reason: string): void {
    this.#hasEnded = true;
    const code = reason.includes(HEAP_GONE) ? 'analyzer.worker.memory' : 'analyzer.worker.died';
    this.#answer(err(this.#stopped ?? failure(code, `the process that read it ${reason}`)));
  }

  #reason(code: number | null, signal: NodeJS.Signals | null): string {
    if (this.#stderr.includes('heap out of memory')) return HEAP_GONE;
    if (signal === 'SIGXCPU') return 'ran out of processor time (limit layerSeconds)';
    const error = /^[\w ]*(?:Error|FATAL).*$/m.exec(this.#stderr)?.[0];
    return `died of ${signal ?? `exit code ${code}`}${error === undefined ? '' : `: ${error}`}`;
  }

  #watch(job: WorkerJob): NodeJS.Timeout {
    const start = performance.now();
    const { pid } = this.#child;
    let before: number | undefined;
    return setInterval(() => {
      const look = async (): Promise<void> => {
        const usage = pid === undefined ? undefined : await usageOf(pid);
        before ??= usage?.cpuSeconds;
        this.#cpuSeconds = usage?.cpuSeconds ?? this.#cpuSeconds;
        const wall = (performance.now() - start) / 1000;
        // Where the kernel does not tell, a layer that comes from afar may wait for its bytes.
        const seconds = usage ? usage.cpuSeconds - (before ?? 0) : job.bytes ? 0 : wall;
        if (this.#job === job) this.#enforce(job.task.limits, seconds, usage?.residentBytes ?? 0);
      };
      void look();
    }, WATCH_MS);
  }

  #enforce({ layerSeconds, workerBytes }: Limits, seconds: number, bytes: number): void {
    if (seconds > layerSeconds) {
      this.#stop('analyzer.worker.time', `took more than ${layerSeconds} s (limit layerSeconds)`);
    } else if (bytes > workerBytes) {
      this.#stop('analyzer.worker.memory', `took over ${workerBytes} bytes (limit workerBytes)`);
    }
  }

  #stop(code: string, reason: string): void {
    this.#stopped = failure(code, `reading it ${reason}`);
    this.kill();
  }
}

function tellOf(child: ChildProcess, pid: number, listener: WorkerListener): void {
  listener.started(pid);
  child.on('exit', () => listener.ended(pid));
}

/** Before it has threads: on Linux each has a priority of its own, and begins with its maker's. */
function letOthersFirst(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended, or may not: it reads as well as the others then.
  }
}

function commandOf({ args, readable, compiled }: WorkerProgram, { prefix }: Sandbox): string[] {
  const used = compiled ? [compiled.used] : [];
  const rights = [
    ...[...readable, ...used].map((path) => `--allow-fs-read=${path}`),
    ...used.map((path) => `--allow-fs-write=${path}`),
  ];
  const heap = [`--max-old-space-size=${HEAP_MIB}`, `--max-semi-space-size=${YOUNG_MIB}`];
  const flags = ['--permission', ...rights, '--no-warnings', ...heap];
  return [...prefix, process.execPath, ...flags, ...args, ...(compiled ? [compiled.folder] : [])];
}
