import type { Digest } from '../model/index.ts';

/** A manifest that was stored or that a tag now points to. Written to the outbox too. */
export interface ManifestPushed {
  readonly repositoryId: number;
  readonly repository: string;
  readonly digest: Digest;
  /** `undefined` when it was pushed by digest. */
  readonly tag: string | undefined;
  readonly actor: string;
  readonly at: Date;
}

/** Port: told right after the commit. Must not throw; the outbox makes up for what it misses. */
export interface PushListener {
  manifestPushed(event: ManifestPushed): void;
}

export interface ObservedUpload {
  readonly id: string;
  readonly repository: string;
  /** A local file that grows; one who opened it may read on after the upload ended. */
  readonly spoolPath: string;
}

/** Port: follows uploads while they run. Called synchronously; must neither block nor throw. */
export interface UploadObserver {
  started(upload: ObservedUpload): void;
  /** `bytes` of the spool are written and can be read. */
  grew(id: string, bytes: number): void;
  committed(id: string, digest: Digest): void;
  abandoned(id: string): void;
}
