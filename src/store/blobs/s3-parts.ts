import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { S3Connection } from './s3-client.ts';
import { call, isS3Error } from './s3-client.ts';

export interface S3Object {
  readonly Bucket: string;
  readonly Key: string;
}

/** A file up to this goes in one request. S3 takes no parts below 5 MiB. */
export const PART_BYTES: number = 8 * 1024 * 1024;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MOST_PARTS = 10_000;
/** Of one file; all files together are bounded by the turns. */
const PARTS_AT_ONCE = 4;

/** Lets so many in at once; the others wait for their turn. */
export interface Turns {
  take(): Promise<() => void>;
}

export function turns(count: number): Turns {
  let free = count;
  const waiting: (() => void)[] = [];
  const giveBack = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return {
    async take() {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      return giveBack;
    },
  };
}

/** Memory that all uploads of a store share. */
export interface PartBuffers {
  readonly partBytes: number;
  readonly turns: Turns;
}

/**
 * Stores a file under a key, whole or not at all. Each request is signed with the digest of its
 * bytes, which the server checks.
 */
export async function putFile(
  s3: S3Connection,
  object: S3Object,
  file: string,
  size: number,
  { partBytes, turns: buffers }: PartBuffers,
): Promise<void> {
  const handle = await open(file, 'r');
  try {
    if (size > partBytes) {
      return await putParts(s3, object, handle, size, { partBytes, turns: buffers });
    }
    await withBytes(handle, 0, size, buffers, (Body) => {
      const command = new s3.commands.PutObjectCommand({ ...object, Body });
      return call(s3, (options) => s3.client.send(command, options));
    });
  } finally {
    await handle.close();
  }
}

async function putParts(
  s3: S3Connection,
  object: S3Object,
  handle: FileHandle,
  size: number,
  buffers: PartBuffers,
): Promise<void> {
  const { client, commands } = s3;
  const create = new commands.CreateMultipartUploadCommand({ ...object });
  const { UploadId } = await call(s3, (options) => client.send(create, options));
  if (UploadId === undefined) throw new Error('the answer names no upload');
  const upload = { ...object, UploadId };
  try {
    const Parts = await sendParts(s3, upload, handle, size, buffers);
    const complete = new commands.CompleteMultipartUploadCommand({
      ...upload,
      MultipartUpload: { Parts },
    });
    await call(s3, (options) => client.send(complete, options));
  } catch (error) {
    // An earlier attempt may have completed it before its answer was lost.
    if (isS3Error(error, 'NoSuchUpload') && (await sizeIs(s3, object, size))) return;
    // What stays behind is removed with the abandoned ones.
    const abort = new commands.AbortMultipartUploadCommand(upload);
    await call(s3, (options) => client.send(abort, options)).catch(() => undefined);
    throw error;
  }
  if (!(await sizeIs(s3, object, size))) {
    const remove = new commands.DeleteObjectCommand({ ...object });
    await call(s3, (options) => client.send(remove, options));
    throw new Error(`what was put together of the parts is not of ${size} bytes`);
  }
}

interface Part {
  readonly PartNumber: number;
  readonly ETag: string;
}

async function sendParts(
  s3: S3Connection,
  upload: S3Object & { readonly UploadId: string },
  handle: FileHandle,
  size: number,
  buffers: PartBuffers,
): Promise<Part[]> {
  const partBytes = Math.max(buffers.partBytes, Math.ceil(size / MOST_PARTS));
  const count = Math.ceil(size / partBytes);
  const parts: Part[] = [];
  const failed = new AbortController();
  let next = 0;
  const sendSome = async (): Promise<void> => {
    for (let at = next++; at < count && !failed.signal.aborted; at = next++) {
      const first = at * partBytes;
      const length = Math.min(partBytes, size - first);
      const PartNumber = at + 1;
      const { ETag } = await withBytes(handle, first, length, buffers.turns, (Body) => {
        const command = new s3.commands.UploadPartCommand({ ...upload, PartNumber, Body });
        return call(s3, (options) => s3.client.send(command, options), failed.signal);
      });
      if (ETag === undefined) throw new Error(`part ${PartNumber} was answered without an ETag`);
      parts[at] = { PartNumber, ETag };
    }
  };
  const senders = Array.from({ length: PARTS_AT_ONCE }, async () => {
    try {
      await sendSome();
    } catch (error) {
      failed.abort();
      throw error;
    }
  });
  // All must have ended before the upload is aborted or the file closed.
  const ended = await Promise.allSettled(senders);
  const trouble = ended.filter((one) => one.status === 'rejected').map(({ reason }) => reason);
  if (trouble.length > 0) throw firstCause(trouble);
  return parts;
}

/** Not one of those that were only called off. */
function firstCause(trouble: readonly unknown[]): Error {
  const errors = trouble.filter((one) => one instanceof Error);
  return errors.find(({ name }) => name !== 'AbortError') ?? errors[0] ?? new Error('aborted');
}

async function withBytes<Answer>(
  handle: FileHandle,
  first: number,
  length: number,
  buffers: Turns,
  use: (bytes: Buffer) => Promise<Answer>,
): Promise<Answer> {
  const giveBack = await buffers.take();
  try {
    const bytes = Buffer.allocUnsafe(length);
    for (let filled = 0; filled < length;) {
      const { bytesRead } = await handle.read(bytes, filled, length - filled, first + filled);
      if (bytesRead === 0) throw new Error(`the file ends before byte ${first + length}`);
      filled += bytesRead;
    }
    return await use(bytes);
  } finally {
    giveBack();
  }
}

async function sizeIs(s3: S3Connection, object: S3Object, size: number): Promise<boolean> {
  const head = new s3.commands.HeadObjectCommand({ ...object });
  const { ContentLength } = await call(s3, (options) => s3.client.send(head, options));
  return ContentLength === size;
}
