import type { Diagnostic } from '../model/index.ts';

/**
 * Where the analysis of one image manifest is: never a boolean. The last terminal state stays
 * beside it (`ManifestAnalysis.result`) while a new one is made.
 */
export type AnalysisState = WaitingState | WorkingState | TerminalState;

export type WaitingState =
  /** Analysis is off for the repository, and nothing was ever analyzed there. */
  | { readonly kind: 'inactive' }
  /** Pushed while analysis was off. */
  | { readonly kind: 'not_analyzed' }
  | {
      readonly kind: 'queued';
      /** 1 is next. */
      readonly position: number;
      /** Seconds until it begins, as recent analyses took; absent where none was made yet. */
      readonly etaSeconds?: number;
    };

export type WorkingState =
  | {
      readonly kind: 'analyzing';
      readonly layersDone: number;
      readonly layers: number;
      /** Stored bytes read so far, of `totalBytes`. */
      readonly bytes: number;
      readonly totalBytes: number;
    }
  | { readonly kind: 'matching' };

export type TerminalState =
  | { readonly kind: 'complete' }
  | {
      readonly kind: 'complete_with_gaps';
      /** The first of them; the report lists all. */
      readonly gaps: readonly Diagnostic[];
      readonly gapCount: number;
    }
  | { readonly kind: 'no_packages' }
  /** Unknown or ended distribution, no feed: never a green zero. */
  | { readonly kind: 'no_advisory_coverage'; readonly reasons: readonly Diagnostic[] }
  | { readonly kind: 'unsupported'; readonly what: UnsupportedKind; readonly message: string }
  | {
      readonly kind: 'too_large';
      /** Name of the limit and its value in its unit. */
      readonly limit: string;
      readonly allowed: number;
      /** Where reading stopped at the limit, the limit itself: there was more. */
      readonly actual: number;
    }
  | {
      readonly kind: 'failed';
      readonly code: string;
      readonly message: string;
      /** 1 is the first. */
      readonly attempt: number;
      /** ISO date; absent: no more by itself, until the analyzer changes or somebody asks. */
      readonly nextRetryAt?: string;
      /** To be found in the log. */
      readonly requestId: string;
    }
  | { readonly kind: 'cancelled'; readonly by: string };

export type UnsupportedKind = 'platform' | 'media_type' | 'attestation' | 'artifact_type';

export type TerminalKind = TerminalState['kind'];

/** States in which there is a report to read. */
const WITH_REPORT: ReadonlySet<string> = new Set<TerminalKind>([
  'complete',
  'complete_with_gaps',
  'no_packages',
  'no_advisory_coverage',
]);

export function hasReport({ kind }: Pick<AnalysisState, 'kind'>): boolean {
  return WITH_REPORT.has(kind);
}

const TERMINAL: ReadonlySet<string> = new Set<TerminalKind>([
  'complete',
  'complete_with_gaps',
  'no_packages',
  'no_advisory_coverage',
  'unsupported',
  'too_large',
  'failed',
  'cancelled',
]);

/** Whether nothing more happens by itself; a failed one with a retry ahead is terminal until then. */
export function isTerminal(state: AnalysisState): state is TerminalState {
  return TERMINAL.has(state.kind);
}
