import type { LayerBytes } from '../image/index.ts';

/** The files that an image is stored in, by name: an archive's members, or those of a folder. */
export interface Blobs {
  has(name: string): Promise<boolean>;
  /** The whole file; `undefined` when there is none. Fails over `limit` bytes. */
  read(name: string, limitName: string, limit: number): Promise<Uint8Array | undefined>;
  layer(name: string): Promise<StoredLayer | undefined>;
  close(): Promise<void>;
}

export interface StoredLayer {
  readonly size: number;
  readonly bytes: LayerBytes;
}
