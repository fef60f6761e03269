import { FailureError, type Log } from '../base/index.ts';
import { includesAnalysis } from '../accounts/index.ts';
import type { Digest } from '../model/index.ts';
import type {
  AnalysisRecords,
  PendingPush,
  PresentRevisions,
  Queued,
  RepositoryFacts,
  WantedImage,
  WorkQueue,
} from './ports.ts';
import { type StoredImages, UNKNOWN_PLATFORM, imagesIn } from './stored-image.ts';

export interface PushOptions {
  readonly records: AnalysisRecords;
  readonly stored: StoredImages;
  readonly queue: WorkQueue;
  readonly present: () => PresentRevisions;
  /** Told of each image that was answered at once or waits, for those who look on. */
  readonly onQueued: (queued: readonly Queued[]) => Promise<void>;
  /** Told of what a tag leads to, once it is asked for. */
  readonly onTagged: (root: Digest) => Promise<void>;
  readonly log: Log;
}

/** Pushes looked at together. */
const BATCH = 50;

/** Takes what was pushed off the list, the oldest first. What cannot be looked at now stays on it. */
export async function takePushes(options: PushOptions): Promise<void> {
  for (let after = 0; ;) {
    const pushes = await options.records.pendingPushes(after, BATCH);
    for (const push of pushes) {
      try {
        await takeOne(push, options);
      } catch (error) {
        options.log.warn('push not taken', { push: push.id, reason: String(error) });
      }
    }
    const last = pushes.at(-1);
    if (last === undefined || pushes.length < BATCH) return;
    after = last.id;
  }
}

async function takeOne(push: PendingPush, options: PushOptions): Promise<void> {
  const { records, present, onQueued } = options;
  const wanted = await wantedOf(push, options);
  const queued = await records.takePush(push, wanted, present());
  if (queued === undefined) return;
  await enqueue(queued, options.queue);
  await onQueued(queued);
  if (push.tag !== undefined) await options.onTagged(push.digest);
}

/** Whether what is pushed there is analyzed: activated, and in the plan. */
export function isAnalyzed({ isActive, plan }: RepositoryFacts): boolean {
  return isActive && includesAnalysis(plan);
}

/** A push that no tag names, or where analysis is off, asks for nothing. */
async function wantedOf(
  push: PendingPush,
  { records, stored, log }: PushOptions,
): Promise<readonly WantedImage[]> {
  if (push.tag === undefined) return [];
  const repository = await records.repository(push.repositoryId);
  if (repository === undefined || !isAnalyzed(repository)) return [];
  try {
    return await imagesIn(push.digest, stored);
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    const { code, message } = error.failure;
    log.info('push not analyzable', { push: push.id, code });
    const ending = {
      kind: 'failed',
      code,
      message,
      attempt: 1,
      requestId: push.requestId,
    } as const;
    return [{ digest: push.digest, platform: UNKNOWN_PLATFORM, kind: 'image', ending }];
  }
}

/** Jobs for what waits. One that is lost here is found by the sweep. */
export async function enqueue(queued: readonly Queued[], queue: WorkQueue): Promise<void> {
  for (const { digest, isWaiting, priority } of queued) {
    if (!isWaiting) continue;
    await queue.add({ task: 'analyze', payload: { digest }, key: `analyze ${digest}`, priority });
  }
}
