import type { ErrorCode } from './errors.ts';
import { errorRow } from './errors.ts';
import type { AccountsFailure, AccountsFailureCode } from '../accounts/index.ts';
import type { Failure, Result } from '../base/index.ts';
import { isPassingTrouble, isRecord } from '../base/index.ts';
import { needsPlan } from './authorize.ts';
import { ProblemError } from './problem.ts';

/** The code of an error that is a problem. */
export function problemCodeOf(error: unknown): ErrorCode | undefined {
  return error instanceof ProblemError ? error.code : undefined;
}

const OF_ACCOUNTS: Readonly<Record<AccountsFailureCode, ErrorCode>> = {
  'not-found': 'resource.missing',
  'needs-sign-in': 'sign-in.required',
  forbidden: 'permission.denied',
  'needs-plan': 'plan.required',
  invalid: 'request.invalid',
  'name-invalid': 'request.invalid',
  'name-taken': 'resource.taken',
  'plan-not-for-kind': 'request.invalid',
  'link-invalid': 'resource.missing',
  'last-owner': 'resource.conflict',
  'last-administrator': 'resource.conflict',
  'password-unfit': 'request.invalid',
  'wrong-credentials': 'sign-in.wrong',
  'needs-code': 'sign-in.code-required',
  'needs-token': 'sign-in.wrong',
  'too-many-tries': 'sign-in.too-many',
  'identity-refused': 'sign-in.wrong',
  'too-many': 'resource.conflict',
};

/** The value, or the problem that the failure comes down to. */
export function valueOf<Value>(result: Result<Value, AccountsFailure>): Value {
  if (result.ok) return result.value;
  const { code, message, retryAfterSeconds, plans } = result.error;
  if (code === 'needs-plan') throw needsPlan(plans ?? [], undefined);
  // What is not there is told in the same words wherever it was looked for.
  const detail = code === 'not-found' ? undefined : message;
  throw new ProblemError(
    OF_ACCOUNTS[code],
    detail,
    retryAfterSeconds === undefined ? {} : { retryAfter: retryAfterSeconds },
  );
}

/** Failures of analyses and registry, by code; others are bugs. */
const OF_OTHERS: Readonly<Record<string, ErrorCode>> = {
  'analyses.plan': 'plan.required',
  'analyses.no-report': 'analysis.unavailable',
  'analyses.unknown': 'resource.missing',
  'analyses.manifest.gone': 'resource.missing',
  'analyses.inactive': 'resource.conflict',
};

/** As `valueOf`, of modules whose failures have dotted codes. */
export function valueOfResult<Value>(result: Result<Value, Failure>): Value {
  if (result.ok) return result.value;
  const { code, message } = result.error;
  throw new ProblemError(OF_OTHERS[code] ?? 'resource.conflict', message);
}

/** Whatever was thrown, as a problem. What is not known is a bug: its words stay in the log. */
export function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  const code = isRecord(error) || error instanceof Error ? Reflect.get(error, 'code') : undefined;
  const known = typeof code === 'string' ? OF_FASTIFY[code] : undefined;
  return known
    ? new ProblemError(known, detailOf(known, error))
    : new ProblemError(isPassingTrouble(error) ? 'server.unavailable' : 'server.failed');
}

/** https://fastify.dev/docs/latest/Reference/Errors/ and what our reading of JSON throws. */
const OF_FASTIFY: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'request.too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request.media-type-unsupported',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request.malformed',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request.malformed',
  FST_ERR_CTP_INVALID_JSON_BODY: 'request.malformed',
  FST_ERR_BAD_URL: 'request.malformed',
  FST_ERR_ASYNC_CONSTRAINT: 'request.malformed',
  FST_ERR_MAX_PARAM_LENGTH: 'request.route-unknown',
};

function detailOf(code: ErrorCode, error: unknown): string | undefined {
  return errorRow(code).status === 400 || !(error instanceof Error) ? undefined : error.message;
}
