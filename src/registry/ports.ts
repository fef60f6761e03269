import type { IncomingMessage } from 'node:http';
import type { Clock, Log } from '../base/index.ts';
import type { Access } from './access.ts';
import type { BlobStore, UploadShelf } from './blob-store.ts';
import type { PushListener, UploadObserver } from './listeners.ts';
import type { Peers } from './peers.ts';
import type { GarbageRecords, Records, RepositoryChanges } from './records.ts';

/** All that the registry stands on. */
export interface RegistryPorts {
  readonly access: Access;
  readonly records: Records & GarbageRecords;
  readonly changes: RepositoryChanges;
  readonly blobs: BlobStore;
  /** `undefined`: all processes that share the blobs share the folder of uploads too. */
  readonly shelf: UploadShelf | undefined;
  readonly listener: PushListener;
  readonly observer: UploadObserver;
  readonly clock: Clock;
  readonly log: Log;
  /** Scheme and host by which the client reached us, as the trusted proxies tell it: no slash at the end. */
  originOf(request: IncomingMessage): string;
  /** The client's address, as the trusted proxies tell it. */
  addressOf(request: IncomingMessage): string;
}

export interface RegistrySettings {
  /** Absolute path of the folder where uploads grow; on the file system of the blobs, to be renamed. */
  readonly spoolFolder: string;
  /** The audience of tokens: what clients send as `service`. */
  readonly service: string;
  readonly peers: Peers;
  /** Whether anything can be deleted by clients. */
  readonly deletion: 'enabled' | 'disabled';
  readonly limits: RegistryLimits;
}

/** Bytes and milliseconds. */
export interface RegistryLimits {
  /** The specification asks for 4 MB at least. */
  readonly manifestBytes: number;
  readonly blobBytes: number;
  /** Config, layers or children that one manifest lists: what fits into `manifestBytes`, and no fewer. */
  readonly references: number;
  /**
   * What was uploaded, mounted or seen stays so long though nothing refers to it: longer than the
   * longest push takes.
   */
  readonly graceMs: number;
  /** An upload that gets no byte for so long is given up. */
  readonly uploadIdleMs: number;
  /** A connection that sends no byte of a body for so long is closed. */
  readonly bodyIdleMs: number;
  /** An owner of uploads that restarts, or is just leaving and puts them aside, is waited for so long. */
  readonly ownerReturnsMs: number;
  /** Manifests kept in memory. */
  readonly cacheBytes: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MIB = 1024 * 1024;

export const DEFAULT_REGISTRY_LIMITS: RegistryLimits = {
  manifestBytes: 4 * MIB,
  blobBytes: 100 * 1024 * MIB,
  references: 50_000,
  graceMs: 12 * HOUR,
  uploadIdleMs: 24 * HOUR,
  bodyIdleMs: 5 * MINUTE,
  ownerReturnsMs: 10_000,
  cacheBytes: 64 * MIB,
};
