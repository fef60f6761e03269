import { availableParallelism } from 'node:os';
import {
  type Analyzer,
  type SnapshotName,
  createAnalyzer,
  explain,
  explanationJson,
} from '../analyzer/index.ts';
import type { SnapshotEffect, SnapshotSource } from '../advisories/index.ts';
import { type Clock, type Limits, type Log, err, ok, recordOf, stringOf } from '../base/index.ts';
import { MATCH_REVISION } from '../match/index.ts';
import { type Digest, parseDigest } from '../model/index.ts';
import { type ExportFormat, writeReport } from '../report/index.ts';
import { type ActingOptions, actions } from './acting.ts';
import { administration, entryOf } from './administration.ts';
import type { Analyses } from './analyses.ts';
import { type BaseOptions, baseReading } from './base-reading.ts';
import type { BaseRecords } from './base-ports.ts';
import { chainNext, rememberChains } from './chains.ts';
import { EventStream } from './event-stream.ts';
import type { UploadObserver } from './live-layers.ts';
import { noteFindings } from './note-findings.ts';
import type {
  AnalysisRecords,
  Announcer,
  BlobSource,
  FindingRecords,
  ManifestStore,
  PresentRevisions,
  LateRecords,
  ResultRecords,
  Work,
  WorkQueue,
} from './ports.ts';
import { listTags, readReport, stateOfTarget, targetOf } from './reading.ts';
import { indexNext } from './kept-packages.ts';
import { createResults } from './results.ts';
import { Renewal } from './renewal.ts';
import type { RenewalRecords } from './renewal-ports.ts';
import { type RunEnd, type RunOptions, runAnalysis } from './run-analysis.ts';
import type { Snapshots } from './snapshots.ts';
import { Sweep } from './sweep.ts';
import { type PushOptions, enqueue, isAnalyzed, takePushes } from './take-pushes.ts';
import { sbomKinds } from './sbom-kinds.ts';
import { type AnalysisThread, createAnalysisThread } from './thread/analysis-thread.ts';
import { Changes } from './tell-changes.ts';
import { UNKNOWN, viewing } from './viewing.ts';
import { effectOf } from './weigh-snapshots.ts';

export interface AnalysesOptions {
  readonly records: AnalysisRecords & RenewalRecords;
  readonly results: ResultRecords & LateRecords;
  readonly findings: FindingRecords;
  readonly bases: BaseRecords;
  readonly manifests: ManifestStore;
  readonly blobs: BlobSource;
  readonly announcer: Announcer;
  readonly snapshots: Snapshots;
  readonly limits: Limits;
  /** Those that are analyzed, `linux/amd64`; absent: every one. */
  readonly platforms?: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
  /** Of the product: exports carry it. */
  readonly version: string;
  /** How people reach the registry: `registry.example.com`. */
  readonly host: string;
  /** Layers and analyses at a time; as many as the machine has cores by default. */
  readonly workers?: number;
  readonly scratchFolder?: string;
  /** Whether text files are searched for secrets; not, by default. */
  readonly searchesSecrets?: boolean;
  /** Of the thread that analyzes. */
  readonly threadMegabytes?: number;
  readonly threadSilentMs?: number;
}

/** What the parts of the server are wired to. Close it: it holds processes. */
export interface AnalysesModule {
  readonly analyses: Analyses;
  /** For the registry: layers are read while they come. */
  readonly uploads: UploadObserver;
  /** For the registry: right after a push was committed. */
  readonly pushed: () => void;
  /** For the advisories: another snapshot is the active one. */
  readonly snapshotActivated: (snapshot: SnapshotName, stale: 'starter' | 'all') => Promise<void>;
  /** For the advisories: what activating a snapshot would change. */
  readonly effectOf: (before: SnapshotSource, after: SnapshotSource) => Promise<SnapshotEffect>;
  /** For the queue: the task `analyze`. */
  readonly analyze: (payload: unknown, signal: AbortSignal) => Promise<RunEnd>;
  /** Begins to look for what nobody has a job for. */
  start(queue: WorkQueue): Promise<void>;
  close(): Promise<void>;
}

export function createAnalyses(options: AnalysesOptions): AnalysesModule {
  const { limits, clock, searchesSecrets = false } = options;
  // For readers of reports: it starts no worker.
  const analyzer = createAnalyzer({ limits, clock, searchesSecrets });
  const thread = threadOf(options);
  const queue = new LateQueue();
  const stream = new EventStream();
  const world = worldOf(options, analyzer, thread, queue);
  const sweep = new Sweep({
    records: options.records,
    log: options.log,
    queue,
    revision: analyzer.revision,
    indexNext: async () => (await indexNext(options.results)) || chainNext(world),
    take: () => takePushes(world),
  });
  const { records, log } = options;
  const changes = new Changes({
    records,
    stream,
    log,
    context: () => ({ ...world, present: world.present(), now: clock.now() }),
  });
  const renewal = new Renewal({ records, work: thread, snapshots: options.snapshots, queue, log });
  let unlisten: (() => void) | undefined;
  return {
    analyses: {
      ...readers(world, options),
      ...actions(world),
      ...administration(world),
      events: (filter, signal) => stream.events(filter, signal),
    },
    uploads: thread.uploads,
    pushed: () => sweep.hurry(),
    async snapshotActivated(snapshot, stale) {
      await writeDown(snapshot, stale, queue, options);
      renewal.hurry();
    },
    effectOf: (before, after) => effectOf(before, after, { records, work: thread }),
    analyze: async (payload, signal) => {
      const digest = digestOf(payload);
      return digest ? runAnalysis(digest, signal, world) : { kind: 'done' };
    },
    async start(opened) {
      queue.open(opened);
      unlisten = await options.announcer.listen((notice) => changes.heard(notice));
      sweep.start();
      renewal.hurry();
    },
    async close() {
      unlisten?.();
      changes.close();
      await sweep.stop();
      await renewal.stop();
      await thread.close();
    },
  };
}

/** Says to all processes that another snapshot is the active one. */
async function writeDown(
  { number, digest, createdAt, isStarter }: SnapshotName,
  stale: 'starter' | 'all',
  queue: WorkQueue,
  { records, announcer, log }: AnalysesOptions,
): Promise<void> {
  const name = { number, digest, createdAt, isStarter };
  try {
    await enqueue(await records.snapshotActivated(name, stale), queue);
    await announcer.announce({ kind: 'snapshot', number, digest });
  } catch (error) {
    log.warn('snapshot not announced', { number, reason: String(error) });
  }
}

function threadOf(options: AnalysesOptions): AnalysisThread {
  const { results, limits, log, workers, scratchFolder, records } = options;
  const { searchesSecrets = false } = options;
  const { threadMegabytes, threadSilentMs } = options;
  return createAnalysisThread({
    results,
    limits,
    searchesSecrets,
    log,
    ...(workers !== undefined && { workers }),
    ...(scratchFolder !== undefined && { scratchFolder }),
    ...(threadMegabytes !== undefined && { threadMegabytes }),
    ...(threadSilentMs !== undefined && { threadSilentMs }),
    isActive: async (name) => {
      const repository = await records.repositoryNamed(name);
      return repository !== undefined && isAnalyzed(repository);
    },
  });
}

/** Of what readers asked for last. */
const KEPT_BYTES = 32 * 1024 * 1024;

type World = RunOptions & ActingOptions & PushOptions & BaseOptions;

function worldOf(
  options: AnalysesOptions,
  analyzer: Analyzer,
  work: AnalysisThread,
  queue: WorkQueue,
): World {
  const { records, findings, snapshots, limits, platforms, manifests, blobs } = options;
  const results = createResults(options.results, KEPT_BYTES);
  const concurrency = options.workers ?? availableParallelism();
  const stored = { manifests, blobs, limits, ...(platforms && { platforms }) };
  const present = (): PresentRevisions => ({
    analyzer: analyzer.revision,
    match: MATCH_REVISION,
    snapshot: snapshots.current().digest,
  });
  const shown = { present, concurrency, clock: options.clock };
  const onChange = changeTeller(options);
  const onResult = (digest: Digest): Promise<void> =>
    noteFindings(digest, { records, findings, work });
  return {
    ...options,
    ...shown,
    results,
    work,
    sbomKindOf: sbomKinds(work),
    analyzer,
    queue,
    stored,
    onTagged: (root) => rememberChains(root, { ...options, stored }),
    passing: new Map(),
    monotonic: () => performance.now(),
    onChange,
    onResult,
    async onQueued(queued) {
      for (const { digest, isWaiting } of queued) {
        // What was answered at once is noted at once.
        if (!isWaiting) await onResult(digest);
        await onChange(digest);
      }
    },
  };
}

/** Says to all processes that an analysis changed. Nobody's work depends on it. */
function changeTeller({ announcer, log }: AnalysesOptions): (digest: Digest) => Promise<void> {
  return async (digest) => {
    try {
      await announcer.announce({ kind: 'analysis', digest });
    } catch (error) {
      log.warn('change not announced', { digest, reason: String(error) });
    }
  };
}

type Acting = ReturnType<typeof actions> & ReturnType<typeof administration>;
type Reading = Omit<Analyses, keyof Acting | 'events'>;
function readers(world: World, { snapshots, findings, version }: AnalysesOptions): Reading {
  const report: Analyses['report'] = async (repositoryId, reference, asked = {}) => {
    const target = await targetOf(repositoryId, reference, world);
    return target ? readReport(target, asked, world) : err(UNKNOWN);
  };
  return {
    report,
    ...viewing({ ...world, findings }),
    ...baseReading({ ...world, findings }),
    async stateOf(repositoryId, reference) {
      const target = await targetOf(repositoryId, reference, world);
      return target && stateOfTarget(target, world);
    },
    list: (repositoryId, page) => listTags(repositoryId, page, world),
    async packages(...asked) {
      const read = await report(...asked);
      return read.ok ? ok(read.value.inventory.packages) : read;
    },
    async explain(repositoryId, reference, id, asked) {
      const read = await report(repositoryId, reference, asked);
      if (!read.ok) return read;
      const { inventory, report: made } = read.value;
      const explanation = explain(id, inventory, made.findings, snapshots.current());
      return ok(explanationJson(explanation, made));
    },
    async exportReport(repositoryId, reference, format, asked) {
      const read = await report(repositoryId, reference, asked);
      if (!read.ok) return read;
      const text = writeReport(read.value.report, format, version);
      const { mediaType, ending } = DOCUMENTS[format];
      const etag = `${read.value.etag}-${format}`;
      return ok({ mediaType, fileName: `report.${ending}`, text, etag });
    },
    async queue({ limit }) {
      const { rows, ...counts } = await world.records.queue(limit);
      const context = { ...world, present: world.present(), now: world.clock.now() };
      const entries = rows.map((row) => entryOf(row, context));
      return { ...counts, entries };
    },
    snapshot: () => snapshots.status(),
    snapshotPart: (digest) => snapshots.part(digest),
  };
}

const DOCUMENTS: Readonly<
  Record<ExportFormat, { readonly mediaType: string; readonly ending: string }>
> = {
  json: { mediaType: 'application/json', ending: 'json' },
  sarif: { mediaType: 'application/sarif+json', ending: 'sarif' },
  gitlab: { mediaType: 'application/json', ending: 'gitlab.json' },
  cyclonedx: { mediaType: 'application/vnd.cyclonedx+json', ending: 'cdx.json' },
  spdx: { mediaType: 'application/spdx+json', ending: 'spdx.json' },
  csv: { mediaType: 'text/csv; charset=utf-8', ending: 'csv' },
  markdown: { mediaType: 'text/markdown; charset=utf-8', ending: 'md' },
  html: { mediaType: 'text/html; charset=utf-8', ending: 'html' },
};

function digestOf(payload: unknown): Digest | undefined {
  const { digest } = recordOf(payload);
  return parseDigest(stringOf(digest) ?? '');
}

/** The queue opens after those who use it are made; what is said before is found by the sweep. */
class LateQueue implements WorkQueue {
  #queue: WorkQueue | undefined;

  open(queue: WorkQueue): void {
    this.#queue = queue;
  }

  async add(work: Work): Promise<void> {
    await this.#queue?.add(work);
  }
}
