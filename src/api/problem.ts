import type { ErrorCode } from './errors.ts';
import { errorRow } from './errors.ts';

/** Problem details, https://www.rfc-editor.org/rfc/rfc9457; `code` and what follows are ours. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail: string;
  readonly requestId: string;
  /** Of `request.invalid`: each field that is wrong. */
  readonly errors?: readonly FieldError[];
  /** Of `plan.required`: the plans that include it. */
  readonly plans?: readonly string[];
  /** Of `plan.required`: where the operator sells or gives them. */
  readonly upgradeUrl?: string;
}

export interface FieldError {
  /** `body.name`, `query.limit`. */
  readonly at: string;
  readonly message: string;
}

export interface ProblemExtras {
  readonly errors?: readonly FieldError[];
  readonly plans?: readonly string[];
  readonly upgradeUrl?: string;
  /** Seconds, for Retry-After. */
  readonly retryAfter?: number;
  /** Methods that the route has, for Allow. */
  readonly allow?: string;
}

/** Ends a request with a row of the table of errors; thrown in handlers, caught at the edge. */
export class ProblemError extends Error {
  readonly code: ErrorCode;
  readonly extras: ProblemExtras;

  constructor(code: ErrorCode, detail?: string, extras: ProblemExtras = {}) {
    super(detail ?? errorRow(code).title);
    this.name = 'ProblemError';
    this.code = code;
    this.extras = extras;
  }
}

/** Where a person reads about a code, relative to the server: it works without the internet. */
export function documentationOf(code: ErrorCode): string {
  return `/docs/errors#${code}`;
}

export function problemDetails(problem: ProblemError, requestId: string): ProblemDetails {
  const { status, title } = errorRow(problem.code);
  const { errors, plans, upgradeUrl } = problem.extras;
  return {
    type: documentationOf(problem.code),
    title,
    status,
    code: problem.code,
    detail: problem.message,
    requestId,
    ...(errors && { errors }),
    ...(plans && { plans }),
    ...(upgradeUrl !== undefined && { upgradeUrl }),
  };
}
