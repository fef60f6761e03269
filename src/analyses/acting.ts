import { hash } from 'node:crypto';
import { type Failure, type Result, err, failure, failureOf, ok } from '../base/index.ts';
import { type Digest, parseDigest } from '../model/index.ts';
import type { Analyses, BackFill, ReferenceAnalysis } from './analyses.ts';
import type { ImageWork } from './image-work.ts';
import type { Queued, WantedImage, WorkQueue } from './ports.ts';
import { type ReadingOptions, type Target, imagesOf, stateOfTarget, targetOf } from './reading.ts';
import type { Requester } from './requester.ts';
import { imagesIn } from './stored-image.ts';
import { enqueue } from './take-pushes.ts';

export interface ActingOptions extends ReadingOptions {
  readonly queue: WorkQueue;
  readonly work: Pick<ImageWork, 'kindOfSbom'>;
  readonly onQueued: (queued: readonly Queued[]) => Promise<void>;
  readonly onChange: (digest: Digest) => Promise<void>;
}

type Actions = Pick<Analyses, 'activated' | 'deactivated' | 'rerun' | 'cancel' | 'pushSbom'>;

/** What people do to analyses. */
export function actions(options: ActingOptions): Actions {
  const { records } = options;
  return {
    async activated(repositoryIds, backFill, by) {
      let queued = 0;
      for (const id of repositoryIds) queued += await fillBack(id, backFill, by, options);
      return { queued };
    },
    async deactivated(repositoryIds, by) {
      const cancelled = await records.cancel({ repositoryIds, by });
      for (const digest of cancelled) await options.onChange(digest);
      return { cancelled: cancelled.length };
    },
    async rerun(repositoryId, reference, by) {
      const target = await targetOf(repositoryId, reference, options);
      if (target === undefined) return err(unknown());
      if (!target.repository.isActive && target.kind === 'image') return err(inactive(target));
      const tag = reference.kind === 'tag' ? reference.tag : undefined;
      return askFor(target, tag, by, options);
    },
    async cancel(repositoryId, reference, by) {
      const target = await targetOf(repositoryId, reference, options);
      if (target === undefined) return err(unknown());
      const images = await imagesOf(target, options);
      const digests = images.map(({ digest }) => digest);
      const cancelled = await records.cancel({ repositoryIds: [repositoryId], digests, by });
      for (const digest of cancelled) await options.onChange(digest);
      return ok(await stateOfTarget(target, options));
    },
    pushSbom: (repositoryId, sbom, by) => keepSbom(repositoryId, sbom, by, options),
  };
}

async function fillBack(
  repositoryId: number,
  backFill: BackFill,
  by: Requester,
  options: ActingOptions,
): Promise<number> {
  if (backFill.kind === 'nothing') return 0;
  const { records, stored, present, queue, onQueued } = options;
  const tags = await records.tagsOf(
    repositoryId,
    backFill.kind === 'newest' ? backFill.count : undefined,
  );
  let count = 0;
  for (const { tag, digest } of tags) {
    const wanted = await readable(() => imagesIn(digest, stored));
    const queued = await records.request({
      repositoryId,
      tag,
      wanted,
      cause: 'back_fill',
      by,
      isInteractive: false,
      present: present(),
    });
    await enqueue(queued, queue);
    await onQueued(queued);
    count += queued.filter(({ isWaiting }) => isWaiting).length;
  }
  return count;
}

/** One tag that leads to nothing readable does not keep the others from being read. */
async function readable(
  read: () => Promise<readonly WantedImage[]>,
): Promise<readonly WantedImage[]> {
  try {
    return await read();
  } catch (error) {
    if (failureOf(error, 'storage.failed').code === 'storage.failed') throw error;
    return [];
  }
}

async function askFor(
  target: Target,
  tag: string | undefined,
  by: Requester,
  options: ActingOptions,
): Promise<Result<ReferenceAnalysis, Failure>> {
  const queued = await options.records.request({
    repositoryId: target.repository.id,
    tag,
    wanted: await imagesOf(target, options),
    cause: target.kind === 'sbom' ? 'sbom' : 'rerun',
    by,
    isInteractive: true,
  });
  await enqueue(queued, options.queue);
  await options.onQueued(queued);
  return ok(await stateOfTarget(target, options));
}

async function keepSbom(
  repositoryId: number,
  { reference, bytes }: { readonly reference: string; readonly bytes: Uint8Array },
  by: Requester,
  options: ActingOptions,
): Promise<Result<ReferenceAnalysis, Failure>> {
  const repository = await options.records.repository(repositoryId);
  if (repository === undefined) return err(unknown());
  // Said now, to the one who pushes it. What took a worker along may be worth another try: the analysis
  // ends as failed where it is not.
  // A copy: what goes to the thread is gone here.
  const read = await options.work.kindOfSbom(reference, Uint8Array.from(bytes));
  if (!read.ok && !read.error.code.startsWith('analyzer.worker.')) return read;
  const digest = parseDigest(`sha256:${hash('sha256', bytes, 'hex')}`);
  if (digest === undefined) throw new Error('sha256 gave no digest');
  await options.records.keepSbom({ repositoryId, reference, digest, body: bytes, by: by.name });
  const target: Target = { repository, kind: 'sbom', digest, reference };
  return askFor(target, reference, by, options);
}

function unknown(): Failure {
  return failure('analyses.unknown', 'the repository has no such tag or manifest');
}

function inactive({ repository }: Target): Failure {
  const message = `image analysis is not active for ${repository.name}; activate it first`;
  return failure('analyses.inactive', message);
}
