import type { AnalysisProgress } from '../../analyzer/index.ts';
import type { Failure, Limits, LogFields, Result } from '../../base/index.ts';
import type { LayerSource, OpenedImage } from '../../image/index.ts';
import type { Digest } from '../../model/index.ts';
import type { ImageWork, ReadImage } from '../image-work.ts';
import type { ResultRecords } from '../ports.ts';

/** Between two signs of life. */
export const BEAT_MS = 100;

/** What the thread is started with. */
export interface ThreadSetting {
  readonly limits: Limits;
  readonly workers: number | undefined;
  readonly scratchFolder: string | undefined;
  readonly searchesSecrets: boolean;
  /** Where compiled code is kept, for its worker processes too. */
  readonly compiledFolder: string | undefined;
  /** One number, which grows while the thread's event loop turns. */
  readonly beats: SharedArrayBuffer;
}

/** An image without what cannot pass between threads; its layers' bytes are asked for by number. */
export type PlainImage = Omit<OpenedImage, 'attached' | 'close' | 'layers'> & {
  readonly close: undefined;
  readonly layers: readonly PlainLayer[];
};

export type PlainLayer = Omit<LayerSource, 'bytes'> & {
  readonly bytes:
    | { readonly kind: 'stream' }
    | { readonly kind: 'absent'; readonly reason: string };
};

/** What the thread does for the main one. */
export interface ThreadSide extends Pick<
  ImageWork,
  | 'readSbom'
  | 'kindOfSbom'
  | 'match'
  | 'weigh'
  | 'predict'
  | 'missingSets'
  | 'addSets'
  | 'trimSets'
  | 'touchedSets'
  | 'changedVulnerabilities'
  | 'identities'
> {
  /** `run` numbers the reading, for its layers and for `stop`. */
  read(run: number, digest: Digest, image: PlainImage): Promise<Result<ReadImage, Failure>>;
  stop(run: number): void;
  /** An upload grows in an open file, which stays open until the thread says that it is done. */
  uploadStarted(id: string, repository: string, file: number): void;
  uploadGrew(id: string, bytes: number): void;
  uploadCommitted(id: string, digest: Digest): void;
  uploadAbandoned(id: string): void;
  /** Ends all that runs, and the worker processes. */
  close(): Promise<void>;
}

/** What the main thread does for it: all that needs the database, the blobs or the log. */
export interface MainSide extends ResultRecords {
  /** Whether layers that are pushed to the repository are worth reading. */
  isActive(repository: string): Promise<boolean>;
  progress(run: number, progress: AnalysisProgress): void;
  /** A number for the bytes of a layer. */
  openLayer(run: number, layer: number): Promise<number>;
  nextChunk(stream: number): Promise<Uint8Array | undefined>;
  closeLayer(stream: number): Promise<void>;
  uploadDone(id: string): void;
  workerStarted(pid: number): void;
  workerEnded(pid: number): void;
  log(level: 'info' | 'warn' | 'error', message: string, fields: LogFields | undefined): void;
}
