/** The package headers that a database holds, and what of it could not be read. */
export interface HeaderBlobs {
  readonly blobs: readonly Uint8Array[];
  /** Sentences; empty of a whole database. */
  readonly problems: readonly string[];
}
