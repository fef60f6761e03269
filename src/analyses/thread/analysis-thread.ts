import { closeSync, openSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Limits, Log } from '../../base/index.ts';
import type { OpenedImage } from '../../image/index.ts';
import type { InventoryRun } from '../../analyzer/index.ts';
import type { ImageWork } from '../image-work.ts';
import type { UploadObserver } from '../live-layers.ts';
import type { ResultRecords } from '../ports.ts';
import { type Calls, connect } from './calls.ts';
import type { MainSide, PlainImage, PlainLayer, ThreadSetting, ThreadSide } from './sides.ts';

export interface AnalysisThreadOptions {
  readonly results: ResultRecords;
  readonly isActive: (repository: string) => Promise<boolean>;
  readonly limits: Limits;
  readonly log: Log;
  readonly workers?: number;
  readonly scratchFolder?: string;
}

/** Does the work of analyses in a thread of its own, so that requests do not wait for it. */
export interface AnalysisThread extends ImageWork {
  readonly uploads: UploadObserver;
  close(): Promise<void>;
}

/** Beside the sources, or the bundle of a release. */
const PROGRAM = import.meta.filename.endsWith('.ts') ? './thread-main.ts' : './analysis-thread.js';

/** Uploads followed at a time: each holds an open file, and waits for a worker. Later ones are read after. */
const MOST_UPLOADS = 64;

export function createAnalysisThread(options: AnalysisThreadOptions): AnalysisThread {
  const runs = new Map<number, Run>();
  const thread = new RunningThread(options, runs);
  let last = 0;
  return {
    async read(digest, image, run) {
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
    },
    readSbom: (...args) => thread.calls().ask('readSbom', ...args),
    kindOfSbom: (...args) => thread.calls().ask('kindOfSbom', ...args),
    match: (asked) => thread.calls().ask('match', asked),
    identities: (made) => thread.calls().ask('identities', made),
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

interface Run {
  readonly image: OpenedImage;
  readonly run: InventoryRun;
}

/** The thread, started when it is first needed, and again after it died. */
class RunningThread {
  readonly #options: AnalysisThreadOptions;
  readonly #runs: ReadonlyMap<number, Run>;
  /** Spools that are followed, open here: a small upload is over before a thread could open it. */
  readonly #files = new Map<string, number>();
  #running: { readonly worker: Worker; readonly calls: Calls<ThreadSide> } | undefined;

  constructor(options: AnalysisThreadOptions, runs: ReadonlyMap<number, Run>) {
    this.#options = options;
    this.#runs = runs;
  }

  calls(): Calls<ThreadSide> {
    if (this.#running) return this.#running.calls;
    const worker = new Worker(new URL(PROGRAM, import.meta.url), {
      workerData: settingOf(this.#options),
      trackUnmanagedFds: false,
    });
    worker.unref();
    const calls = connect<ThreadSide, MainSide>(worker, this.#mainSide());
    worker.on('error', (error) => this.#died(worker, String(error)));
    worker.on('exit', () => this.#died(worker, 'it ended'));
    this.#running = { worker, calls };
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
    await running.calls.ask('close');
    this.#running = undefined;
    await running.worker.terminate();
    running.calls.end('the process stops');
    this.#closeFiles();
  }

  #died(worker: Worker, reason: string): void {
    if (this.#running?.worker !== worker) return;
    const { calls } = this.#running;
    this.#running = undefined;
    this.#options.log.error('analysis thread ended', { reason });
    this.#closeFiles();
    calls.end(`the thread that analyzes ended: ${reason}`);
  }

  #closeFiles(): void {
    for (const file of this.#files.values()) closeSync(file);
    this.#files.clear();
  }

  #mainSide(): MainSide {
    const { results, isActive, log } = this.#options;
    return {
      ...results,
      ...layerStreams(this.#runs),
      isActive,
      progress: (run, progress) => this.#runs.get(run)?.run.onProgress?.(progress),
      uploadDone: (id) => {
        const file = this.#files.get(id);
        if (file !== undefined && this.#files.delete(id)) closeSync(file);
      },
      log: (level, message, fields) => log[level](message, fields),
    };
  }
}

function settingOf({ limits, workers, scratchFolder }: AnalysisThreadOptions): ThreadSetting {
  const used = getCompileCacheDir();
  return { limits, workers, scratchFolder, compiledFolder: used && dirname(used) };
}

/** Layers' bytes for the thread, a chunk when it asks for one. */
function layerStreams(
  runs: ReadonlyMap<number, Run>,
): Pick<MainSide, 'openLayer' | 'nextChunk' | 'closeLayer'> {
  const streams = new Map<number, AsyncIterator<Uint8Array>>();
  let last = 0;
  return {
    async openLayer(run, layer) {
      const bytes = runs.get(run)?.image.layers[layer]?.bytes;
      if (bytes?.kind !== 'stream') throw new Error(`layer ${layer} of run ${run} has no stream`);
      const opened = await bytes.open();
      last += 1;
      streams.set(last, opened[Symbol.asyncIterator]());
      return last;
    },
    async nextChunk(stream) {
      const next = await streams.get(stream)?.next();
      return next?.done === false ? next.value : undefined;
    },
    async closeLayer(stream) {
      const left = streams.get(stream);
      streams.delete(stream);
      await left?.return?.();
    },
  };
}

function plainImage(image: OpenedImage): PlainImage {
  const layers = image.layers.map((layer) => ({ ...layer, bytes: plain(layer.bytes) }));
  return { ...image, close: undefined, layers };
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
