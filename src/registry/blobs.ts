import type { Digest } from '../model/index.ts';
import type { ByteRange } from './blob-store.ts';
import { wantedBytes } from './byte-range.ts';
import type { Context } from './endpoint.ts';
import { found, leaseOf, repositoryToDelete, repositoryToPull } from './endpoint.ts';
import type { Exchange } from './exchange.ts';
import { answer, sendStream } from './exchange.ts';
import { isKnown } from './manifests.ts';
import { Refusal } from './refusal.ts';
import type { FileSender } from './send-file.ts';

interface Target {
  readonly name: string;
  readonly digest: Digest;
}

export interface BlobContext extends Context {
  readonly files: FileSender;
}

/** GET and HEAD: only through a repository that holds the blob. */
export async function answerBlob(
  context: BlobContext,
  exchange: Exchange,
  { name, digest }: Target,
): Promise<void> {
  const { repository } = await repositoryToPull(context, exchange, name);
  const { id } = found(repository, name);
  const size = await context.ports.records.blobIn(id, digest, leaseOf(context));
  if (size === undefined) throw unknownBlob(name, digest);
  const headers = {
    'Accept-Ranges': 'bytes',
    'Content-Type': 'application/octet-stream',
    'Docker-Content-Digest': digest,
    ETag: `"${digest}"`,
    'Cache-Control': 'private, max-age=31536000, immutable',
  };
  const { request, response } = exchange;
  if (isKnown(request.headers['if-none-match'], digest)) {
    response.writeHead(304, headers).end();
    return;
  }
  if (request.method === 'HEAD') {
    response.writeHead(200, { ...headers, 'Content-Length': size }).end();
    return;
  }
  const direct = await context.ports.blobs.direct(digest);
  if (direct?.kind === 'internal' && request.headers['x-sendfile-type'] === 'X-Accel-Redirect') {
    // nginx, which says that it is there, tells the length and cuts ranges itself.
    response.writeHead(200, { ...headers, 'X-Accel-Redirect': direct.path }).end();
  } else if (direct?.kind === 'redirect') {
    const to = { 'Docker-Content-Digest': digest, 'Content-Length': 0, Location: direct.url };
    response.writeHead(307, to).end();
  } else {
    const path = direct?.kind === 'file' ? direct.path : undefined;
    await sendBytes(context, exchange, { digest, size, headers, path });
  }
}

function unknownBlob(name: string, digest: Digest): Refusal {
  return new Refusal('BLOB_UNKNOWN', `${name} holds no blob ${digest}`);
}

interface Bytes {
  readonly digest: Digest;
  readonly size: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Of the file, where there is one. */
  readonly path: string | undefined;
}

async function sendBytes(context: BlobContext, exchange: Exchange, bytes: Bytes): Promise<void> {
  const { digest, size } = bytes;
  const { range: header, 'if-range': condition } = exchange.request.headers;
  const isSame = condition === undefined || condition === `"${digest}"`;
  const wanted = wantedBytes(isSame ? header : undefined, size);
  if (wanted.kind === 'unsatisfiable') {
    throw new Refusal('SIZE_INVALID', `the blob has ${size} bytes, none in the range asked for`, {
      status: 416,
      headers: { 'Content-Range': `bytes */${size}` },
    });
  }
  const range = wanted.kind === 'part' ? wanted.range : { first: 0, last: size - 1 };
  const headers = {
    ...bytes.headers,
    'Content-Length': range.last - range.first + 1,
    ...(wanted.kind === 'part' && {
      'Content-Range': `bytes ${range.first}-${range.last}/${size}`,
    }),
  };
  const status = wanted.kind === 'part' ? 206 : 200;
  if (await isSent(context, exchange, bytes, { status, headers, range })) return;
  context.ports.log.error('blob missing in storage', { digest });
  throw new Refusal('BLOB_UNKNOWN', `the bytes of ${digest} are gone; push the image again`);
}

/** From the file, or as a stream out of the store; false where the bytes are not there. */
async function isSent(
  { ports, files }: BlobContext,
  exchange: Exchange,
  { digest, size, path }: Bytes,
  head: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string | number>>;
    readonly range: ByteRange;
  },
): Promise<boolean> {
  const { status, headers, range } = head;
  const { response } = exchange;
  if (path !== undefined) {
    return await files.send(response, path, range, () => response.writeHead(status, headers));
  }
  const isWhole = range.first === 0 && range.last === size - 1;
  const body = await ports.blobs.open(digest, isWhole ? undefined : range);
  if (body) await sendStream(exchange, status, headers, body);
  return body !== undefined;
}

/** DELETE: out of this repository, unless one of its manifests needs it. */
export async function deleteBlob(
  context: Context,
  exchange: Exchange,
  { name, digest }: Target,
): Promise<void> {
  const { repository } = await repositoryToDelete(context, exchange, name);
  const removal = await context.ports.records.removeBlob(repository.id, digest);
  if (removal.kind === 'missing') throw unknownBlob(name, digest);
  if (removal.kind === 'in-use') {
    const message = `manifest ${removal.by} needs this blob: delete that first`;
    throw new Refusal('DENIED', message, { status: 405 });
  }
  answer(exchange, 202, {});
}
