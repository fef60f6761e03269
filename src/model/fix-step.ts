import type { Severity } from './advisory.ts';

/** One thing to do, and what it removes. */
export interface FixStep {
  /** The purl type of what it changes. */
  readonly ecosystem: string;
  readonly changes: readonly FixChange[];
  /** To paste; absent where no one command does it (a jar, a Go binary: rebuild with the version). */
  readonly command?: string;
  /** Where, when it is not the whole image: `app`, `usr/lib/node_modules/npm`. */
  readonly place?: string;
  /** Whether a major version goes up. */
  readonly isBreaking: boolean;
  /** Distinct vulnerabilities that are gone after it, hidden ones left out. */
  readonly fixes: Readonly<Record<Severity, number>>;
  /** Of these, known exploited ones. */
  readonly exploited: number;
}

export interface FixChange {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}
