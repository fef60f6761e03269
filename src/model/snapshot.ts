import type { Affected, Advisory, SeverityRating } from './advisory.ts';
import type { Digest } from './digest.ts';

/** One advisory's word on one package, as matching reads it. */
export interface AdvisoryEntry {
  readonly advisory: AdvisoryHead;
  readonly affected: Affected;
}

/** What of an advisory decides a match and names the finding; its texts are read apart. */
export type AdvisoryHead = Pick<
  Advisory,
  | 'id'
  | 'class'
  | 'aliases'
  | 'upstream'
  | 'source'
  | 'severities'
  | 'withdrawn'
  | 'modified'
  | 'isUnreviewed'
>;

/** What is known of a vulnerability beside its advisories; changes daily and touches no match. */
export interface VulnerabilityContext {
  readonly epss?: { readonly probability: number; readonly percentile: number };
  /** CISA's catalog of known exploited vulnerabilities. */
  readonly kev?: {
    readonly addedAt: string;
    readonly dueAt?: string;
    readonly usedByRansomware: boolean;
  };
  /** Ratings of NVD, CISA-ADP, the CNA. */
  readonly severities: readonly SeverityRating[];
  readonly weaknesses: readonly string[];
  readonly isRejected: boolean;
  /** SSVC decision points of CISA: `exploitation: 'active'`. */
  readonly ssvc?: Readonly<Record<string, string>>;
  readonly title?: string;
  /** Versions in which it came into upstream's products, as the CVE record tells. */
  readonly introducedUpstream?: readonly {
    readonly product: string;
    readonly versions: readonly string[];
  }[];
}

export interface AdvisoryTexts {
  readonly summary: string;
  readonly details: string;
  readonly published: string;
  readonly references: readonly string[];
  readonly weaknesses: readonly string[];
}

/** What one advisory namespace can and cannot say. */
export interface NamespaceCoverage {
  readonly namespace: string;
  readonly source: string;
  /** Whether vulnerabilities without a fix are listed too: then silence about a package says more. */
  readonly listsUnfixed: boolean;
  readonly records: number;
  readonly fetchedAt: string;
  /** Newest date in the data itself. */
  readonly newestAt: string;
}

/** When a release of a distribution stops getting security updates. */
export interface EndOfLife {
  readonly namespace: string;
  /** ISO date. */
  readonly supportedUntil: string;
}

/** An immutable, numbered, content-addressed state of all advisories: what matching and reports ask. */
export interface AdvisorySnapshot {
  readonly number: number;
  readonly digest: Digest;
  readonly createdAt: string;
  /** The feed that ships with the product; every report made with it says so. */
  readonly isStarter: boolean;
  coverageOf(namespace: string): NamespaceCoverage | undefined;
  /** Every entry written for a package of a namespace; none: the namespace does not speak of it. */
  entriesOf(namespace: string, name: string): readonly AdvisoryEntry[];
  /**
   * Every entry of every advisory that is, or names as alias or upstream, this id; for explaining.
   * Slow: reads all that is there.
   */
  entriesAbout(vulnerability: string): readonly AdvisoryEntry[];
  contextOf(vulnerability: string): VulnerabilityContext | undefined;
  textsOf(advisory: string): AdvisoryTexts | undefined;
  endOfLifeOf(namespace: string): EndOfLife | undefined;
}
