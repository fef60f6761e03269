import type { OutgoingHttpHeaders } from 'node:http';

/**
 * The codes of the specification, and the status that each has unless a place says another. It has none for
 * trouble of the registry's own: those are the distribution registry's.
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#error-codes
 * https://github.com/distribution/distribution/blob/v3.0.0/registry/api/errcode/register.go
 */
const STATUS = {
  BLOB_UNKNOWN: 404,
  BLOB_UPLOAD_INVALID: 400,
  BLOB_UPLOAD_UNKNOWN: 404,
  DIGEST_INVALID: 400,
  MANIFEST_BLOB_UNKNOWN: 400,
  MANIFEST_INVALID: 400,
  MANIFEST_UNKNOWN: 404,
  NAME_INVALID: 400,
  NAME_UNKNOWN: 404,
  SIZE_INVALID: 400,
  UNAUTHORIZED: 401,
  DENIED: 403,
  UNSUPPORTED: 405,
  TOOMANYREQUESTS: 429,
  UNAVAILABLE: 503,
  UNKNOWN: 500,
} as const;

export type RefusalCode = keyof typeof STATUS;

interface RefusalOptions {
  readonly status?: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly cause?: unknown;
}

/**
 * Why a request is refused, in words for the person behind the client. Thrown inside this module, and
 * turned into an answer at its border.
 */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;

  constructor(code: RefusalCode, message: string, options: RefusalOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'Refusal';
    this.code = code;
    this.status = options.status ?? STATUS[code];
    this.headers = options.headers ?? {};
  }

  /** The body as the specification has it. */
  toJson(): string {
    return JSON.stringify({ errors: [{ code: this.code, message: this.message }] });
  }
}
