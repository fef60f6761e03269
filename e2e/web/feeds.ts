import { existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { scratch } from '../support/drydock.ts';
import type { Session } from '../support/session.ts';

const FEEDS = process.env['TEST_FEEDS'] ?? join(import.meta.dirname, '../../../shared/feeds');

/** Why tests with recorded feeds are left out; never in CI. */
export const withoutFeeds: string | false =
  process.env['CI'] === 'true' || existsSync(FEEDS) ? false : `SKIPPED: ${FEEDS} is not there`;

/** A folder with some of the recorded feeds, for DRYDOCK_FEEDS: those that are not there are left out. */
export function mirrorOf(feeds: readonly string[]): string {
  const folder = mkdtempSync(join(scratch, 'feeds-'));
  for (const feed of feeds) {
    if (!existsSync(join(FEEDS, feed))) continue;
    mkdirSync(join(folder, feed), { recursive: true });
    for (const file of readdirSync(join(FEEDS, feed))) {
      symlinkSync(join(FEEDS, feed, file), join(folder, feed, file));
    }
  }
  return folder;
}

/** Until the first snapshot of them is there, and nothing more is on its way. */
export async function firstFeeds(session: Session): Promise<void> {
  for (let tries = 0; tries < 1_200; tries += 1) {
    const snapshot = await session.ask('GET', '/advisories');
    if (snapshot['isStarter'] === false && snapshot['progress'] === undefined) return;
    await sleep(500);
  }
  throw new Error('the first feeds do not come');
}
