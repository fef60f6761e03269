import { algorithmOf } from '../model/index.ts';
import type { Digest } from '../model/index.ts';
import { actorName, repositoryToPush } from './endpoint.ts';
import type { Exchange } from './exchange.ts';
import { answer, bodyOf, declaredLength } from './exchange.ts';
import { isForwarded } from './forward-upload.ts';
import { mountBlob } from './mount-blob.ts';
import type { RegistryLimits } from './ports.ts';
import { Refusal } from './refusal.ts';
import { digestOf } from './route.ts';
import { storeUpload } from './store-upload.ts';
import type { UploadContext, UploadSession } from './upload-sessions.ts';

interface Target {
  readonly name: string;
  readonly id: string;
}

/** POST: mounts a blob, takes a whole one, or starts an upload. */
export async function postUpload(
  context: UploadContext,
  exchange: Exchange,
  { name }: { readonly name: string },
): Promise<void> {
  const { grant, repository } = await repositoryToPush(context, exchange, name);
  const { query } = exchange;
  const mount = query.get('mount');
  if (mount !== null) {
    const digest = digestOf(mount);
    if (await mountBlob(context, exchange, { grant, repository, digest })) {
      answer(exchange, 201, createdHeaders(name, digest));
      return;
    }
  }
  const whole = query.get('digest');
  const digest = whole === null ? undefined : digestOf(whole);
  const algorithm = algorithmFrom(query, digest);
  const id = await context.uploads.start(repository, algorithm, actorName(grant));
  if (digest === undefined) {
    answer(exchange, 202, sessionHeaders(name, id, 0));
    return;
  }
  await context.uploads.with(repository, id, exchange.request, async (session) => {
    await takeBody(context, exchange, session);
    await storeUpload(context, session, digest);
  });
  answer(exchange, 201, createdHeaders(name, digest));
}

function algorithmFrom(query: URLSearchParams, digest?: Digest): 'sha256' | 'sha512' {
  const wanted = query.get('digest-algorithm') ?? (digest ? algorithmOf(digest) : 'sha256');
  if (wanted === 'sha256' || wanted === 'sha512') return wanted;
  throw new Refusal('DIGEST_INVALID', 'digest-algorithm is sha256 or sha512');
}

/** PATCH: bytes at the end of what is there. */
export async function patchUpload(
  context: UploadContext,
  exchange: Exchange,
  { name, id }: Target,
): Promise<void> {
  const { repository } = await repositoryToPush(context, exchange, name);
  if (await isForwarded(context, exchange, { repository, id })) return;
  await context.uploads.with(repository, id, exchange.request, async (session) => {
    checkRange(exchange, name, session);
    await takeBody(context, exchange, session);
    answer(exchange, 202, sessionHeaders(name, id, session.spool.size));
  });
}

/** PUT: the last bytes, if any, and the digest of all. */
export async function putUpload(
  context: UploadContext,
  exchange: Exchange,
  { name, id }: Target,
): Promise<void> {
  const { repository } = await repositoryToPush(context, exchange, name);
  const digest = digestOf(exchange.query.get('digest') ?? '');
  if (await isForwarded(context, exchange, { repository, id })) return;
  await context.uploads.with(repository, id, exchange.request, async (session) => {
    checkRange(exchange, name, session);
    await takeBody(context, exchange, session);
    await storeUpload(context, session, digest);
    answer(exchange, 201, createdHeaders(name, digest));
  });
}

/** GET: how far it is. */
export async function getUpload(
  context: UploadContext,
  exchange: Exchange,
  { name, id }: Target,
): Promise<void> {
  const { repository } = await repositoryToPush(context, exchange, name);
  if (await isForwarded(context, exchange, { repository, id })) return;
  const size = await context.uploads.sizeOf(repository, id);
  answer(exchange, 204, sessionHeaders(name, id, size));
}

/** DELETE: gives it up. */
export async function cancelUpload(
  context: UploadContext,
  exchange: Exchange,
  { name, id }: Target,
): Promise<void> {
  const { repository } = await repositoryToPush(context, exchange, name);
  if (await isForwarded(context, exchange, { repository, id })) return;
  await context.uploads.with(repository, id, exchange.request, async (session) => {
    await context.ports.records.endUpload(id);
    await context.uploads.end(session, 'abandoned');
  });
  answer(exchange, 204, {});
}

/** Bytes that do not begin where the others end are refused; the upload stays as it is. */
function checkRange(exchange: Exchange, name: string, { id, spool }: UploadSession): void {
  const header = exchange.request.headers['content-range'];
  if (header === undefined) return;
  const match = /^(?:bytes[ =])?(\d{1,15})-(\d{1,15})(?:\/(?:\d{1,15}|\*))?$/.exec(header);
  if (!match) {
    throw new Refusal('BLOB_UPLOAD_INVALID', 'Content-Range is <first byte>-<last byte>');
  }
  const [first, last] = [Number(match[1]), Number(match[2])];
  if (first !== spool.size) {
    const message = `the upload has ${spool.size} bytes: send those from there on, not from ${first}`;
    throw new Refusal('BLOB_UPLOAD_INVALID', message, {
      status: 416,
      headers: sessionHeaders(name, id, spool.size),
    });
  }
  const length = declaredLength(exchange);
  if (length !== undefined && length !== 0 && length !== last - first + 1) {
    throw new Refusal('SIZE_INVALID', `Content-Range ${header} is not of ${length} bytes`);
  }
}

/** Puts the body into the spool. What came before a connection broke stays, to go on from. */
async function takeBody(
  { settings, uploads, ports }: UploadContext,
  exchange: Exchange,
  session: UploadSession,
): Promise<void> {
  const { blobBytes, bodyIdleMs } = settings.limits;
  const { spool } = session;
  if (spool.size + (declaredLength(exchange) ?? 0) > blobBytes) throw tooLarge(blobBytes);
  bodyOf(exchange);
  try {
    await pour(exchange, session, { blobBytes, bodyIdleMs });
    await spool.flush();
  } catch (error) {
    if (!isOfSpool(error)) throw error;
    // What is not whole on disk is of no use, and its room is needed.
    await ports.records.endUpload(session.id);
    await uploads.end(session, 'abandoned');
    throw diskRefusal(error);
  }
}

async function pour(
  { request }: Exchange,
  { spool }: UploadSession,
  { blobBytes: limit, bodyIdleMs }: Pick<RegistryLimits, 'blobBytes' | 'bodyIdleMs'>,
): Promise<void> {
  let wait: Promise<void> | undefined;
  // Of the body only: storing what came may take longer than that.
  const idle = setTimeout(() => request.destroy(), bodyIdleMs);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const take = (chunk: Buffer): void => {
    idle.refresh();
    if (spool.size + chunk.length > limit) {
      reject(tooLarge(limit));
      return;
    }
    wait = spool.append(chunk);
    if (!wait) return;
    request.pause();
    wait.then(() => request.resume(), reject);
  };
  request.on('data', take).once('end', resolve).once('error', reject);
  request.once('close', () => reject(new Error('the client closed the connection')));
  try {
    await promise;
  } catch (error) {
    // The bytes that came are kept where they can be.
    await wait?.catch(() => undefined);
    if (!isOfSpool(error)) await spool.flush();
    throw error;
  } finally {
    clearTimeout(idle);
    request.off('data', take);
  }
}

function tooLarge(limit: number): Refusal {
  return new Refusal('SIZE_INVALID', `a blob over the ${limit} bytes allowed`, { status: 413 });
}

/** Trouble of the file system, not of the client's connection. */
function isOfSpool(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' && ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EMFILE'].includes(code);
}

/** 507 says that it is our disk, and that the same push may succeed later. */
export function diskRefusal(cause: unknown): Refusal {
  const message = 'the registry cannot write: its disk is full or fails; try again later';
  return new Refusal('BLOB_UPLOAD_INVALID', message, { status: 507, cause });
}

function createdHeaders(name: string, digest: Digest): Record<string, string> {
  return { Location: `/v2/${name}/blobs/${digest}`, 'Docker-Content-Digest': digest };
}

function sessionHeaders(name: string, id: string, size: number): Record<string, string> {
  return {
    Location: `/v2/${name}/blobs/uploads/${id}`,
    Range: `0-${Math.max(size - 1, 0)}`,
    'Docker-Upload-UUID': id,
  };
}
