import type { Digest } from '../model/index.ts';
import { wantedBytes } from './byte-range.ts';
import type { Context } from './endpoint.ts';
import { found, leaseOf, repositoryToDelete, repositoryToPull } from './endpoint.ts';
import type { Exchange } from './exchange.ts';
import { answer, sendStream } from './exchange.ts';
import { isKnown } from './manifests.ts';
import { Refusal } from './refusal.ts';

interface Target {
  readonly name: string;
  readonly digest: Digest;
}

/** GET and HEAD: only through a repository that holds the blob. */
export async function answerBlob(
  context: Context,
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
  if (await sendElsewhere(context, exchange, digest, headers)) return;
  await sendBytes(context, exchange, { digest, size, headers });
}

function unknownBlob(name: string, digest: Digest): Refusal {
  return new Refusal('BLOB_UNKNOWN', `${name} holds no blob ${digest}`);
}

/** Where a proxy or the client gets the bytes without us. */
async function sendElsewhere(
  { ports }: Context,
  { response }: Exchange,
  digest: Digest,
  headers: Readonly<Record<string, string>>,
): Promise<boolean> {
  const direct = await ports.blobs.direct(digest);
  if (!direct) return false;
  if (direct.kind === 'internal') {
    // nginx tells the length, and cuts ranges, itself.
    response.writeHead(200, { ...headers, 'X-Accel-Redirect': direct.path }).end();
  } else {
    response.writeHead(307, {
      'Docker-Content-Digest': digest,
      'Content-Length': 0,
      Location: direct.url,
    });
    response.end();
  }
  return true;
}

async function sendBytes(
  { ports }: Context,
  exchange: Exchange,
  {
    digest,
    size,
    headers,
  }: {
    readonly digest: Digest;
    readonly size: number;
    readonly headers: Readonly<Record<string, string>>;
  },
): Promise<void> {
  const { range: header, 'if-range': condition } = exchange.request.headers;
  const isSame = condition === undefined || condition === `"${digest}"`;
  const wanted = wantedBytes(isSame ? header : undefined, size);
  if (wanted.kind === 'unsatisfiable') {
    throw new Refusal('SIZE_INVALID', `the blob has ${size} bytes, none in the range asked for`, {
      status: 416,
      headers: { 'Content-Range': `bytes */${size}` },
    });
  }
  const range = wanted.kind === 'part' ? wanted.range : undefined;
  const body = await ports.blobs.open(digest, range);
  if (!body) {
    ports.log.error('blob missing in storage', { digest });
    throw new Refusal('BLOB_UNKNOWN', `the bytes of ${digest} are gone; push the image again`);
  }
  const length = range ? range.last - range.first + 1 : size;
  const of = range && { 'Content-Range': `bytes ${range.first}-${range.last}/${size}` };
  await sendStream(
    exchange,
    range ? 206 : 200,
    { ...headers, ...of, 'Content-Length': length },
    body,
  );
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
