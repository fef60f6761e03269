import packageJson from '../../package.json' with { type: 'json' };
import type {
  Feeds,
  Health,
  HealthCheck,
  HealthDetails,
  HealthFinding,
  Storage,
} from '../api/index.ts';
import type { Analyses } from '../analyses/index.ts';
import type { Clock, Log } from '../base/index.ts';
import type { Database } from '../store/index.ts';
import { SANDBOX, workerProgram } from './doctor/analysis-checks.ts';
import type { Finding, Patient } from './doctor/check.ts';
import { fine, problem, reasonOf, warning } from './doctor/check.ts';
import { disk, SECRET_KEY } from './doctor/storage-checks.ts';
import type { Drain } from './http/drain.ts';
import type { Metrics } from './metrics.ts';
import type { OpenedBlobs } from './open-blobs.ts';
import type { ServerConfig } from './server-config.ts';

export interface HealthParts {
  readonly config: ServerConfig;
  readonly database: Database;
  readonly drain: Pick<Drain, 'isDraining'>;
  readonly metrics: Metrics;
  readonly storage: Pick<OpenedBlobs, 'check'>;
  readonly chores: Storage;
  readonly feeds: Feeds;
  readonly analyses: Pick<Analyses, 'queue' | 'snapshot'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the server says of itself. */
export function healthOf(parts: HealthParts): Health {
  const { database, drain, metrics, storage } = parts;
  const { pool } = database;
  let sandbox: Promise<readonly Finding[]> | undefined;
  return {
    isAccepting: () => !drain.isDraining,
    metrics: () => metrics.text(),
    checks: () =>
      Promise.all([
        check('database', () => pool.query('SELECT 1')),
        check('storage', () => storage.check()),
      ]),
    details: async () => {
      // It starts a process, and says the same each time.
      sandbox ??= Promise.resolve(SANDBOX.run(patientOf(parts)));
      return { findings: await findingsOf(parts, await sandbox), versions: await versionsOf(pool) };
    },
  };
}

function patientOf({ config, clock, log }: HealthParts): Patient {
  return { config, clock, log, isServing: true };
}

async function findingsOf(
  parts: HealthParts,
  sandbox: readonly Finding[],
): Promise<readonly HealthFinding[]> {
  const patient = patientOf(parts);
  const looks: Readonly<Record<string, () => Promise<readonly Finding[]>>> = {
    disk: async () => disk().run(patient),
    'secret key': async () => SECRET_KEY.run(patient),
    workers: async () => workerProgram().run(patient),
    sandbox: () => Promise.resolve(sandbox),
    advisories: async () => [advisories(parts)],
    queue: () => queue(parts),
    backup: () => backup(parts),
  };
  const found = Object.entries(looks).map(async ([name, look]) =>
    (await attempt(look)).map((finding) => ({ name, ...finding })),
  );
  return (await Promise.all(found)).flat();
}

async function attempt(look: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    return [problem(`cannot be looked at: ${reasonOf(error)}`, 'see the log')];
  }
}

function advisories({ feeds, analyses }: HealthParts): Finding {
  const read = feeds.feeds();
  if (!read.ok) return problem(read.error.message, 'see `drydock doctor`');
  const { number, isStarter } = analyses.snapshot();
  if (isStarter) {
    return warning(
      'only the starter feed is matched with',
      'let the server reach the feeds, or name a mirror with DRYDOCK_FEEDS',
    );
  }
  const stale = read.value.filter(({ isStale }) => isStale).map(({ name }) => name);
  const what = `snapshot ${number} of ${read.value.length} feeds`;
  if (stale.length === 0) return fine(what);
  return warning(
    `${what}; not fetched for over a day: ${stale.slice(0, 5).join(', ')}${stale.length > 5 ? '...' : ''}`,
    'the list of feeds says why',
  );
}

async function queue({ analyses }: HealthParts): Promise<readonly Finding[]> {
  const { waiting, working, failed } = await analyses.queue({ limit: 1 });
  const what = `${waiting} wait, ${working} are worked on, ${failed} failed`;
  return [failed === 0 ? fine(what) : warning(what, 'the queue lists the reasons')];
}

const DAY_MS = 86_400_000;
const LONG_AGO_DAYS = 7;

async function backup({ chores, clock }: HealthParts): Promise<readonly Finding[]> {
  const [last] = await chores.last('backup', 1);
  const help = 'run `drydock backup FILE` now and then';
  if (!last) return [warning('no backup by `drydock backup` is known', help)];
  const days = Math.floor((clock.now() - last.finishedAt) / DAY_MS);
  const what = days === 0 ? 'the last one is of today' : `the last one is ${days} days old`;
  return [days > LONG_AGO_DAYS ? warning(what, help) : fine(what)];
}

async function versionsOf(pool: Database['pool']): Promise<HealthDetails['versions']> {
  const { rows } = await pool.query<{ version: string }>(
    `SELECT current_setting('server_version') AS version`,
  );
  return {
    drydock: packageJson.version,
    node: process.versions.node,
    postgresql: rows[0]?.version ?? '',
  };
}

/** Longer than this, and whoever asks has given up. */
const CHECK_MS = 2_000;

async function check(name: string, ask: () => Promise<unknown>): Promise<HealthCheck> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer in ${CHECK_MS} ms`)), CHECK_MS);
  try {
    await Promise.race([ask(), late.promise]);
    return { name, isFine: true };
  } catch (error) {
    return { name, isFine: false, detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
