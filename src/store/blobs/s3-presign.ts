import { createHash, createHmac } from 'node:crypto';
import type { S3Address } from './s3-address.ts';
import type { S3Credentials } from './s3-client.ts';

/**
 * The address of a GET that needs no credentials until it expires.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function presign(
  address: S3Address,
  key: string,
  credentials: S3Credentials,
  at: number,
  seconds: number,
): string {
  const { origin, host, path } = placeOf(address, key);
  const time = new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const day = time.slice(0, 8);
  const scope = `${day}/${address.region}/s3/aws4_request`;
  const query = Object.entries({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${credentials.accessKeyId}/${scope}`,
    'X-Amz-Date': time,
    'X-Amz-Expires': String(seconds),
    ...(credentials.sessionToken && { 'X-Amz-Security-Token': credentials.sessionToken }),
    'X-Amz-SignedHeaders': 'host',
  })
    .map(([name, value]) => `${name}=${encoded(value)}`)
    .join('&');
  const request = ['GET', path, query, `host:${host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const digest = createHash('sha256').update(request).digest('hex');
  const text = ['AWS4-HMAC-SHA256', time, scope, digest].join('\n');
  const signingKey = [day, address.region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (from, part) => hmac(from, part),
    `AWS4${credentials.secretAccessKey}`,
  );
  return `${origin}${path}?${query}&X-Amz-Signature=${hmac(signingKey, text).toString('hex')}`;
}

interface Place {
  readonly origin: string;
  readonly host: string;
  readonly path: string;
}

/** AWS has buckets in the host's name, other servers in the path: as the client asks them. */
function placeOf({ bucket, region, endpoint }: S3Address, key: string): Place {
  const keyPath = key.split('/').map(encoded).join('/');
  if (endpoint === undefined) {
    const host = `${bucket}.s3.${region}.amazonaws.com`;
    return { origin: `https://${host}`, host, path: `/${keyPath}` };
  }
  const { origin, host, pathname } = new URL(endpoint);
  const base = pathname.replace(/\/+$/, '');
  return { origin, host, path: `${base}/${encoded(bucket)}/${keyPath}` };
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** As the signature wants it: all but the unreserved characters. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
