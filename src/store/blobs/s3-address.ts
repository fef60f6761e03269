import type { Failure, Result } from '../../base/index.ts';
import { err, failure, ok } from '../../base/index.ts';

/** Where blobs are in S3. */
export interface S3Address {
  readonly bucket: string;
  /** Before every key: empty, or with a slash at its end. */
  readonly prefix: string;
  readonly region: string;
  /** Of a server that is not AWS: `http://127.0.0.1:9000`. Its buckets are the first part of a path. */
  readonly endpoint: string | undefined;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, and what others allow besides. */
const BUCKET = /^[a-zA-Z0-9][a-zA-Z0-9._-]{1,62}$/;
/** What needs no escaping in keys: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const PREFIX = /^[a-zA-Z0-9/._-]*$/;
const KNOWN = new Set(['endpoint', 'region']);
const SHAPE = 's3://BUCKET/PREFIX?endpoint=URL&region=NAME';

/** Reads `s3://bucket/prefix?endpoint=...&region=...`; prefix and query may be left out. */
export function parseS3Address(text: string): Result<S3Address, Failure> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 's3:') return refused(text, 'is no address of a bucket');
  const bucket = url.host;
  if (!BUCKET.test(bucket)) return refused(text, `names no bucket but "${bucket}"`);
  if (url.username !== '' || url.password !== '') {
    return refused(
      `s3://${bucket}`,
      'has credentials in it: give them as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    );
  }
  const refusal = refusedParameter(url.searchParams);
  if (refusal !== undefined) return refused(text, refusal);
  const path = url.pathname.replaceAll(/^\/+|\/+$/g, '');
  if (!PREFIX.test(path)) return refused(text, `has a prefix that is not made of ${PREFIX.source}`);
  return ok({
    bucket,
    prefix: path === '' ? '' : `${path}/`,
    region: url.searchParams.get('region') ?? 'us-east-1',
    endpoint: url.searchParams.get('endpoint') ?? undefined,
  });
}

function refusedParameter(parameters: URLSearchParams): string | undefined {
  const unknown = [...parameters.keys()].find((key) => !KNOWN.has(key));
  if (unknown !== undefined) return `has the unknown parameter "${unknown}"`;
  const endpoint = parameters.get('endpoint') ?? 'https://left.out';
  return isHttp(endpoint) ? undefined : `has an endpoint that is no http(s) address: "${endpoint}"`;
}

function isHttp(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function refused(text: string, why: string): Result<never, Failure> {
  return err(failure('store.blobs.address', `"${text}" ${why}; write ${SHAPE}`));
}
