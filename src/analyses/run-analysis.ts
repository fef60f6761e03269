import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Analyzer, SnapshotName } from '../analyzer/index.ts';
import { type Failure, type Limits, type Log, type Result, failureOf } from '../base/index.ts';
import { MATCH_REVISION } from '../match/index.ts';
import type { AdvisorySnapshot, Digest } from '../model/index.ts';
import type { ImageWork, ReadImage } from './image-work.ts';
import { RunLease } from './lease.ts';
import type { AnalysisRecords, Claim, MadeResult } from './ports.ts';
import type { Snapshots } from './snapshots.ts';
import type { TerminalState } from './state.ts';
import { type StoredImages, openStored } from './stored-image.ts';
import {
  MOST_ATTEMPTS,
  MOST_LOSSES,
  type Trouble,
  delayAfter,
  delayWhilePassing,
  troubleOf,
} from './trouble.ts';

export interface RunOptions {
  readonly records: AnalysisRecords;
  readonly work: ImageWork;
  readonly stored: StoredImages;
  readonly analyzer: Pick<Analyzer, 'revision'>;
  readonly snapshots: Snapshots;
  readonly limits: Limits;
  readonly log: Log;
  /** Told of every change that a page shows. */
  readonly onChange: (digest: Digest) => Promise<void>;
  /** The result is there: what follows from it. */
  readonly onResult: (digest: Digest) => Promise<void>;
  /** How often each was put off in a row for trouble that passes. */
  readonly passing: Map<Digest, number>;
  /** Milliseconds that only go forward. */
  readonly monotonic: () => number;
}

/** What the queue is to do with the job. */
export type RunEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'again'; readonly afterMs: number; readonly reason: string };

type Claimed = Extract<Claim, { readonly kind: 'claimed' }>;

/** Another process may take over after so long without a word. */
const LEASE_MS = 8000;

/** One try at one analysis, from the line to its end, or back into the line. */
export async function runAnalysis(
  digest: Digest,
  signal: AbortSignal,
  options: RunOptions,
): Promise<RunEnd> {
  const { records, log } = options;
  const lease = { digest, id: randomUUID(), forMs: LEASE_MS };
  const claim = await records.claim(digest, lease.id, LEASE_MS);
  if (claim.kind === 'none') {
    // It ended before, and what follows from that may have been cut short.
    await options.onResult(digest);
    return { kind: 'done' };
  }
  if (claim.kind === 'later') return { ...claim, kind: 'again', reason: 'not due' };
  log.info('analysis started', { digest, requestId: claim.requestId, queuedMs: claim.queuedMs });
  const held = new RunLease(lease, options, signal);
  try {
    const started = options.monotonic();
    const tried = await tryOnce(digest, claim, held, options);
    const tookMs = options.monotonic() - started;
    return await conclude(tried, tookMs, claim, held, options);
  } finally {
    held.stop();
  }
}

type Tried =
  | { readonly kind: 'made'; readonly state: TerminalState; readonly made: MadeResult }
  | { readonly kind: 'trouble'; readonly trouble: Trouble };

async function tryOnce(
  digest: Digest,
  claim: Claimed,
  held: RunLease,
  options: RunOptions,
): Promise<Tried> {
  if (claim.losses >= MOST_LOSSES) {
    const message = `the process that ran the analysis was lost ${claim.losses} times`;
    const failure = { code: 'analyses.process-lost', message };
    return { kind: 'trouble', trouble: { kind: 'final', failure } };
  }
  try {
    const read = await readImage(digest, claim, held, options);
    if (!read.ok) return { kind: 'trouble', trouble: troubleOf(read.error, options.limits) };
    return await matchUntilCurrent(digest, read.value, held, options);
  } catch (error) {
    const failure = failureOf(error, 'storage.failed');
    return { kind: 'trouble', trouble: troubleOf(failure, options.limits) };
  }
}

async function readImage(
  digest: Digest,
  { imageKind }: Claimed,
  held: RunLease,
  { records, work, stored }: RunOptions,
): Promise<Result<ReadImage, Failure>> {
  if (imageKind === 'sbom') {
    return work.readSbom(digest, (await records.sbomBody(digest)) ?? new Uint8Array(0));
  }
  const image = await openStored(digest, digest, stored);
  return work.read(digest, image, {
    signal: held.signal,
    onProgress: (progress) => held.progress(progress),
  });
}

/** A snapshot that is activated meanwhile is matched with too: the result is never of an old one. */
const MOST_MATCHES = 3;

async function matchUntilCurrent(
  digest: Digest,
  read: ReadImage,
  held: RunLease,
  { analyzer, work, snapshots }: RunOptions,
): Promise<Tried> {
  held.matching();
  for (let turn = 1; ; turn += 1) {
    const snapshot = await snapshots.covering(read.namespaces);
    const asked = { ...read, digest, snapshot: snapshots.sourceOf(snapshot) };
    const matched = await work.match(asked);
    const isLast = turn >= MOST_MATCHES;
    if (snapshots.current().digest !== snapshot.digest && !isLast) continue;
    if (!matched.ok)
      return { kind: 'trouble', trouble: { kind: 'passing', failure: matched.error } };
    const { state, summary } = matched.value;
    const made = {
      analyzerRevision: analyzer.revision,
      matchRevision: MATCH_REVISION,
      itemSet: read.itemSet,
      snapshot: nameOf(snapshot),
      summary,
    };
    return { kind: 'made', state, made };
  }
}

function nameOf({ number, digest, createdAt, isStarter }: AdvisorySnapshot): SnapshotName {
  return { number, digest, createdAt, isStarter };
}

async function conclude(
  tried: Tried,
  tookMs: number,
  claim: Claimed,
  held: RunLease,
  options: RunOptions,
): Promise<RunEnd> {
  if (held.isLost) return { kind: 'done' };
  if (held.signal.aborted) return giveBack(held);
  if (tried.kind === 'made') {
    return end({ state: tried.state, made: tried.made }, tookMs, claim, held, options);
  }
  const { trouble } = tried;
  if (trouble.kind === 'ending') return end({ state: trouble.state }, tookMs, claim, held, options);
  const { failure } = trouble;
  const attempt = claim.attempt + 1;
  if (trouble.kind === 'passing') {
    const times = options.passing.get(held.digest) ?? 0;
    options.passing.set(held.digest, times + 1);
    return wait(held, failure, delayWhilePassing(times), options);
  }
  if (trouble.kind === 'counted' && attempt < MOST_ATTEMPTS) {
    return wait(held, failure, delayAfter(attempt), options, failure);
  }
  const { requestId } = claim;
  const state = { kind: 'failed', ...failure, attempt, requestId } as const;
  return end({ state }, tookMs, claim, held, options);
}

/** The process stops, and another goes on at once. */
async function giveBack(held: RunLease): Promise<RunEnd> {
  await held.postpone({ afterMs: 0 });
  return { kind: 'again', afterMs: 0, reason: 'the process stops' };
}

async function wait(
  held: RunLease,
  failure: Failure,
  afterMs: number,
  { log, onChange }: RunOptions,
  trouble?: Failure,
): Promise<RunEnd> {
  const { digest } = held;
  log.warn('analysis put off', { digest, code: failure.code, reason: failure.message, afterMs });
  const delay = { afterMs, ...(trouble && { trouble }) };
  const isHeld = await persist(() => held.postpone(delay), held, log);
  if (!isHeld) return { kind: 'done' };
  await onChange(digest);
  return { kind: 'again', afterMs, reason: failure.code };
}

async function end(
  { state, made }: { readonly state: TerminalState; readonly made?: MadeResult },
  tookMs: number,
  { requestId }: Claimed,
  held: RunLease,
  { records, analyzer, passing, log, onResult }: RunOptions,
): Promise<RunEnd> {
  const revision = analyzer.revision;
  held.stop();
  const outcome = { state, revision, tookMs, ...(made && { made }) };
  const isHeld = await persist(() => records.finish(held.lease, outcome), held, log);
  if (!isHeld) return { kind: 'done' };
  const { digest } = held;
  passing.delete(digest);
  log.info('analysis ended', { digest, requestId, state: state.kind, tookMs: Math.round(tookMs) });
  if (made) await onResult(digest);
  return { kind: 'done' };
}

/** How often a word to a database that is away is said again. */
const AGAIN_MS = 500;

/** What was found is not thrown away because the database is: whoever took over fences us. */
async function persist(
  write: () => Promise<boolean>,
  { digest, signal }: RunLease,
  log: Log,
): Promise<boolean> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (signal.aborted) throw error;
      log.warn('analysis not written', { digest, reason: String(error) });
      await setTimeout(AGAIN_MS);
    }
  }
}
