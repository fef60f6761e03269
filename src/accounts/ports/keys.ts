export interface SigningKeyRow {
  readonly kid: string;
  /** PKCS #8, sealed. */
  readonly privateKey: Uint8Array;
  readonly publicJwk: Readonly<Record<string, string>>;
  readonly createdAt: number;
}

export interface SigningKeyRecords {
  signingKeys(): Promise<readonly SigningKeyRow[]>;
  addSigningKey(key: SigningKeyRow): Promise<void>;
  removeSigningKeys(before: number): Promise<void>;
}

/** Buckets of tries, shared by all processes. */
export interface TryRecords {
  /**
   * Takes one try from the bucket, which holds `size` and gains one each `everyMilliseconds`. Tells
   * in how many milliseconds there will be one when it is empty; 0 when one was taken.
   */
  takeTry(bucket: string, size: number, everyMilliseconds: number, at: number): Promise<number>;
  giveTryBack(bucket: string, everyMilliseconds: number): Promise<void>;
  /** Whether the person signed in from this network in the time before. */
  isKnownNetwork(userName: string, network: string, since: number): Promise<boolean>;
  rememberNetwork(userId: number, network: string, at: number): Promise<void>;
  removeOldTries(before: number): Promise<void>;
}
