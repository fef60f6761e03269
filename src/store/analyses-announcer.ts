import { type Kysely, sql } from 'kysely';
import type { AnalysisEvent, Announcer } from '../analyses/index.ts';
import type { Notifications } from './notifications.ts';
import type { Schema } from './schema.ts';

const CHANNEL = 'analyses_changed';

/** What PostgreSQL takes as one notice is below 8000 bytes. */
const MOST = 7900;

/** Tells every process by the database's notices. */
export function announcer(kysely: Kysely<Schema>, notifications: Notifications): Announcer {
  return {
    async announce(event) {
      const text = JSON.stringify(event);
      // Who reads an empty one looks for himself.
      const payload = Buffer.byteLength(text) > MOST ? '' : text;
      await sql`select pg_notify(${CHANNEL}, ${payload})`.execute(kysely);
    },
    listen: (listener) =>
      notifications.listen(CHANNEL, (payload) => listener(payload ? eventOf(payload) : undefined)),
  };
}

function eventOf(payload: string): AnalysisEvent | undefined {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only `announce` writes them
    return JSON.parse(payload) as AnalysisEvent;
  } catch {
    return undefined;
  }
}
