import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { databaseStatus, verifySnapshot } from '../../advisories/index.ts';
import type { FeedStatus } from '../../advisories/index.ts';
import { findSandbox, ownProgram } from '../../analyzer/index.ts';
import type { Check, Finding } from './check.ts';
import { fine, problem, warning } from './check.ts';

const HOUR_MS = 60 * 60_000;
/** The server asks every few hours: two days are many tries that failed. */
const STALE_MS = 48 * HOUR_MS;

export const ADVISORIES: Check = {
  name: 'advisories',
  run: ({ config, clock }) => {
    const folder = join(config.dataFolder, 'advisories');
    const status = databaseStatus(folder, clock.now(), STALE_MS);
    if (!status.ok)
      return [problem(status.error.message, `move ${folder} away: the next start gets them anew`)];
    if (!status.value) {
      return [
        warning(
          'nothing was fetched yet: only the starter feed is matched with',
          'let the server reach the feeds, or name a mirror with DRYDOCK_FEEDS',
        ),
      ];
    }
    const verified = verifySnapshot(folder);
    if (!verified.ok)
      return [
        problem(verified.error.message, `move ${folder} away: the next start gets them anew`),
      ];
    const { feeds, number } = status.value;
    const bad = feeds.flatMap(feedFinding);
    return bad.length > 0 ? bad : [fine(`snapshot ${number} of ${feeds.length} feeds`)];
  },
};

function feedFinding({ name, isStale, fetchedAt, lastFailure }: FeedStatus): Finding[] {
  if (isStale) {
    const why = lastFailure ? `: ${lastFailure.message}` : '';
    return [
      problem(
        `${name} was fetched last at ${fetchedAt}${why}`,
        'let the server reach it, or name a mirror with DRYDOCK_FEEDS',
      ),
    ];
  }
  if (!lastFailure) return [];
  return [warning(`${name} could not be fetched: ${lastFailure.message}`, 'it is tried again')];
}

/** Only whether a prefix is found is asked here: any bounds do. */
const ANY_LIMITS = { cpuSeconds: 60, dataBytes: 2 ** 30, fileBytes: 2 ** 30 };

export const SANDBOX: Check = {
  name: 'sandbox',
  run: async () => {
    const { level } = await findSandbox(ANY_LIMITS);
    return level === 'full'
      ? [fine('full: workers have no network')]
      : [
          warning(
            `${level}: workers are shut in by Node's permissions alone`,
            'allow unshare -n (user namespaces), and install util-linux',
          ),
        ];
  },
};

export function workerProgram(files: () => readonly string[] = workerFiles): Check {
  return {
    name: 'workers',
    run: () => {
      const missing = files().filter((file) => !existsSync(file));
      return missing.length === 0
        ? [fine('the program of the workers is there')]
        : [
            problem(
              `${missing.join(', ')} is missing: nothing can be analyzed`,
              'install the whole release again',
            ),
          ];
    },
  };
}

function workerFiles(): readonly string[] {
  return ownProgram().args.filter((word) => !word.startsWith('-'));
}
