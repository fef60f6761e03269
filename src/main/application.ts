import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Accounts } from '../accounts/index.ts';
import type { Api } from '../api/index.ts';
import { createApi, readWebFiles } from '../api/index.ts';
import type { Failure, Result } from '../base/index.ts';
import { ok } from '../base/index.ts';
import type { Registry } from '../registry/index.ts';
import type { HousekeepingRecords, Notifications } from '../store/index.ts';
import {
  createIdempotencyRecords,
  fleetRecords,
  housekeepingRecords,
  openNotifications,
} from '../store/index.ts';
import type { Ground } from './ground.ts';
import type { Drain } from './http/drain.ts';
import type { Forwarded } from './http/forwarded.ts';
import { addGauges } from './gauges.ts';
import type { Metrics } from './metrics.ts';
import { openRegistry } from './open-registry.ts';
import type { OpenedBlobs } from './open-blobs.ts';
import { openBlobs } from './open-blobs.ts';
import { openPeers } from './peers.ts';
import { sweepBlobs } from './sweep-blobs.ts';
import type { ServeOptions } from './serve-options.ts';
import { openAccounts, serviceOf, sweepAccounts } from './server-accounts.ts';
import type { ServerAnalyses } from './server-analyses.ts';
import { openAnalyses } from './server-analyses.ts';
import { healthOf } from './server-health.ts';
import { openImages } from './server-images.ts';
import { openStorage } from './server-storage.ts';

/** The modules, wired: what answers requests. */
export interface Application {
  readonly registry: Answer;
  /** Of a client that waits to be asked for the body. */
  readonly registryExpecting: Answer;
  readonly api: (request: IncomingMessage, response: ServerResponse) => void;
  /** While nobody can administer the server. */
  readonly setUpLink: string | undefined;
  /** Ends streams of events and gives jobs back; what is being answered may go on. */
  leave(): Promise<void>;
  /** After all is answered. */
  close(): Promise<void>;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface ApplicationParts extends ServeOptions {
  readonly ground: Ground;
  readonly drain: Drain;
  readonly metrics: Metrics;
  readonly forwarded: Forwarded;
  readonly publicUrl: string;
  /** The one that is listened on. */
  readonly port: number;
}

type Endings = (() => Promise<void> | void)[];

/** Opens module on module. What was opened is closed where a later one fails. */
export async function openApplication(
  parts: ApplicationParts,
): Promise<Result<Application, Failure>> {
  const endings: Endings = [];
  const close = async (): Promise<void> => {
    for (const end of endings.splice(0).toReversed()) await end();
  };
  try {
    const opened = await open(parts, endings);
    if (!opened.ok) await close();
    return opened.ok ? ok({ ...opened.value, close }) : opened;
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  parts: ApplicationParts,
  endings: Endings,
): Promise<Result<Omit<Application, 'close'>, Failure>> {
  const { config, ground, log } = parts;
  const accounts = openAccounts(parts);
  const storage = await openBlobs(config);
  if (!storage.ok) return storage;
  endings.push(() => storage.value.close());
  endings.push(sweepBlobs(storage.value, parts.clock, log));
  const notifications = openNotifications(ground.database.url, log);
  endings.push(() => notifications.close());
  const housekeeping = housekeepingRecords(ground.database.kysely);
  const wired = { accounts, storage: storage.value, notifications, housekeeping };
  const analyses = await analysesOf(parts, wired);
  if (!analyses.ok) return analyses;
  // Before the registry, which still answers; closing twice is no harm.
  const leaveAnalyses = once(() => analyses.value.close());
  endings.push(leaveAnalyses);
  const registry = await registryOf(parts, { ...wired, analyses: analyses.value });
  endings.push(() => registry.close());
  const sweeping = sweepAccounts(wired.accounts, log);
  const api = await apiOf(parts, { ...wired, analyses: analyses.value, registry });
  return ok({
    registry: (request, response) => registry.handle(request, response),
    registryExpecting: (request, response) => registry.handleExpecting(request, response),
    api: (request, response) => api.handle(request, response),
    setUpLink: await wired.accounts.setUp.offer(),
    leave: async () => {
      await Promise.all([api.close(), sweeping.end(), leaveAnalyses()]);
    },
  });
}

interface Wired {
  readonly accounts: Accounts;
  readonly storage: OpenedBlobs;
  readonly notifications: Notifications;
  readonly housekeeping: HousekeepingRecords;
}

function analysesOf(
  { config, ground, publicUrl, progress, version, clock, log }: ApplicationParts,
  { storage, notifications }: Wired,
): ReturnType<typeof openAnalyses> {
  const { dataFolder, isOffline, workers, limits, platforms, searchesSecrets } = config;
  progress('reading the advisories');
  return openAnalyses({
    database: ground.database,
    notifications,
    blobs: storage.blobs,
    dataFolder,
    feeds: config.feeds ?? '',
    feedIntervals: config.feedIntervals,
    isOffline,
    host: serviceOf(publicUrl),
    workers,
    limits,
    searchesSecrets,
    ...(platforms && { platforms }),
    version,
    clock,
    log,
  });
}

function registryOf(
  { config, ground, forwarded, publicUrl, port, clock, log }: ApplicationParts,
  wired: Wired & { readonly analyses: ServerAnalyses },
): Promise<Registry> {
  const { accounts, storage, notifications, housekeeping, analyses } = wired;
  return openRegistry({
    config,
    service: serviceOf(publicUrl),
    database: ground.database,
    notifications,
    accounts,
    blobs: storage.blobs,
    housekeeping,
    shelf: storage.shelf,
    peers: openPeers({ config, publicUrl, port, keys: ground.keys }),
    observer: analyses.uploads,
    listener: { manifestPushed: () => analyses.pushed() },
    forwarded,
    clock,
    log,
  });
}

/** Beside the bundled server, or where sources are built to. */
const WEB_FOLDER = join(
  import.meta.dirname,
  import.meta.filename.endsWith('.ts') ? '../../dist/web' : 'web',
);

function apiOf(
  parts: ApplicationParts,
  wired: Wired & { readonly analyses: ServerAnalyses; readonly registry: Registry },
): Promise<Api> {
  const { config, ground, forwarded, publicUrl, version, clock, log } = parts;
  const { accounts, storage, analyses, registry } = wired;
  const { database } = ground;
  const chores = openStorage(config, wired.housekeeping);
  addGauges(parts.metrics, analyses, clock);
  const web = readWebFiles(WEB_FOLDER);
  return createApi({
    accounts,
    analyses: analyses.analyses,
    feeds: analyses.feeds,
    vulnerabilities: analyses.vulnerabilities,
    fleet: fleetRecords(database.kysely),
    images: openImages({ database, blobs: storage.blobs, registry, clock }),
    idempotency: createIdempotencyRecords(database.kysely),
    storage: chores,
    health: healthOf({ ...parts, ...analyses, database, storage, chores }),
    clock,
    log,
    newId: randomUUID,
    version,
    publicUrl,
    allowsDeletion: config.deletion === 'enabled',
    ...(config.upgradeUrl !== undefined && { upgradeUrl: config.upgradeUrl }),
    ...(config.feedbackUrl !== undefined && { feedbackUrl: config.feedbackUrl }),
    ...(web && { web }),
    clientAddress: forwarded.addressOf,
  });
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}
