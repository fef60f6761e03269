/** What a command ends with; the same for all. */
export const EXIT = {
  ok: 0,
  /** Bad input, bad configuration, not analyzable. */
  failed: 1,
  /** Findings over the threshold of --fail-on. */
  overThreshold: 2,
  /** Gaps or no advisory coverage, with --strict. */
  incomplete: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
