import type { S3Client } from '@aws-sdk/client-s3';
import type { S3Address } from './s3-address.ts';

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** How long S3 may take. Each bound is there so that a storage that hangs is an error, not a queue. */
export interface S3Patience {
  /** To connect. */
  readonly connectMs: number;
  /** From the first byte of one attempt to the head of its answer; a part goes up in that time. */
  readonly attemptMs: number;
  /** All attempts of one call. */
  readonly callMs: number;
  /** Without a byte of a body that we wait for. */
  readonly idleMs: number;
}

export const S3_PATIENCE: S3Patience = {
  connectMs: 5000,
  attemptMs: 60_000,
  callMs: 150_000,
  idleMs: 30_000,
};

/** With the library's backoff (exponential, full jitter) and its quota of retries in all. */
const ATTEMPTS = 4;

/** The commands, loaded when the first store is opened: nobody with a folder pays for them. */
export type S3Commands = typeof import('@aws-sdk/client-s3');

export interface S3Connection {
  readonly client: S3Client;
  readonly commands: S3Commands;
  readonly patience: S3Patience;
}

export async function connectS3(
  address: S3Address,
  credentials: S3Credentials | undefined,
  patience: S3Patience,
): Promise<S3Connection> {
  const commands = await import('@aws-sdk/client-s3');
  const client = new commands.S3Client({
    region: address.region,
    ...(address.endpoint && { endpoint: address.endpoint, forcePathStyle: true }),
    ...(credentials && { credentials }),
    // The library's trailing checksums are refused by some servers, and stored as content by others.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: patience.connectMs,
      requestTimeout: patience.attemptMs,
      throwOnRequestTimeout: true,
    },
  });
  return { client, commands, patience };
}

/**
 * One call with all its attempts, given up when its time is over or the caller gives up. The time
 * ends with the head of the answer: a body may take as long as its reader.
 */
export async function call<Answer>(
  { patience }: S3Connection,
  send: (options: { readonly abortSignal: AbortSignal }) => Promise<Answer>,
  signal?: AbortSignal,
): Promise<Answer> {
  const overdue = new AbortController();
  const timer = setTimeout(() => overdue.abort(), patience.callMs);
  try {
    const abortSignal = signal ? AbortSignal.any([signal, overdue.signal]) : overdue.signal;
    return await send({ abortSignal });
  } catch (error) {
    if (!overdue.signal.aborted) throw error;
    throw new Error(`no answer in ${patience.callMs} ms`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** The error of a call that failed, with what it was for. */
export function s3Trouble(doing: string, cause: unknown): Error {
  const why = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return new Error(`S3 could not ${doing}: ${why}`, { cause });
}

/** By S3's own code: a proxy's 404, or one without a body, says nothing about a key. */
export function isS3Error(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
