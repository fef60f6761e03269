import { join } from 'node:path';
import { type FeedIntervals, ServerSnapshot, VulnerabilityDatabase } from '../advisories/index.ts';
import type { AnalysesModule, BlobSource } from '../analyses/index.ts';
import { createAnalyses } from '../analyses/index.ts';
import type { Feeds } from '../api/index.ts';
import type { Clock, Failure, Limits, Log, Result } from '../base/index.ts';
import { ok } from '../base/index.ts';
import { migrateJobs, startJobs } from '../jobs/index.ts';
import {
  type Database,
  type Notifications,
  analysisRecords,
  announcer,
  baseRecords,
  findingRecords,
  jobProcesses,
  manifestStore,
  resultRecords,
} from '../store/index.ts';

export interface ServerAnalysesOptions {
  readonly database: Database;
  readonly notifications: Notifications;
  readonly blobs: BlobSource;
  /** Snapshots of advisories are kept below it, and files put aside. */
  readonly dataFolder: string;
  /** As DRYDOCK_FEEDS; '': each feed's own address. */
  readonly feeds: string;
  readonly feedIntervals: FeedIntervals;
  readonly isOffline: boolean;
  /** `registry.example.com:7070`, as people write it before names of repositories. */
  readonly host: string;
  readonly workers: number;
  readonly limits: Limits;
  /** Whether text files are searched for secrets. */
  readonly searchesSecrets: boolean;
  /** Those that are analyzed; absent: every one. */
  readonly platforms?: readonly string[];
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Analyses at work. */
export interface ServerAnalyses extends Pick<AnalysesModule, 'analyses' | 'uploads' | 'pushed'> {
  readonly feeds: Feeds;
  /** What they are matched with, to search in. */
  readonly vulnerabilities: VulnerabilityDatabase;
  /** Gives jobs back, and ends the workers. */
  close(): Promise<void>;
}

/** Jobs at a time for each worker: most wait for the database, not for a worker. */
const JOBS_FOR_A_WORKER = 2;

/** The advisories, the analyses and the queue of a server, wired and running. */
export async function openAnalyses(
  options: ServerAnalysesOptions,
): Promise<Result<ServerAnalyses, Failure>> {
  const { log, clock, isOffline, feeds: origins } = options;
  const folder = join(options.dataFolder, 'advisories');
  const activated = Promise.withResolvers<AnalysesModule>();
  const snapshots = await ServerSnapshot.open({
    folder,
    origins,
    isOffline,
    intervals: options.feedIntervals,
    canary: async (...asked) => (await activated.promise).effectOf(...asked),
    clock,
    log,
    onActivated: (snapshot) =>
      void activated.promise.then((module) => module.snapshotActivated(snapshot, 'starter')),
    onFirstDone: (snapshot) =>
      void activated.promise.then((module) => module.snapshotActivated(snapshot, 'all')),
  });
  if (!snapshots.ok) return snapshots;
  const current = () => snapshots.value.current();
  const vulnerabilities = new VulnerabilityDatabase({ folder, current, log });
  const module = createAnalyses(partsOf(options, snapshots.value));
  await migrateJobs(options.database.pool, log);
  const jobs = await startJobs({
    pool: options.database.pool,
    processes: jobProcesses(options.database.kysely),
    tasks: { analyze: (payload, { signal }) => module.analyze(payload, signal) },
    concurrency: options.workers * JOBS_FOR_A_WORKER,
    log,
  });
  await module.start(jobs);
  activated.resolve(module);
  snapshots.value.start();
  const { analyses, uploads, pushed } = module;
  const close = async (): Promise<void> => {
    await jobs.stop();
    await module.close();
    await vulnerabilities.close();
    await snapshots.value.stop();
  };
  const feeds = feedsOf(snapshots.value, options);
  return ok({ analyses, vulnerabilities, feeds, uploads, pushed, close });
}

function feedsOf(
  snapshots: ServerSnapshot,
  { feeds: origins, isOffline }: ServerAnalysesOptions,
): Feeds {
  const listed = origins.split(',').map((origin) => origin.trim());
  return {
    feeds: () => snapshots.feeds(),
    snapshots: () => snapshots.snapshots(),
    startUpdate: (...asked) => snapshots.startUpdate(...asked),
    switchTo: (number) => snapshots.switchTo(number),
    pin: () => snapshots.pin(),
    unpin: () => snapshots.unpin(),
    status: () => {
      const { updates, progress, failure } = snapshots.status();
      const { pinnedAt } = snapshots.decisions();
      return {
        origins: listed.filter((origin) => origin !== '').map(withoutSecrets),
        isOffline,
        updates,
        ...(progress && { progress }),
        ...(failure && { failure }),
        ...(pinnedAt !== undefined && { pinnedAt }),
      };
    },
  };
}

/** Of a mirror: who reads the page need not be who may fetch from there. */
function withoutSecrets(origin: string): string {
  if (!/^https?:/.test(origin) || !URL.canParse(origin)) return origin;
  const { protocol, host, pathname } = new URL(origin);
  return `${protocol}//${host}${pathname}`;
}

function partsOf(
  options: ServerAnalysesOptions,
  snapshots: ServerSnapshot,
): Parameters<typeof createAnalyses>[0] {
  const { database, notifications, limits, searchesSecrets, platforms } = options;
  const { kysely } = database;
  const { blobs, clock, log, version, host, workers } = options;
  return {
    records: analysisRecords(kysely),
    results: resultRecords(kysely),
    findings: findingRecords(kysely),
    bases: baseRecords(kysely),
    manifests: manifestStore(kysely),
    announcer: announcer(kysely, notifications),
    snapshots,
    blobs,
    limits,
    searchesSecrets,
    ...(platforms && { platforms }),
    clock,
    log,
    version,
    host,
    workers,
    scratchFolder: options.dataFolder,
  };
}
