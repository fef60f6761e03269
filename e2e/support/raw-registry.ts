import { createHash } from 'node:crypto';
import type { Agent, IncomingHttpHeaders } from 'node:http';
import { request as httpRequest } from 'node:http';
import type { Readable } from 'node:stream';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface RawRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | Readable;
  /** Given the body in pieces instead of keeping it. */
  readonly onBody?: (chunk: Buffer) => void;
  readonly signal?: AbortSignal;
}

/** One host and who asks it. Every call is one request that is never tried again. */
export interface RawRegistry {
  readonly host: string;
  readonly agent?: Agent;
  /** `Bearer ...` or `Basic ...` */
  readonly authorization?: string;
}

/** Rejects when the connection breaks: then nobody knows what the server did. */
export function ask(registry: RawRegistry, path: string, what: RawRequest = {}): Promise<Answer> {
  const url = new URL(path, `http://${registry.host}`);
  const headers: Record<string, string> = { ...what.headers };
  if (registry.authorization) headers['authorization'] = registry.authorization;
  if (what.body instanceof Uint8Array) headers['content-length'] = String(what.body.length);
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, {
      method: what.method ?? 'GET',
      headers,
      ...(registry.agent && { agent: registry.agent }),
      ...(what.signal && { signal: what.signal }),
    });
    request.once('error', reject);
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', what.onBody ?? ((chunk: Buffer) => chunks.push(chunk)));
      response.once('error', reject);
      response.once('close', () => {
        if (!response.complete) return reject(new Error('the answer was cut'));
        const body = Buffer.concat(chunks);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    if (what.body === undefined || what.body instanceof Uint8Array) request.end(what.body);
    else what.body.once('error', reject).pipe(request);
  });
}

/** As skopeo does it: POST, PATCH with all of it, PUT without a body. The answer is the last one. */
export async function pushBlob(
  registry: RawRegistry,
  repository: string,
  digest: string,
  body: Uint8Array | (() => Readable),
  size: number = body instanceof Uint8Array ? body.length : 0,
): Promise<Answer> {
  const started = await ask(registry, `/v2/${repository}/blobs/uploads/`, { method: 'POST' });
  if (started.status !== 202) return started;
  const patched = await ask(registry, started.headers.location ?? '', {
    method: 'PATCH',
    headers: { 'content-type': 'application/octet-stream', 'content-length': String(size) },
    body: body instanceof Uint8Array ? body : body(),
  });
  if (patched.status !== 202) return patched;
  const last = new URL(patched.headers.location ?? '', `http://${registry.host}`);
  last.searchParams.set('digest', digest);
  return ask(registry, last.pathname + last.search, { method: 'PUT' });
}

export const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';

export function putManifest(
  registry: RawRegistry,
  repository: string,
  reference: string,
  manifest: Uint8Array,
): Promise<Answer> {
  return ask(registry, `/v2/${repository}/manifests/${reference}`, {
    method: 'PUT',
    headers: { 'content-type': MANIFEST_TYPE },
    body: manifest,
  });
}

export function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

export interface Blob {
  readonly digest: string;
  readonly size: number;
}

/** An image that only a registry could like: its layers may be any bytes. */
export function manifestOf(config: Blob, layers: readonly Blob[]): Buffer {
  const described = (mediaType: string, { digest, size }: Blob): object => ({
    mediaType: `application/vnd.oci.image.${mediaType}`,
    digest,
    size,
  });
  return Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST_TYPE,
      config: described('config.v1+json', config),
      layers: layers.map((layer) => described('layer.v1.tar+gzip', layer)),
    }),
  );
}

/** What the challenge of `path` asks for, fetched from its realm; with Basic credentials or without. */
export async function signedIn(
  host: string,
  scope: string,
  credentials?: string,
): Promise<RawRegistry> {
  const challenge = (await ask({ host }, '/v2/')).headers['www-authenticate'] ?? '';
  if (challenge === '') return { host };
  const basic = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
  const realm = /realm="([^"]*)"/.exec(challenge)?.[1];
  const service = /service="([^"]*)"/.exec(challenge)?.[1] ?? '';
  if (!challenge.startsWith('Bearer') || realm === undefined) {
    return { host, ...(basic && { authorization: basic }) };
  }
  const query = new URLSearchParams({ service, scope });
  const answer = await fetch(`${realm}?${query.toString()}`, {
    headers: basic ? { authorization: basic } : {},
  });
  const { token }: { token?: unknown } = Object(await answer.json());
  if (typeof token !== 'string') throw new Error(`no token from ${realm}: ${answer.status}`);
  return { host, authorization: `Bearer ${token}` };
}
