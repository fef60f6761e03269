import type { GetObjectCommandOutput, ListMultipartUploadsCommandOutput } from '@aws-sdk/client-s3';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../../base/index.ts';
import { algorithmOf, parseDigest } from '../../model/index.ts';
import type { Digest } from '../../model/index.ts';
import type { BlobStore, ByteRange, StoredBlob, UploadShelf } from '../../registry/index.ts';
import type { S3Address } from './s3-address.ts';
import type { S3Body } from './s3-body.ts';
import { resumedBody } from './s3-body.ts';
import type { S3Connection, S3Credentials, S3Patience } from './s3-client.ts';
import { call, connectS3, isS3Error, S3_PATIENCE, s3Trouble } from './s3-client.ts';
import type { PartBuffers, S3Object } from './s3-parts.ts';
import { PART_BYTES, putFile, turns } from './s3-parts.ts';
import { presign } from './s3-presign.ts';

export interface S3BlobsOptions {
  readonly address: S3Address;
  /** Left out: what the library finds, as AWS documents it. */
  readonly credentials?: S3Credentials;
  /** Answer downloads with a presigned address in place of the bytes; clients must reach the endpoint. */
  readonly redirects?: { readonly clock: Clock };
  readonly patience?: Partial<S3Patience>;
  /** Of the parts of a large blob; a real S3 takes none below 5 MiB. */
  readonly partBytes?: number;
}

export interface S3Blobs extends BlobStore {
  /** Throws where the bucket is surely missing or refused; `undefined` when it answers as it should. */
  check(): Promise<void>;
  /** Aborts uploads in parts that began before `before` (milliseconds since 1970), and says how many. */
  removeAbandoned(before: number): Promise<number>;
  /** `PREFIXuploads/<id>`: unfinished uploads of processes that left. */
  readonly shelf: UploadShelf;
  close(): void;
}

/** Buffers of 8 MiB that all uploads share: memory stays bounded however many push. */
const BUFFERS = 8;
/** A client follows a redirect at once; a download that began goes on after it. */
const REDIRECT_SECONDS = 600;

/** Blobs as objects: `PREFIXsha256/ab/<hex>`, as in a folder, so that either can be copied to the other. */
export async function s3Blobs(options: S3BlobsOptions): Promise<S3Blobs> {
  const { address, credentials, redirects } = options;
  const s3 = await connectS3(address, credentials, { ...S3_PATIENCE, ...options.patience });
  const { client, commands } = s3;
  const buffers = { partBytes: options.partBytes ?? PART_BYTES, turns: turns(BUFFERS) };
  const objectOf = (digest: Digest): S3Object => ({
    Bucket: address.bucket,
    Key: address.prefix + keyOf(digest),
  });
  return {
    async keep(digest, file, size) {
      await during(`store ${digest}`, () => putFile(s3, objectOf(digest), file, size, buffers));
    },
    sizeOf: (digest) => during(`find ${digest}`, () => sizeOf(s3, objectOf(digest))),
    open: (digest, range) =>
      during(`read ${digest}`, () => openObject(s3, objectOf(digest), range)),
    async remove(digest) {
      await during(`remove ${digest}`, () => removeObject(s3, objectOf(digest)));
    },
    list: () => listObjects(s3, address),
    async direct(digest) {
      if (redirects === undefined) return undefined;
      const signer = await client.config.credentials();
      const at = redirects.clock.now();
      const url = presign(address, objectOf(digest).Key, signer, at, REDIRECT_SECONDS);
      return { kind: 'redirect', url };
    },
    async check() {
      const command = new commands.HeadBucketCommand({ Bucket: address.bucket });
      const find = `find the bucket ${address.bucket}`;
      await during(find, () => call(s3, (options) => client.send(command, options)));
    },
    removeAbandoned: (before) =>
      during('remove abandoned uploads', async () => {
        const aborted = await abortUploads(s3, address, before);
        return aborted + (await clearShelf(s3, address, before));
      }),
    shelf: shelfOf(s3, address, buffers),
    close: () => client.destroy(),
  };
}

async function during<Answer>(doing: string, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    throw s3Trouble(doing, error);
  }
}

function keyOf(digest: Digest): string {
  const hex = digest.slice(digest.indexOf(':') + 1);
  return `${algorithmOf(digest)}/${hex.slice(0, 2)}/${hex}`;
}

/** `undefined` only by S3's own word on the key: a HEAD's 404 has no body, and the bucket may be gone. */
async function sizeOf(s3: S3Connection, object: S3Object): Promise<number | undefined> {
  try {
    const command = new s3.commands.HeadObjectCommand({ ...object });
    const head = await call(s3, (options) => s3.client.send(command, options));
    return lengthOf(head.ContentLength);
  } catch (error) {
    if (!isS3Error(error, 'NotFound') && !isS3Error(error, 'NoSuchKey')) throw error;
  }
  const answer = await getObject(s3, object, undefined);
  if (answer === undefined) return undefined;
  answer.stream.destroy();
  return answer.length;
}

async function openObject(
  s3: S3Connection,
  object: S3Object,
  range: ByteRange | undefined,
): Promise<Readable | undefined> {
  const first = await getObject(s3, object, range);
  if (first === undefined) return undefined;
  const from = range?.first ?? 0;
  const reopen = async (received: number): Promise<S3Body> => {
    const rest = { first: from + received, last: from + first.length - 1 };
    const body = await getObject(s3, object, rest);
    if (body === undefined) throw new Error(`${object.Key} is gone`);
    return body;
  };
  return resumedBody(first, reopen, s3.patience.idleMs);
}

/** `undefined` when S3 says that there is no such key. */
async function getObject(
  s3: S3Connection,
  object: S3Object,
  range: ByteRange | undefined,
): Promise<S3Body | undefined> {
  let answer: GetObjectCommandOutput;
  const Range = range && `bytes=${range.first}-${range.last}`;
  try {
    const command = new s3.commands.GetObjectCommand({ ...object, ...(Range && { Range }) });
    answer = await call(s3, (options) => s3.client.send(command, options));
  } catch (error) {
    if (isS3Error(error, 'NoSuchKey')) return undefined;
    throw error;
  }
  const { Body } = answer;
  if (!(Body instanceof Readable)) throw new Error('an answer without a body');
  const length = lengthOf(answer.ContentLength);
  if (range && length !== range.last - range.first + 1) {
    Body.destroy();
    throw new Error(`${length} bytes in place of ${Range}`);
  }
  return { stream: Body, length };
}

function lengthOf(length: number | undefined): number {
  if (length === undefined) throw new Error('an answer without a length');
  return length;
}

async function* listObjects(s3: S3Connection, address: S3Address): AsyncGenerator<StoredBlob> {
  for await (const { key, size, at } of listKeys(s3, address, address.prefix)) {
    const digest = digestOf(key.slice(address.prefix.length));
    if (digest !== undefined) yield { digest, size, storedAt: at.getTime() };
  }
}

interface ListedKey {
  readonly key: string;
  readonly size: number;
  readonly at: Date;
}

async function* listKeys(
  s3: S3Connection,
  { bucket: Bucket }: S3Address,
  Prefix: string,
): AsyncGenerator<ListedKey> {
  let ContinuationToken: string | undefined;
  do {
    const command = new s3.commands.ListObjectsV2Command({
      Bucket,
      Prefix,
      ...(ContinuationToken !== undefined && { ContinuationToken }),
    });
    const page = await during('list blobs', () =>
      call(s3, (options) => s3.client.send(command, options)),
    );
    for (const { Key: key = '', Size, LastModified: at } of page.Contents ?? []) {
      if (at === undefined) throw s3Trouble('list blobs', `${key} has no time`);
      yield { key, size: lengthOf(Size), at };
    }
    ContinuationToken = page.NextContinuationToken;
    if (page.IsTruncated === true && ContinuationToken === undefined) {
      throw s3Trouble('list blobs', 'a page says that more follow, and not how to get them');
    }
  } while (ContinuationToken !== undefined);
}

/** Of `sha256/ab/<hex>`; anything else under the prefix is not ours. */
function digestOf(key: string): Digest | undefined {
  const [algorithm = '', shard = '', hex = '', ...more] = key.split('/');
  const isOurs = more.length === 0 && hex.startsWith(shard) && shard.length === 2;
  return isOurs ? parseDigest(`${algorithm}:${hex}`) : undefined;
}

const SHELF = 'uploads/';

function shelfOf(s3: S3Connection, address: S3Address, buffers: PartBuffers): UploadShelf {
  const objectOf = (id: string): S3Object => ({
    Bucket: address.bucket,
    Key: `${address.prefix}${SHELF}${id}`,
  });
  return {
    put: (id, file, size) =>
      during(`put upload ${id} aside`, () => putFile(s3, objectOf(id), file, size, buffers)),
    fetch: (id, file) =>
      during(`fetch upload ${id}`, async () => {
        const body = await openObject(s3, objectOf(id), undefined);
        if (!body) return false;
        await pipeline(body, createWriteStream(file, { mode: 0o600 }));
        return true;
      }),
    remove: (id) => during(`remove upload ${id}`, () => removeObject(s3, objectOf(id))),
  };
}

async function removeObject(s3: S3Connection, object: S3Object): Promise<void> {
  const command = new s3.commands.DeleteObjectCommand({ ...object });
  await call(s3, (options) => s3.client.send(command, options));
}

/** Removes uploads that nobody fetched. */
async function clearShelf(s3: S3Connection, address: S3Address, before: number): Promise<number> {
  let removed = 0;
  for await (const { key, at } of listKeys(s3, address, `${address.prefix}${SHELF}`)) {
    if (at.getTime() >= before) continue;
    await removeObject(s3, { Bucket: address.bucket, Key: key });
    removed += 1;
  }
  return removed;
}

function isKeyOfOurs(key: string): boolean {
  return digestOf(key) !== undefined || key.startsWith(SHELF);
}

async function abortUploads(s3: S3Connection, address: S3Address, before: number): Promise<number> {
  const { client, commands } = s3;
  const { bucket: Bucket, prefix: Prefix } = address;
  let removed = 0;
  let after: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {};
  while (after) {
    const list = new commands.ListMultipartUploadsCommand({ Bucket, Prefix, ...after });
    const page: ListMultipartUploadsCommandOutput = await call(s3, (options) =>
      client.send(list, options),
    );
    for (const { Key = '', UploadId = '', Initiated } of page.Uploads ?? []) {
      const isOurs = isKeyOfOurs(Key.slice(Prefix.length));
      if (!isOurs || Initiated === undefined || Initiated.getTime() >= before) continue;
      const abort = new commands.AbortMultipartUploadCommand({ Bucket, Key, UploadId });
      await call(s3, (options) => client.send(abort, options));
      removed += 1;
    }
    const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page;
    const isMore = page.IsTruncated === true && KeyMarker !== undefined;
    after = isMore ? { KeyMarker, ...(UploadIdMarker && { UploadIdMarker }) } : undefined;
  }
  return removed;
}
