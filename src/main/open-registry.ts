import { join } from 'node:path';
import type { Accounts } from '../accounts/index.ts';
import type { Clock, Log } from '../base/index.ts';
import type {
  BlobStore,
  GarbageOptions,
  Peers,
  PushListener,
  Registry,
  UploadObserver,
  UploadShelf,
} from '../registry/index.ts';
import {
  createRegistry,
  DEFAULT_GARBAGE_OPTIONS,
  DEFAULT_REGISTRY_LIMITS,
} from '../registry/index.ts';
import type { Database, HousekeepingRecords, Notifications } from '../store/index.ts';
import { registryChanges, registryRecords } from '../store/index.ts';
import type { Forwarded } from './http/forwarded.ts';
import { registryAccess } from './registry-access.ts';
import type { ServerConfig } from './server-config.ts';

export interface OpenRegistryOptions {
  readonly config: Pick<ServerConfig, 'dataFolder' | 'deletion' | 'blobs'>;
  /** The audience of tokens, as accounts has it. */
  readonly service: string;
  readonly database: Database;
  readonly notifications: Notifications;
  readonly accounts: Pick<Accounts, 'registry' | 'access'>;
  readonly blobs: BlobStore;
  readonly housekeeping: Pick<HousekeepingRecords, 'note'>;
  readonly shelf: UploadShelf | undefined;
  readonly peers: Peers;
  readonly forwarded: Forwarded;
  readonly clock: Clock;
  readonly log: Log;
  /** Nobody, where they are left out. */
  readonly listener?: PushListener;
  readonly observer?: UploadObserver;
}

const NOBODY: PushListener & UploadObserver = {
  manifestPushed: () => undefined,
  started: () => undefined,
  grew: () => undefined,
  committed: () => undefined,
  abandoned: () => undefined,
};

/** The registry on the database, the blobs and the accounts of a server, with its collector running. */
export async function openRegistry(options: OpenRegistryOptions): Promise<Registry> {
  const { config, service, database, forwarded, clock, log } = options;
  const opened = await createRegistry(
    {
      access: registryAccess({ accounts: options.accounts, service, clock }),
      records: registryRecords(database.kysely),
      changes: registryChanges(options.notifications),
      blobs: options.blobs,
      shelf: options.shelf,
      listener: options.listener ?? NOBODY,
      observer: options.observer ?? NOBODY,
      clock,
      log,
      originOf: forwarded.originOf,
      addressOf: forwarded.addressOf,
    },
    {
      spoolFolder: spoolFolder(config),
      service,
      peers: options.peers,
      deletion: config.deletion,
      limits: DEFAULT_REGISTRY_LIMITS,
    },
  );
  const registry = noted(opened, options.housekeeping);
  const collector = startCollector(registry, log);
  return {
    ...registry,
    async close() {
      await collector.stop();
      await registry.close();
    },
  };
}

/** Each collection is written down, for the administrators' page. */
function noted(registry: Registry, housekeeping: OpenRegistryOptions['housekeeping']): Registry {
  return {
    ...registry,
    async collectGarbage(options) {
      const report = await registry.collectGarbage(options);
      await housekeeping.note('collection', { ...report });
      return report;
    },
  };
}

/** On the file system of a folder of blobs: a finished upload is renamed, not copied. */
function spoolFolder({ blobs, dataFolder }: OpenRegistryOptions['config']): string {
  return join(blobs.kind === 'folder' ? blobs.address : dataFolder, 'uploads');
}

const COLLECT_EVERY_MS = 10 * 60_000;
/** How many runs leave the storage unlisted: it is looked through once a day. */
const RUNS_A_DAY = 144;

/** Collects garbage now and then. A run that fails is told, and the next one tries again. */
function startCollector(
  registry: Pick<Registry, 'collectGarbage'>,
  log: Log,
): { stop(): Promise<void> } {
  let runs = 0;
  let running = Promise.resolve();
  const run = async (): Promise<void> => {
    runs += 1;
    const strangers: GarbageOptions['strangers'] = runs % RUNS_A_DAY === 0 ? 'look' : 'skip';
    try {
      const report = await registry.collectGarbage({ ...DEFAULT_GARBAGE_OPTIONS, strangers });
      const isIdle = Object.values(report).every((count) => count === 0);
      if (!isIdle) log.info('garbage collected', { ...report });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.error('garbage collection failed', { reason });
    }
  };
  const timer = setInterval(() => {
    running = running.then(run);
  }, COLLECT_EVERY_MS);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
