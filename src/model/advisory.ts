/** One edge of an affected range, as OSV's `ranges[].events[]`. */
export interface RangeEvent {
  readonly kind: 'introduced' | 'fixed' | 'lastAffected' | 'limit';
  /** As published. `0` as introduced is before every version, `*` as limit is after every one. */
  readonly version: string;
}

/** What a feed says of a package, in the words of docs/GLOSSARY.md. */
export type VendorStatus =
  | 'fix_available'
  | 'affected'
  | 'will_not_fix'
  | 'fix_deferred'
  | 'end_of_life'
  | 'under_investigation'
  | 'not_affected';

/** Worst first. */
export const SEVERITIES = [
  'critical',
  'high',
  'medium',
  'low',
  'negligible',
  'none',
  'unknown',
] as const;

export type Severity = (typeof SEVERITIES)[number];

/** One source's rating of a vulnerability, with what it was computed from. */
export interface SeverityRating {
  /** Who says so: `Debian`, `GHSA`, `NVD`, `CISA-ADP`, `CNA`. */
  readonly source: string;
  readonly severity: Severity;
  /** `CVSS:3.1/AV:N/...`; v2 vectors have no prefix. */
  readonly vector?: string;
  readonly score?: number;
}

/** A package that an advisory affects, and in which versions: any range, or any of `versions`. */
export interface Affected {
  /** The purl type. */
  readonly ecosystem: string;
  /** The distro release or registry the ranges are written for, normalized: `Debian:12`, `npm`. */
  readonly namespace: string;
  /** As its ecosystem matches it: `Ecosystem.matchKeysOf` gives the same spelling. */
  readonly name: string;
  readonly ranges: readonly (readonly RangeEvent[])[];
  /** Each in its ecosystem's normal form: `Ecosystem.normalizeVersion`. */
  readonly versions: readonly string[];
  readonly status: VendorStatus;
  /** The vendor's own rating for this package: wins over the vulnerability's. */
  readonly severity?: SeverityRating;
  /** The distribution says that it is no real issue in its build: hidden from totals. */
  readonly unimportant?: boolean;
  /** rpm's `name:stream`; absent: not modular. */
  readonly module?: string;
  /** Architectures it is limited to; empty: all. */
  readonly architectures: readonly string[];
}

export type AdvisoryClass = 'vulnerability' | 'malware';

/** A published statement of one source. */
export interface Advisory {
  readonly id: string;
  readonly class: AdvisoryClass;
  /** Other ids of the same vulnerability; symmetric and transitive. */
  readonly aliases: readonly string[];
  /**
   * What it was made from: the CVEs of a DSA. A bundle speaks of each of them. Of a distribution's
   * record also the CVEs that it names as `related` (ALSA, DSA, UBUNTU-CVE write them there).
   */
  readonly upstream: readonly string[];
  readonly related: readonly string[];
  /** The feed: `osv`, `debian-tracker`, `alpine-secdb`, `starter`. */
  readonly source: string;
  readonly summary: string;
  readonly details: string;
  readonly severities: readonly SeverityRating[];
  readonly weaknesses: readonly string[];
  /** ISO 8601, as published; empty where the feed has none. */
  readonly published: string;
  readonly modified: string;
  readonly withdrawn?: string;
  /** Nobody looked at it (Go's UNREVIEWED): it never widens what a reviewed one bounds. */
  readonly isUnreviewed: boolean;
  readonly affected: readonly Affected[];
  readonly references: readonly string[];
}
