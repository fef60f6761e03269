/** Why something could not be done, in words for the person who asked. Values, not exceptions. */
export interface Failure {
  /** Stable, dotted: `image.layer.truncated`. Documented in docs/reference/diagnostics.md. */
  readonly code: string;
  /** What was wrong, where, with which value, and what to do. */
  readonly message: string;
}

export function failure(code: string, message: string): Failure {
  return { code, message };
}

/**
 * Carries a Failure through code that streams, where a Result cannot be returned. Thrown inside a
 * module and turned back into a Result at its border.
 */
export class FailureError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message, options);
    this.name = 'FailureError';
    this.failure = failure;
  }
}

/** The Failure that an error carries, or one that says what was thrown, under `code`. */
export function failureOf(error: unknown, code: string): Failure {
  if (error instanceof FailureError) return error.failure;
  return { code, message: error instanceof Error ? error.message : String(error) };
}
