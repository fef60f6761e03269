import type { Digest, Severity } from '../model/index.ts';
import type { Summary } from '../report/index.ts';

/** Results by content. Bodies are what `codec.ts` writes; what is there is never written again. */
export interface ResultRecords {
  layer(digest: string, revision: string): Promise<Uint8Array | undefined>;
  keepLayer(digest: string, revision: string, body: Uint8Array): Promise<void>;
  inventory(digest: Digest, revision: string): Promise<Uint8Array | undefined>;
  keepInventory(inventory: KeptInventory): Promise<void>;
  matches(key: MatchesKey): Promise<Uint8Array | undefined>;
  keepMatches(matches: KeptMatches): Promise<void>;
}

/** Results that were kept before packages and findings were written down with them. */
export interface LateRecords {
  /** Of what was kept before packages and findings were: the first that lacks them. */
  unindexed(): Promise<MatchesKeyOf | undefined>;
  /** Writes down what `keepInventory` and `keepMatches` do by now. */
  index(
    key: MatchesKey,
    packages: readonly KeptPackage[],
    findings: readonly KeptFinding[],
  ): Promise<void>;
}

/** A package as the fleet is searched for it. */
export interface KeptPackage {
  readonly type: string;
  readonly name: string;
  readonly version: string;
  /** That brought it; 0 is the lowest. */
  readonly layer: number;
  readonly path: string;
}

/** A finding that counts in totals. */
export interface KeptFinding extends Omit<KeptPackage, 'path'> {
  readonly vulnerability: string;
  readonly severity: Severity;
  readonly fixedIn: string | undefined;
}

export interface KeptMatches {
  readonly key: MatchesKey;
  readonly body: Uint8Array;
  readonly summary: Summary;
  readonly findings: readonly KeptFinding[];
}

export interface KeptInventory {
  readonly digest: Digest;
  readonly revision: string;
  readonly itemSet: string;
  readonly items: Uint8Array;
  readonly body: Uint8Array;
  readonly packages: readonly KeptPackage[];
}

export interface MatchesKey {
  readonly itemSet: string;
  readonly snapshot: Digest;
  readonly revision: string;
}

/** Where to read what an earlier image of the tag had. */
export interface MatchesKeyOf {
  readonly digest: Digest;
  readonly analyzerRevision: string;
  readonly matches: MatchesKey;
}
