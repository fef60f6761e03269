/** Port: where blobs are and what was done about them, for whoever runs the server. */
export interface Storage {
  /** `folder /srv/blobs`, `s3 bucket/prefix`: no secrets. */
  readonly place: string;
  counts(): Promise<StorageCounts>;
  /** Room on the disks of the data and, where they are in a folder, of the blobs. */
  disks(): readonly Disk[];
  /** The newest first. */
  last(kind: Chore['kind'], limit: number): Promise<readonly Chore[]>;
}

export interface StorageCounts {
  readonly blobs: number;
  readonly bytes: number;
  /** In no repository: the collection removes them some time later. */
  readonly unusedBlobs: number;
  readonly unusedBytes: number;
  /** Of those, found by a collection already. */
  readonly condemnedBlobs: number;
  readonly manifests: number;
  /** Under way, or left. */
  readonly uploads: number;
}

export interface Disk {
  readonly folder: string;
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** A collection of garbage or a backup that came to its end. */
export interface Chore {
  readonly kind: 'collection' | 'backup';
  /** Milliseconds since 1970. */
  readonly finishedAt: number;
  readonly report: Readonly<Record<string, number>>;
}
