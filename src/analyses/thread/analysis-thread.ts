import { closeSync, openSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import {
  type Failure,
  type Limits,
  type Log,
  type Result,
  err,
  failure,
  failureOf,
} from '../../base/index.ts';
import type { OpenedImage } from '../../image/index.ts';
import type { InventoryRun } from '../../analyzer/index.ts';
import type { Digest } from '../../model/index.ts';
import type { ImageWork, ReadImage } from '../image-work.ts';
import type { UploadObserver } from '../live-layers.ts';
import type { ResultRecords } from '../ports.ts';
import { type Calls, connect } from './calls.ts';
import { LayerStreams } from './layer-streams.ts';
import type { MainSide, PlainImage, PlainLayer, ThreadSetting, ThreadSide } from './sides.ts';
import { ThreadWatch } from './thread-watch.ts';
import { ThreadWorkers } from './thread-workers.ts';
import { Turns } from './turns.ts';

export interface AnalysisThreadOptions {
  readonly results: ResultRecords;
  readonly isActive: (repository: string) => Promise<boolean>;
  readonly limits: Limits;
  readonly searchesSecrets?: boolean;
  readonly log: Log;
  readonly workers?: number;
  readonly scratchFolder?: string;
  /** Of the thread's memory for values; over it the thread dies, and not the server. */
  readonly threadMegabytes?: number;
  /** Milliseconds that its event loop may stand still: then it counts as dead. */
  readonly threadSilentMs?: number;
}

/** Does the work of analyses in a thread of its own, so that requests do not wait for it. */
export interface AnalysisThread extends ImageWork {
  readonly uploads: UploadObserver;
  close(): Promise<void>;
}

/** Beside the sources, or the bundle of a release. */
const PROGRAM = import.meta.filename.endsWith('.ts') ? './thread-main.ts' : './analysis-thread.js';

/** Many times what the largest images need, and less than machines have. */
const THREAD_MEGABYTES = 1024;

/** Many times what squashing and matching the largest images hold it up, on a machine with other work. */
const SILENT_MS = 60_000;
const SILENT_LOOKS = 12;

/** A layer may take its processor time without a word, and get little of the processor. */
const STILL_LAYERS = 6;

/** What does not end by then is left where it stands, and does no more for us. */
const ENDING_MS = 10_000;

/** Uploads followed at a time: each holds an open file, and waits for a worker. Later ones are read after. */
const MOST_UPLOADS = 64;

export function createAnalysisThread(options: AnalysisThreadOptions): AnalysisThread {
  const runs = new Map<number, Run>();
  const turns = new Turns();
  const thread = new RunningThread(options, runs, turns);
  let last = 0;
  const readImage = async (
    digest: Digest,
    image: OpenedImage,
    run: InventoryRun,
  ): Promise<Result<ReadImage, Failure>> => {
    last += 1;
    const number = last;
    runs.set(number, { image, run });
    const calls = thread.calls();
    const stop = (): void => calls.tell('stop', number);
    const asked = calls.ask('read', number, digest, plainImage(image));
    run.signal?.addEventListener('abort', stop, { once: true });
    if (run.signal?.aborted) stop();
    try {
      return await asked;
    } finally {
      run.signal?.removeEventListener('abort', stop);
      runs.delete(number);
    }
  };
  return {
    read: (digest, image, run) =>
      turns.run(digest, () => readImage(digest, image, run), run.signal),
    readSbom: (digest, body) =>
      turns.run(digest, () => thread.calls().ask('readSbom', digest, body)),
    kindOfSbom: (...args) =>
      turns
        .run(undefined, () => thread.calls().ask('kindOfSbom', ...args))
        // As a worker that dies: whoever asks decides.
        .catch((error: unknown) => err(failure(DIED, failureOf(error, DIED).message))),
    async match(asked) {
      const matched = await turns.run(asked.digest, () => thread.calls().ask('match', asked));
      turns.clear(asked.digest);
      return matched;
    },
    missingSets: (sets) => turns.run(undefined, () => thread.calls().ask('missingSets', sets)),
    addSets: (sets) => turns.run(undefined, () => thread.calls().ask('addSets', sets)),
    trimSets: (count) => turns.run(undefined, () => thread.calls().ask('trimSets', count)),
    touchedSets: (asked) => turns.run(undefined, () => thread.calls().ask('touchedSets', asked)),
    changedVulnerabilities: (...asked) =>
      turns.run(undefined, () => thread.calls().ask('changedVulnerabilities', ...asked)),
    predict: (asked) => turns.run(undefined, () => thread.calls().ask('predict', asked)),
    weigh: (...asked) => turns.run(undefined, () => thread.calls().ask('weigh', ...asked)),
    identities: (made) => turns.run(undefined, () => thread.calls().ask('identities', made)),
    uploads: {
      started: ({ id, repository, spoolPath }) => thread.follow(id, repository, spoolPath),
      grew: (id, bytes) => thread.tellOf(id, (calls) => calls.tell('uploadGrew', id, bytes)),
      committed: (id, digest) =>
        thread.tellOf(id, (calls) => calls.tell('uploadCommitted', id, digest)),
      abandoned: (id) => thread.tellOf(id, (calls) => calls.tell('uploadAbandoned', id)),
    },
    close: () => thread.close(),
  };
}

/** A try that was alone in the thread is spent; whoever was in company comes again. */
const DIED = 'analyzer.worker.thread-died';
const LEFT = 'thread.died';

interface Run {
  readonly image: OpenedImage;
  readonly run: InventoryRun;
}

interface Running {
  readonly worker: Worker;
  readonly calls: Calls<ThreadSide>;
  readonly streams: LayerStreams;
  readonly looks: NodeJS.Timeout;
}

/** The thread, started when it is first needed, and again after it died or hung. */
class RunningThread {
  readonly #options: AnalysisThreadOptions;
  readonly #runs: ReadonlyMap<number, Run>;
  /** Spools that are followed, open here: a small upload is over before a thread could open it. */
  readonly #files = new Map<string, number>();
  readonly #turns: Turns;
  /** Why those are ended that did not end by themselves. */
  readonly #hanging = new WeakMap<Worker, string>();
  #running: Running | undefined;

  constructor(options: AnalysisThreadOptions, runs: ReadonlyMap<number, Run>, turns: Turns) {
    this.#options = options;
    this.#runs = runs;
    this.#turns = turns;
  }

  calls(): Calls<ThreadSide> {
    if (this.#running) return this.#running.calls;
    const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const worker = new Worker(new URL(PROGRAM, import.meta.url), {
      workerData: settingOf(this.#options, beats.buffer),
      trackUnmanagedFds: false,
      resourceLimits: {
        maxOldGenerationSizeMb: this.#options.threadMegabytes ?? THREAD_MEGABYTES,
      },
    });
    worker.unref();
    const streams = new LayerStreams(this.#runs);
    const processes = new ThreadWorkers();
    const calls = connect<ThreadSide, MainSide>(worker, this.#mainSide(streams, processes));
    const looks = this.#watch(worker, calls, beats);
    worker.on('error', (error) => this.#died(worker, String(error)));
    worker.on('exit', () => {
      this.#died(worker, this.#hanging.get(worker) ?? 'it ended');
      void processes.endLeft();
    });
    this.#running = { worker, calls, streams, looks };
    return calls;
  }

  follow(id: string, repository: string, path: string): void {
    if (this.#files.size >= MOST_UPLOADS) return;
    try {
      const file = openSync(path, 'r');
      this.#files.set(id, file);
      this.calls().tell('uploadStarted', id, repository, file);
    } catch (error) {
      this.#options.log.info('live layer left', { upload: id, reason: String(error) });
    }
  }

  /** Nothing of uploads that nobody follows. */
  tellOf(id: string, tell: (calls: Calls<ThreadSide>) => void): void {
    if (this.#running && this.#files.has(id)) tell(this.#running.calls);
  }

  async close(): Promise<void> {
    const running = this.#running;
    if (!running) return;
    // One that hangs or dies now has nothing more to close.
    const closed = running.calls.ask('close').catch(() => undefined);
    await Promise.race([closed, setTimeout(ENDING_MS, undefined, { ref: false })]);
    clearInterval(running.looks);
    this.#running = undefined;
    await running.worker.terminate();
    running.calls.end(failure(LEFT, 'the process stops'));
    this.#closeFiles();
  }

  #died(worker: Worker, reason: string): void {
    if (this.#running?.worker !== worker) return;
    const { calls, streams, looks } = this.#running;
    this.#running = undefined;
    clearInterval(looks);
    this.#options.log.error('analysis thread ended', { reason });
    this.#closeFiles();
    streams.closeAll();
    const code = this.#turns.died() ? DIED : LEFT;
    calls.end(failure(code, `the thread that analyzes ended: ${reason}`));
  }

  #watch(worker: Worker, calls: Calls<ThreadSide>, beats: Int32Array): NodeJS.Timeout {
    const { limits, threadSilentMs = SILENT_MS } = this.#options;
    const lookMs = threadSilentMs / SILENT_LOOKS;
    const stillMs = STILL_LAYERS * limits.layerSeconds * 1000;
    const watch = new ThreadWatch({ silent: SILENT_LOOKS, still: Math.ceil(stillMs / lookMs) });
    let messages = 0;
    worker.on('message', () => {
      messages += 1;
    });
    return setInterval(() => {
      const isToMove = !this.#turns.isEmpty && !calls.owes();
      const reason = watch.look({ beats: Atomics.load(beats, 0), messages, isToMove });
      if (reason !== undefined) void this.#end(worker, reason);
    }, lookMs).unref();
  }

  /** Its files and streams are taken from it when it is gone, and not while it reads them. */
  async #end(worker: Worker, reason: string): Promise<void> {
    if (this.#running?.worker === worker) clearInterval(this.#running.looks);
    this.#hanging.set(worker, reason);
    await Promise.race([worker.terminate(), setTimeout(ENDING_MS, undefined, { ref: false })]);
    this.#died(worker, reason);
  }

  #closeFiles(): void {
    for (const file of this.#files.values()) closeSync(file);
    this.#files.clear();
  }

  #mainSide(streams: LayerStreams, processes: ThreadWorkers): MainSide {
    const { results, isActive, log } = this.#options;
    return {
      ...results,
      openLayer: (run, layer) => streams.open(run, layer),
      nextChunk: (stream) => streams.next(stream),
      closeLayer: (stream) => streams.close(stream),
      isActive,
      progress: (run, progress) => this.#runs.get(run)?.run.onProgress?.(progress),
      uploadDone: (id) => {
        const file = this.#files.get(id);
        if (file !== undefined && this.#files.delete(id)) closeSync(file);
      },
      workerStarted: (pid) => processes.started(pid),
      workerEnded: (pid) => processes.ended(pid),
      log: (level, message, fields) => log[level](message, fields),
    };
  }
}

function settingOf(
  { limits, workers, scratchFolder, searchesSecrets = false }: AnalysisThreadOptions,
  beats: SharedArrayBuffer,
): ThreadSetting {
  const used = getCompileCacheDir();
  const compiledFolder = used && dirname(used);
  return { limits, workers, scratchFolder, searchesSecrets, compiledFolder, beats };
}

function plainImage(image: OpenedImage): PlainImage {
  const layers = image.layers.map((layer) => ({ ...layer, bytes: plain(layer.bytes) }));
  const { attached: _, ...rest } = image;
  return { ...rest, close: undefined, layers };
}

/** Of our own storage: other kinds are of sources that a server has not. */
function plain(bytes: OpenedImage['layers'][number]['bytes']): PlainLayer['bytes'] {
  switch (bytes.kind) {
    case 'stream':
      return { kind: 'stream' };
    case 'absent':
      return bytes;
    case 'file':
    case 'passed':
      throw new Error(`a stored layer is no ${bytes.kind}`);
  }
}
