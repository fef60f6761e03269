import { Worker } from 'node:worker_threads';
import type { Blocks } from './blocks.ts';
import { sharedBlocks } from './blocks.ts';
import type { Algorithm, SpoolOrder, SpoolReply } from './messages.ts';

/** Beside the sources, or the bundle of a release. */
const PROGRAM = import.meta.filename.endsWith('.ts') ? './worker.ts' : './spool-worker.js';

/** Why bytes could not be written, with the operating system's code. */
export class SpoolError extends Error {
  readonly code: string | undefined;

  constructor(message: string, code: string | undefined) {
    super(message);
    this.name = 'SpoolError';
    this.code = code;
  }
}

interface Waiting {
  readonly resolve: (reply: SpoolReply) => void;
  readonly reject: (error: Error) => void;
}

/** An upload in the hands of a thread. */
export interface ThreadedSpool {
  /** Size of the file after the write. */
  write(bytes: SharedArrayBuffer, length: number): Promise<number>;
  digest(algorithm: Algorithm): Promise<string>;
  close(): Promise<void>;
}

/** One thread, started when it is first needed, again after it died, and stopped by `close`. */
export class SpoolThread {
  readonly blocks: Blocks = sharedBlocks();
  #worker: Worker | undefined;
  #spools = 0;
  #waiting = new Map<number, Waiting[]>();

  async open(
    path: string,
    algorithm: Algorithm,
  ): Promise<ThreadedSpool & { readonly size: number }> {
    this.#spools += 1;
    const spool = this.#spools;
    const size = sizeOf(await this.#ask({ kind: 'open', spool, path, algorithm }));
    return {
      size,
      write: async (bytes, length) =>
        sizeOf(await this.#ask({ kind: 'write', spool, bytes, length })),
      digest: async (wanted) => {
        const reply = await this.#ask({ kind: 'digest', spool, algorithm: wanted });
        return reply.kind === 'digest' ? reply.hex : '';
      },
      close: async () => {
        await this.#ask({ kind: 'close', spool });
      },
    };
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #ask(order: SpoolOrder): Promise<SpoolReply> {
    const { promise, resolve, reject } = Promise.withResolvers<SpoolReply>();
    const waiting = this.#waiting.get(order.spool) ?? [];
    this.#waiting.set(order.spool, waiting);
    waiting.push({ resolve, reject });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.#running().postMessage(order);
    return promise;
  }

  #running(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL(PROGRAM, import.meta.url));
    worker.unref();
    worker.on('message', (reply: SpoolReply) => this.#answered(reply));
    worker.on('error', (error) => this.#died(worker, error));
    worker.on('exit', () => this.#died(worker, new Error('the spool thread ended')));
    this.#worker = worker;
    return worker;
  }

  #answered(reply: SpoolReply): void {
    const waiting = this.#waiting.get(reply.spool);
    const first = waiting?.shift();
    if (waiting?.length === 0) this.#waiting.delete(reply.spool);
    if (reply.kind === 'failed') first?.reject(new SpoolError(reply.message, reply.code));
    else first?.resolve(reply);
  }

  #died(worker: Worker, error: unknown): void {
    if (this.#worker === worker) this.#worker = undefined;
    const waiting = [...this.#waiting.values()].flat();
    this.#waiting = new Map();
    const reason = error instanceof Error ? error.message : String(error);
    for (const { reject } of waiting) reject(new SpoolError(reason, undefined));
  }
}

function sizeOf(reply: SpoolReply): number {
  return reply.kind === 'done' ? reply.size : 0;
}
