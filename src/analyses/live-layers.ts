import type { Analyzer } from '../analyzer/index.ts';
import type { Log } from '../base/index.ts';
import { compressionOf, isTarStart } from '../image/index.ts';
import type { Digest, LayerInventory } from '../model/index.ts';
import { SpoolTail } from './spool-tail.ts';

/** Follows uploads while they run: the registry's port of this name fits. */
export interface UploadObserver {
  started(upload: ObservedUpload): void;
  grew(id: string, bytes: number): void;
  committed(id: string, digest: Digest): void;
  abandoned(id: string): void;
}

export interface ObservedUpload {
  readonly id: string;
  /** Whole name. */
  readonly repository: string;
  readonly spoolPath: string;
}

/** The same, once its spool is open. */
export interface OpenUpload {
  readonly id: string;
  readonly repository: string;
  readonly file: number;
}

export interface LiveOptions {
  readonly analyzer: Analyzer;
  /** Whether layers pushed there are worth reading; asked once an upload. */
  readonly isActive: (repository: string) => Promise<boolean>;
  readonly keep: (layer: LayerInventory) => Promise<void>;
  /** Nothing reads the upload's file any more. */
  readonly onDone: (id: string) => void;
  readonly log: Log;
}

/** An upload that does not grow for so long leaves its worker to others. */
const STALLED_MS = 5000;

/** Tells a tar, compressed or plain, from a config. */
const HEAD_BYTES = 512;

/** Layers that are being read while they are uploaded, or right after. */
export interface LiveLayers extends Omit<UploadObserver, 'started'> {
  started(upload: OpenUpload): void;
  /** The layer, once it is read; `undefined`: nobody reads it here. */
  layer(digest: string): Promise<LayerInventory | undefined>;
  close(): Promise<void>;
}

/** Nothing here is waited for by an upload, and nothing thrown reaches it. */
export function createLiveLayers(options: LiveOptions): LiveLayers {
  const uploads = new Map<string, LiveUpload>();
  const committed = new Map<string, Promise<LayerInventory | undefined>>();
  const forget = (upload: LiveUpload): void => {
    uploads.delete(upload.id);
    if (upload.digest !== undefined) committed.delete(upload.digest);
    options.onDone(upload.id);
  };
  return {
    started({ id, repository, file }) {
      const upload = new LiveUpload(id, repository, new SpoolTail(file), options);
      uploads.set(id, upload);
      void upload.result.finally(() => forget(upload));
    },
    grew(id, bytes) {
      uploads.get(id)?.grew(bytes);
    },
    committed(id, digest) {
      const upload = uploads.get(id);
      if (upload === undefined) return;
      committed.set(digest, upload.result);
      upload.commit(digest);
    },
    abandoned(id) {
      uploads.get(id)?.abandon();
    },
    layer: (digest) => committed.get(digest) ?? Promise.resolve(undefined),
    async close() {
      for (const upload of uploads.values()) upload.abandon();
      await Promise.all([...uploads.values()].map(({ result }) => result));
    },
  };
}

/** One upload, from its first bytes to the inventory of what it brought. */
class LiveUpload {
  readonly id: string;
  readonly result: Promise<LayerInventory | undefined>;
  digest: Digest | undefined;
  readonly #repository: string;
  readonly #tail: SpoolTail;
  readonly #options: LiveOptions;
  readonly #stopping = new AbortController();
  #stall: NodeJS.Timeout | undefined;

  constructor(id: string, repository: string, tail: SpoolTail, options: LiveOptions) {
    this.id = id;
    this.#repository = repository;
    this.#options = options;
    this.#tail = tail;
    this.result = this.#read();
  }

  grew(bytes: number): void {
    this.#tail.grew(bytes);
    clearTimeout(this.#stall);
    this.#stall = setTimeout(() => this.abandon(), STALLED_MS).unref();
  }

  commit(digest: Digest): void {
    clearTimeout(this.#stall);
    this.digest = digest;
    this.#tail.end('whole');
  }

  abandon(): void {
    clearTimeout(this.#stall);
    this.#stopping.abort();
    this.#tail.end('broken');
  }

  async #read(): Promise<LayerInventory | undefined> {
    const { isActive, analyzer, keep, log } = this.#options;
    try {
      if (!(await isActive(this.#repository))) return undefined;
      const head = await this.#tail.head(HEAD_BYTES);
      if (!isLayer(head)) return undefined;
      const open = (): Promise<AsyncIterable<Uint8Array>> => Promise.resolve(this.#tail.bytes());
      const stream = { name: `upload ${this.id}`, open, isRepeatable: true };
      const read = await analyzer.readLayer(stream, this.#stopping.signal);
      if (!read.ok) {
        log.info('live layer left', { upload: this.id, code: read.error.code });
        return undefined;
      }
      // Read to its end while it was still growing: the registry decides what the bytes were.
      if (read.value.digest !== this.digest) return undefined;
      await keep(read.value);
      return read.value;
    } catch (error) {
      log.info('live layer left', { upload: this.id, reason: String(error) });
      return undefined;
    } finally {
      clearTimeout(this.#stall);
      await this.#tail.close();
    }
  }
}

function isLayer(head: Uint8Array): boolean {
  return compressionOf(head) !== 'none' || isTarStart(head);
}
