import type { Digest } from '../model/index.ts';
import type { AnalysisResult, ManifestAnalysis, ReferenceAnalysis } from './analyses.ts';
import type { AnalysisRow, PresentRevisions } from './ports.ts';
import type { AnalysisState } from './state.ts';

export interface ViewContext {
  readonly present: PresentRevisions;
  /** Analyses at a time, in all processes as far as this one knows. */
  readonly concurrency: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What a person may know of one image of a repository. */
export function viewOf(row: AnalysisRow, context: ViewContext): ManifestAnalysis {
  const { digest, platform } = row;
  const result = resultOf(row, context.present);
  return { digest, platform, state: stateOfRow(row, context), ...(result && { result }) };
}

export function stateOfRow(row: AnalysisRow, { concurrency, now }: ViewContext): AnalysisState {
  if (row.cancelled) return row.cancelled;
  switch (row.phase) {
    case 'resting':
      return row.ending ?? { kind: 'not_analyzed' };
    case 'matching':
      return { kind: 'matching' };
    case 'analyzing': {
      if (row.progress?.phase !== 'analyzing') {
        return { kind: 'analyzing', layersDone: 0, layers: 0, bytes: 0, totalBytes: 0 };
      }
      const { layersDone, layers, bytes, totalBytes } = row.progress;
      return { kind: 'analyzing', layersDone, layers, bytes, totalBytes };
    }
    case 'queued':
      return row.trouble ? failedFor(row, row.trouble, now) : queuedAt(row, concurrency);
  }
}

/** Terminal until the next try. */
function failedFor(
  { attempt, requestId, dueInMs }: AnalysisRow,
  { code, message }: NonNullable<AnalysisRow['trouble']>,
  now: number,
): AnalysisState {
  const nextRetryAt = new Date(now + dueInMs).toISOString();
  return { kind: 'failed', code, message, attempt, requestId, nextRetryAt };
}

function queuedAt({ position, typicalSeconds }: AnalysisRow, concurrency: number): AnalysisState {
  if (typicalSeconds === undefined) return { kind: 'queued', position };
  const etaSeconds = Math.ceil(((position - 1) / concurrency) * typicalSeconds);
  return { kind: 'queued', position, etaSeconds };
}

function resultOf(row: AnalysisRow, present: PresentRevisions): AnalysisResult | undefined {
  const { result, made, generation, analyzedAt } = row;
  if (result === undefined || made === undefined || analyzedAt === undefined) return undefined;
  return {
    generation,
    state: result,
    analyzedAt: analyzedAt.toISOString(),
    summary: made.summary,
    snapshot: made.snapshot,
    analyzerRevision: made.analyzerRevision,
    ...(made.agreesWith === present.snapshot && { newerAgree: true }),
    isPresentRevision:
      made.analyzerRevision === present.analyzer &&
      made.matchRevision === present.match &&
      (made.agreesWith ?? made.snapshot.digest) === present.snapshot,
  };
}

/** What has to be done before others, then the worst of what was done. */
const ORDER: readonly AnalysisState['kind'][] = [
  'analyzing',
  'matching',
  'queued',
  'failed',
  'too_large',
  'cancelled',
  'no_advisory_coverage',
  'complete_with_gaps',
  'not_analyzed',
  'complete',
  'no_packages',
  'unsupported',
  'inactive',
];

/** An index or tag as one: of what is still read the sum, of what waits the first, else the worst. */
export function aggregate(
  digest: Digest,
  platforms: readonly ManifestAnalysis[],
  none: AnalysisState,
): ReferenceAnalysis {
  const lead =
    platforms.find(({ platform, result }) => platform === 'linux/amd64' && result) ??
    platforms.find(({ result }) => result);
  const summary = lead?.result?.summary;
  const state = aggregateState(platforms.map((one) => one.state)) ?? none;
  return { digest, state, ...(summary && { summary }), platforms };
}

export function aggregateState(states: readonly AnalysisState[]): AnalysisState | undefined {
  const reading = states.filter((state) => state.kind === 'analyzing');
  const [first, ...others] = reading;
  if (first) {
    return others.reduce(
      (sum, state) => ({
        kind: 'analyzing',
        layersDone: sum.layersDone + state.layersDone,
        layers: sum.layers + state.layers,
        bytes: sum.bytes + state.bytes,
        totalBytes: sum.totalBytes + state.totalBytes,
      }),
      first,
    );
  }
  const queued = states.filter((state) => state.kind === 'queued');
  if (queued.length > 0) return queued.toSorted((a, b) => b.position - a.position)[0];
  return states.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))[0];
}
