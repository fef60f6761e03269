import { type Kysely, sql } from 'kysely';
import type { JobProcesses } from '../jobs/index.ts';
import type { Schema } from './schema.ts';

/** The clock of the database counts: the processes' own may differ. */
export function jobProcesses(kysely: Kysely<Schema>): JobProcesses {
  return {
    async beat(id) {
      await sql`insert into job_processes (id, beat_at) values (${id}, now())
        on conflict (id) do update set beat_at = now()`.execute(kysely);
    },
    async leave(id) {
      await kysely.deleteFrom('job_processes').where('id', '=', id).execute();
      await sql`select graphile_worker.force_unlock_workers(array[${id}]::text[])`.execute(kysely);
    },
    async releaseSilent(milliseconds) {
      const since = sql`now() - ${milliseconds} * interval '1 millisecond'`;
      await sql`delete from job_processes where beat_at < ${since}`.execute(kysely);
      const { rows } = await sql<{ readonly silent: number }>`
        with silent as (
          select distinct locked_by from graphile_worker.jobs
          where locked_by is not null and locked_at < ${since}
            and locked_by not in (select id from job_processes)),
        released as (
          select graphile_worker.force_unlock_workers(array(select locked_by from silent)))
        select count(*) as silent from silent, released`.execute(kysely);
      return rows[0]?.silent ?? 0;
    },
  };
}
