import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Result, Failure } from '../../base/index.ts';
import { ok } from '../../base/index.ts';
import type { Database } from '../../store/index.ts';
import {
  embeddedDatabaseFits,
  openDatabase,
  pendingMigrations,
  runningDatabaseUrl,
} from '../../store/index.ts';
import type { Check, Finding, Patient } from './check.ts';
import { fine, problem, warning } from './check.ts';

export const DATABASE: Check = {
  name: 'database',
  run: async (patient) => {
    const { config, isServing } = patient;
    const url = config.databaseUrl ?? runningDatabaseUrl(config.dataFolder);
    if (url === undefined) return isServing ? [gone()] : atRest(config.dataFolder);
    const opened = await openDatabase({ url, log: patient.log, connections: 1 });
    if (!opened.ok) {
      return [problem(opened.error.message, 'start it, or correct DRYDOCK_DATABASE_URL')];
    }
    try {
      return [await schema(opened.value), await skew(opened.value, patient)];
    } finally {
      await opened.value.close();
    }
  },
};

function gone(): Finding {
  return problem('the server runs and its database does not', 'look into database/postgres.log');
}

/** The database of our own while no server runs. */
function atRest(dataFolder: string): readonly Finding[] {
  const fits = embeddedDatabaseFits(dataFolder);
  if (!fits.ok) return [problem(fits.error.message, 'see above')];
  const isThere = existsSync(join(dataFolder, 'database', 'cluster'));
  return [fine(isThere ? 'of its own, at rest' : 'of its own, made at the first start')];
}

async function schema(database: Database): Promise<Finding> {
  const pending: Result<readonly string[], Failure> = await pendingMigrations(database).catch(() =>
    ok([]),
  );
  if (!pending.ok) return problem(pending.error.message, 'start the version that it is of');
  return pending.value.length === 0
    ? fine('the schema is up to date')
    : warning(
        `${pending.value.length} steps of the schema are to be made: ${pending.value.join(', ')}`,
        'the next start of `drydock serve` makes them',
      );
}

/** Tokens of five minutes, leases and one-time codes bear this much. */
const SKEW_MS = 10_000;

async function skew({ pool }: Database, { clock }: Patient): Promise<Finding> {
  const before = clock.now();
  const { rows } = await pool.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  const there = rows[0]?.now.getTime() ?? before;
  const apart = Math.round(Math.abs(there - (before + clock.now()) / 2));
  return apart <= SKEW_MS
    ? fine(`its clock is ${apart} ms from ours`)
    : problem(
        `its clock is ${Math.round(apart / 1000)} s from ours`,
        'keep both machines in time with NTP',
      );
}
