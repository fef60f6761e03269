/** Something a reader of the report should know: a file skipped, a record left out. */
export interface Diagnostic {
  /** Stable, dotted: `deb.status.no-version`. Documented in docs/reference/diagnostics.md. */
  readonly code: string;
  /** `warning` and `error` are gaps: something was not read. `info` is not. */
  readonly severity: 'info' | 'warning' | 'error';
  readonly message: string;
  readonly path?: string;
  /** Index of the layer, 0 the lowest, when it is of one layer. */
  readonly layer?: number;
}
