import { type Kysely, sql } from 'kysely';
import type { Announcer, Notice } from '../analyses/index.ts';
import type { Notifications } from './notifications.ts';
import type { Schema } from './schema.ts';

const CHANNEL = 'analyses_changed';

/** Tells every process by the database's notices. */
export function announcer(kysely: Kysely<Schema>, notifications: Notifications): Announcer {
  return {
    announce: (notice) => notify(kysely, notice),
    listen: (listener) => notifications.listen(CHANNEL, (text) => listener(noticeOf(text))),
  };
}

/** In a transaction it is said when that is committed, and never without it. */
export async function notify(kysely: Kysely<Schema>, notice: Notice): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, ${JSON.stringify(notice)})`.execute(kysely);
}

function noticeOf(text: string | undefined): Notice | undefined {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only `notify` writes them
    return JSON.parse(text ?? '') as Notice;
  } catch {
    return undefined;
  }
}
