import { algorithmOf } from '../model/index.ts';
import type { Digest } from '../model/index.ts';
import { leaseOf, repositoryGone } from './endpoint.ts';
import type { RecordedBlob } from './records.ts';
import { Refusal } from './refusal.ts';
import type { UploadContext, UploadSession } from './upload-sessions.ts';

/**
 * Makes an upload a blob. The order is the promise: size and digest verified, the collector told to
 * leave the object alone, bytes durable, the record committed, and only then the answer.
 */
export async function storeUpload(
  context: UploadContext,
  session: UploadSession,
  digest: Digest,
): Promise<void> {
  const { ports, uploads } = context;
  const { id, repository, spool } = session;
  const hex = await spool.digest(algorithmOf(digest));
  if (!digest.endsWith(`:${hex}`)) {
    await abandon(context, session);
    const is = `${algorithmOf(digest)}:${hex}`;
    throw new Refusal('DIGEST_INVALID', `the digest of these ${spool.size} bytes is ${is}`);
  }
  const { size } = spool;
  const quota = await quotaOf(context, session, digest);
  const isStored = await ports.records.reserveBlob(digest, size, leaseOf(context));
  // What a record says is looked after: the object may have been lost since.
  if (!isStored || (await ports.blobs.sizeOf(digest)) !== size) {
    await ports.blobs.keep(digest, spool.path, size);
  }
  const recorded = await ports.records.recordBlob(
    { repositoryId: repository.id, digest, size, uploadId: id, quota },
    leaseOf(context),
  );
  if (!recorded.ok) {
    await abandon(context, session);
    if (recorded.error.kind === 'repository-gone') throw repositoryGone(repository);
    throw overQuota(recorded.error.used, size, recorded.error.quota);
  }
  ports.observer.committed(id, digest);
  await uploads.end(session, 'stored');
}

/**
 * The bound of the namespace. Asked for before anything is stored, so that what is refused takes no room;
 * the record asks again, one upload of a namespace after another.
 */
async function quotaOf(
  context: UploadContext,
  session: UploadSession,
  digest: Digest,
): Promise<RecordedBlob['quota']> {
  const { records } = context.ports;
  const { namespaceId } = session.repository;
  const bytes = await records.storageQuota(namespaceId);
  if (bytes === undefined) return undefined;
  const used = await records.bytesOf(namespaceId, digest);
  if (used + session.spool.size <= bytes) return { namespaceId, bytes };
  await abandon(context, session);
  throw overQuota(used, session.spool.size, bytes);
}

async function abandon({ ports, uploads }: UploadContext, session: UploadSession): Promise<void> {
  await ports.records.endUpload(session.id);
  await uploads.end(session, 'abandoned');
}

function overQuota(used: number, more: number, quota: number): Refusal {
  const message =
    `the namespace holds ${used} of the ${quota} bytes that it may, and this blob has ${more}: ` +
    'delete images, or ask for more';
  return new Refusal('DENIED', message);
}
