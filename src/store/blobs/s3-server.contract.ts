import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

/** What goes wrong with one request; the server does what was asked where it says so. */
export type S3Fault =
  | { readonly kind: 'status'; readonly status: number; readonly code: string }
  /** A 404 or another status without S3's XML, as proxies write it. */
  | { readonly kind: 'bare'; readonly status: number }
  | { readonly kind: 'hang' }
  /** Closes the connection without an answer; `after`: having done what was asked. */
  | { readonly kind: 'reset'; readonly after: boolean }
  /** Sends so many bytes of the body, then closes the connection, or stands still. */
  | { readonly kind: 'cut'; readonly bytes: number; readonly stands?: boolean }
  | { readonly kind: 'etag'; readonly etag: string };

export interface S3Request {
  readonly operation: string;
  readonly key: string;
  /** Requests of this operation until now, this one counted. */
  readonly count: number;
}

export interface FakeS3 {
  readonly endpoint: string;
  readonly bucket: string;
  /** `PutObject`, `UploadPart`, ... in the order of arrival. */
  readonly log: string[];
  readonly objects: Map<string, FakeObject>;
  readonly uploads: Map<string, FakeUpload>;
  /** Set by a test; asked for every request. */
  fault: (request: S3Request) => S3Fault | undefined;
}

export interface FakeObject {
  readonly size: number;
  /** Empty in a server that keeps sizes only. */
  readonly bytes: Buffer;
  readonly time: Date;
}

export interface FakeUpload {
  readonly key: string;
  initiated: Date;
  readonly parts: Map<number, FakeObject & { readonly etag: string }>;
}

/** Listings are cut here, so that few objects make many pages. */
const PAGE = 2;

/** As much of S3 as a blob store needs, in memory, with faults on request. `sizesOnly`: bytes are dropped. */
export async function fakeS3(context: TestContext, sizesOnly = false): Promise<FakeS3> {
  const fake: FakeS3 = {
    endpoint: '',
    bucket: 'blobs',
    log: [],
    objects: new Map(),
    uploads: new Map(),
    fault: () => undefined,
  };
  const server = createServer((request, response) => {
    answer(fake, request, response, sizesOnly).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of a server that listens on a port
  const { port } = server.address() as AddressInfo;
  return Object.assign(fake, { endpoint: `http://127.0.0.1:${port}` });
}

interface Asked {
  readonly operation: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly body: Body;
  readonly range: string | undefined;
}

interface Body {
  readonly size: number;
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly md5: string;
}

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

async function answer(
  fake: FakeS3,
  request: IncomingMessage,
  response: ServerResponse,
  sizesOnly: boolean,
): Promise<void> {
  const url = new URL(request.url ?? '', 'http://fake');
  const [, bucket = '', ...rest] = url.pathname.split('/');
  const key = rest.join('/');
  const operation = operationOf(request.method ?? '', key, url.searchParams);
  fake.log.push(operation);
  const count = fake.log.filter((one) => one === operation).length;
  const fault = fake.fault({ operation, key, count });
  const body = await bodyOf(request, sizesOnly);
  if (fault?.kind === 'hang') return;
  if (fault?.kind === 'reset' && !fault.after) return void response.destroy();
  if (fault?.kind === 'status') return send(response, refusal(fault.status, fault.code), operation);
  if (fault?.kind === 'bare') return send(response, { status: fault.status }, operation);
  const signed = request.headers['x-amz-content-sha256'];
  const range = request.headers.range;
  const asked = { operation, key, query: url.searchParams, body, range };
  const reply =
    bucket !== fake.bucket
      ? refusal(404, 'NoSuchBucket')
      : signed !== body.sha256 && !sizesOnly
        ? refusal(400, 'XAmzContentSHA256Mismatch')
        : perform(fake, asked);
  if (fault?.kind === 'reset') return void response.destroy();
  if (fault?.kind === 'cut') return cut(response, reply, fault.bytes, fault.stands === true);
  const headers = { ...reply.headers, ...(fault?.kind === 'etag' && { etag: fault.etag }) };
  send(response, { ...reply, headers }, operation);
}

function operationOf(method: string, key: string, query: URLSearchParams): string {
  const isPart = query.has('uploadId');
  if (key === '') {
    if (method === 'HEAD') return 'HeadBucket';
    return query.has('uploads') ? 'ListMultipartUploads' : 'ListObjectsV2';
  }
  const names: Readonly<Record<string, string>> = {
    PUT: isPart ? 'UploadPart' : 'PutObject',
    POST: isPart ? 'CompleteMultipartUpload' : 'CreateMultipartUpload',
    DELETE: isPart ? 'AbortMultipartUpload' : 'DeleteObject',
    HEAD: 'HeadObject',
    GET: 'GetObject',
  };
  return names[method] ?? method;
}

async function bodyOf(request: IncomingMessage, sizesOnly: boolean): Promise<Body> {
  const [sha256, md5] = [createHash('sha256'), createHash('md5')];
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) throw new Error('no bytes');
    size += chunk.length;
    if (!sizesOnly) {
      sha256.update(chunk);
      md5.update(chunk);
    }
    if (!sizesOnly || request.method === 'POST') chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  return { size, bytes, sha256: sha256.digest('hex'), md5: `"${md5.digest('hex')}"` };
}

const operations: Readonly<Record<string, (fake: FakeS3, asked: Asked) => Reply>> = {
  HeadBucket: () => ({ status: 200 }),
  PutObject: ({ objects }, { key, body }) => {
    objects.set(key, { ...body, time: new Date() });
    return { status: 200, headers: { etag: body.md5 } };
  },
  HeadObject: ({ objects }, { key }) => {
    const object = objects.get(key);
    if (!object) return { status: 404 };
    return { status: 200, headers: { 'content-length': String(object.size) } };
  },
  GetObject: ({ objects }, { key, range }) => {
    const object = objects.get(key);
    if (!object) return refusal(404, 'NoSuchKey');
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
    if (first === undefined) return { status: 200, body: object.bytes };
    return { status: 206, body: object.bytes.subarray(Number(first), Number(last) + 1) };
  },
  DeleteObject: ({ objects }, { key }) => {
    objects.delete(key);
    return { status: 204 };
  },
  CreateMultipartUpload: ({ uploads }, { key }) => {
    const id = randomUUID();
    uploads.set(id, { key, initiated: new Date(), parts: new Map() });
    return xml('InitiateMultipartUploadResult', `<UploadId>${id}</UploadId>`);
  },
  UploadPart: ({ uploads }, { query, body }) => {
    const upload = uploads.get(query.get('uploadId') ?? '');
    if (!upload) return refusal(404, 'NoSuchUpload');
    const part = { ...body, time: new Date(), etag: body.md5 };
    upload.parts.set(Number(query.get('partNumber')), part);
    return { status: 200, headers: { etag: body.md5 } };
  },
  CompleteMultipartUpload: complete,
  AbortMultipartUpload: ({ uploads }, { query }) => {
    uploads.delete(query.get('uploadId') ?? '');
    return { status: 204 };
  },
  ListObjectsV2: ({ objects }, { query }) => {
    const token = query.get('continuation-token') ?? '';
    const keys = [...objects.keys()]
      .filter((key) => key.startsWith(query.get('prefix') ?? '') && key > token)
      .toSorted();
    const page = keys.slice(0, PAGE);
    const contents = page.map((key) => {
      const { size, time } = objects.get(key) ?? { size: 0, time: new Date() };
      const at = `<LastModified>${time.toISOString()}</LastModified>`;
      return `<Contents><Key>${key}</Key><Size>${size}</Size>${at}</Contents>`;
    });
    return xml('ListBucketResult', contents.join('') + more(keys, 'NextContinuationToken'));
  },
  ListMultipartUploads: ({ uploads }, { query }) => {
    const marker = query.get('upload-id-marker') ?? '';
    const ids = [...uploads.keys()].filter((id) => id > marker).toSorted();
    const listed = ids.slice(0, PAGE).map((id) => {
      const { key, initiated } = uploads.get(id) ?? { key: '', initiated: new Date() };
      const at = `<Initiated>${initiated.toISOString()}</Initiated>`;
      return `<Upload><Key>${key}</Key><UploadId>${id}</UploadId>${at}</Upload>`;
    });
    const next = `<NextKeyMarker>any</NextKeyMarker>${more(ids, 'NextUploadIdMarker')}`;
    return xml('ListMultipartUploadsResult', listed.join('') + next);
  },
};

function perform(fake: FakeS3, asked: Asked): Reply {
  return operations[asked.operation]?.(fake, asked) ?? refusal(501, 'NotImplemented');
}

/** Parts are taken in the order and with the ETags that the request names, as S3 does. */
function complete({ objects, uploads }: FakeS3, { key, query, body }: Asked): Reply {
  const id = query.get('uploadId') ?? '';
  const upload = uploads.get(id);
  if (!upload) return refusal(404, 'NoSuchUpload');
  const named = body.bytes.toString().matchAll(/<Part>(.*?)<\/Part>/gs);
  const parts = Array.from(named, ([, text = '']) => {
    const part = upload.parts.get(Number(/<PartNumber>(\d+)</.exec(text)?.[1]));
    const etag = /<ETag>(.*?)<\/ETag>/.exec(text)?.[1]?.replaceAll('&quot;', '"');
    return part?.etag === etag ? part : undefined;
  });
  const whole = parts.filter((part) => part !== undefined);
  if (whole.length < parts.length) return refusal(400, 'InvalidPart');
  const size = whole.reduce((sum, part) => sum + part.size, 0);
  objects.set(key, { size, bytes: Buffer.concat(whole.map((p) => p.bytes)), time: new Date() });
  uploads.delete(id);
  return xml('CompleteMultipartUploadResult', `<Key>${key}</Key>`);
}

function more(all: readonly string[], next: string): string {
  const last = all[PAGE - 1];
  return all.length > PAGE && last !== undefined
    ? `<IsTruncated>true</IsTruncated><${next}>${last}</${next}>`
    : '<IsTruncated>false</IsTruncated>';
}

function xml(name: string, content: string): Reply {
  const headers = { 'content-type': 'application/xml' };
  return { status: 200, headers, body: `<?xml version="1.0"?><${name}>${content}</${name}>` };
}

function refusal(status: number, code: string): Reply {
  return { ...xml('Error', `<Code>${code}</Code><Message>${code}</Message>`), status };
}

function send(response: ServerResponse, reply: Reply, operation: string): void {
  const body = operation.startsWith('Head') ? '' : (reply.body ?? '');
  const length = { 'content-length': String(Buffer.byteLength(body)), ...reply.headers };
  response.writeHead(reply.status, length).end(body);
}

function cut(response: ServerResponse, reply: Reply, bytes: number, stands: boolean): void {
  const body = Buffer.from(reply.body ?? '');
  response.writeHead(reply.status, { 'content-length': String(body.length), ...reply.headers });
  response.write(body.subarray(0, bytes), () => {
    if (!stands) response.destroy();
  });
}
