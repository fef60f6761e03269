import { EventEmitter } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import {
  type JobHelpers,
  Logger,
  type RunnerOptions,
  type TaskList,
  makeWorkerUtils,
  parseCronItems,
  run,
  runMigrations,
} from 'graphile-worker';
import type { Log } from '../base/index.ts';
import { Heartbeat, type JobProcesses } from './processes.ts';

/** What became of a job: a job that is to be done again says when and why; none is ever lost. */
export type TaskOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'again'; readonly afterMs: number; readonly reason: string };

export const DONE: TaskOutcome = { kind: 'done' };

export function again(afterMs: number, reason: string): TaskOutcome {
  return { kind: 'again', afterMs, reason };
}

/**
 * Does one job. May run twice at a time for one key after a process was taken for dead: what it
 * writes must be fenced. What it throws counts as trouble that passes.
 */
export type Task = (payload: unknown, context: TaskContext) => Promise<TaskOutcome>;

export interface TaskContext {
  /** The process stops: leave off soon, the job goes back into the queue. */
  readonly signal: AbortSignal;
}

/** At a time of day, as cron writes it, in UTC; once for all processes together. */
export interface Schedule {
  readonly task: string;
  readonly cron: string;
}

export interface JobSpec {
  readonly task: string;
  /** Plain JSON. */
  readonly payload: unknown;
  /** Of several waiting jobs with one key the last replaces the others. */
  readonly key?: string;
  readonly afterMs?: number;
  /** Leaves a waiting job of the key its time. */
  readonly keepsEarlier?: boolean;
  /** -32768 to 32767, the lowest first; 0 by default. */
  readonly priority?: number;
}

type Pool = NonNullable<RunnerOptions['pgPool']>;
type RunnerEvents = NonNullable<RunnerOptions['events']>;

export interface JobsOptions {
  readonly pool: Pool;
  readonly processes: JobProcesses;
  readonly tasks: Readonly<Record<string, Task>>;
  readonly schedules?: readonly Schedule[];
  /** Jobs at a time in this process. */
  readonly concurrency: number;
  readonly log: Log;
}

/** Jobs of this process, and the way to add some. Close it. */
export interface Jobs {
  add(spec: JobSpec): Promise<void>;
  /** Takes no more jobs, gives those at work a moment to leave off, and returns them to the queue. */
  stop(): Promise<void>;
}

/** Jobs that throw begin again after this, doubled each time up to a minute. */
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 60_000;

/** Before another runner takes the place of one that ended. */
const RESTART_MS = 500;

/** Polling finds what a lost notification did not tell. */
const POLL_MS = 1000;

/** The library gives up after so many; here only the tasks themselves do. */
const ATTEMPTS = 32_767;

/** Makes the tables of the queue, or brings them up to date. Safe when two start at once. */
export async function migrateJobs(pool: Pool, log: Log): Promise<void> {
  await runMigrations({ pgPool: pool, logger: loggerOf(log) });
}

export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const utilities = await makeWorkerUtils({ pgPool: options.pool, logger: loggerOf(options.log) });
  const add = async (spec: JobSpec): Promise<void> => {
    const { task, payload, key, afterMs, priority, keepsEarlier } = spec;
    await utilities.addJob(task, payload, {
      maxAttempts: ATTEMPTS,
      ...(key !== undefined && { jobKey: key }),
      ...(keepsEarlier && { jobKeyMode: 'preserve_run_at' }),
      ...(afterMs !== undefined && { runAt: new Date(Date.now() + afterMs) }),
      ...(priority !== undefined && { priority }),
    });
  };
  const stopping = new AbortController();
  const supervised = supervise(options, add, stopping.signal);
  await supervised.started;
  return {
    add,
    async stop() {
      stopping.abort(new Error('the process stops'));
      await supervised.ended;
      await utilities.release();
    },
  };
}

/** After trouble with the database the library's runner may end: another takes its place. */
function supervise(
  options: JobsOptions,
  add: Jobs['add'],
  signal: AbortSignal,
): { readonly started: Promise<void>; readonly ended: Promise<void> } {
  const started = Promise.withResolvers<void>();
  const work = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await runUntilEnd(options, add, signal, started.resolve);
      } catch (error) {
        options.log.error('job runner ended', { reason: String(error) });
        await setTimeout(RESTART_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  };
  return { started: started.promise, ended: work() };
}

async function runUntilEnd(
  { pool, tasks, schedules = [], concurrency, log, processes }: JobsOptions,
  add: Jobs['add'],
  signal: AbortSignal,
  onStarted: () => void,
): Promise<void> {
  const events: RunnerEvents = new EventEmitter();
  let id = '';
  events.on('pool:create', ({ workerPool }) => {
    ({ id } = workerPool);
  });
  const runner = await run({
    pgPool: pool,
    events,
    concurrency,
    pollInterval: POLL_MS,
    noHandleSignals: true,
    logger: loggerOf(log),
    taskList: taskListOf(tasks, { add, signal, log }),
    parsedCronItems: parseCronItems(
      schedules.map(({ task, cron }) => ({ task, match: cron, options: { backfillPeriod: 0 } })),
    ),
  });
  // The library takes no job from the first moment of `stop`: what is given back goes elsewhere.
  const stop = (): void => void runner.stop().catch(() => undefined);
  signal.addEventListener('abort', stop, { once: true });
  const heartbeat = new Heartbeat(id, processes, log);
  try {
    await heartbeat.start();
    onStarted();
    if (signal.aborted) stop();
    await runner.promise;
  } finally {
    signal.removeEventListener('abort', stop);
    await heartbeat.stop();
  }
}

interface TaskWorld {
  readonly add: Jobs['add'];
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** What the library is given: tasks that never fail there, for its way to retry is not ours. */
function taskListOf(tasks: Readonly<Record<string, Task>>, world: TaskWorld): TaskList {
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      async (payload: unknown, { job }: JobHelpers) => {
        const { data, tries } = unwrap(payload);
        const outcome = await outcomeOf(name, task, data, tries, world);
        if (outcome.kind === 'done') return;
        const { key, priority } = job;
        await world.add({
          task: name,
          payload: { data, tries: outcome.tries, [WRAPPED]: true },
          afterMs: outcome.afterMs,
          priority,
          ...(key !== null && { key, keepsEarlier: true }),
        });
      },
    ]),
  );
}

/** Marks payloads that carry how often their job threw. */
const WRAPPED = 'drydockRetry';

function unwrap(payload: unknown): { readonly data: unknown; readonly tries: number } {
  if (typeof payload !== 'object' || payload === null || !(WRAPPED in payload)) {
    return { data: payload, tries: 0 };
  }
  const tries = 'tries' in payload ? Number(payload.tries) : 0;
  return { data: 'data' in payload ? payload.data : undefined, tries };
}

type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'again'; readonly afterMs: number; readonly tries: number };

async function outcomeOf(
  name: string,
  task: Task,
  data: unknown,
  tries: number,
  { signal, log }: TaskWorld,
): Promise<Outcome> {
  try {
    const outcome = await task(data, { signal });
    if (outcome.kind === 'done') return outcome;
    log.info('job put back', { task: name, reason: outcome.reason, afterMs: outcome.afterMs });
    return { ...outcome, tries: 0 };
  } catch (error) {
    if (signal.aborted) return { kind: 'again', afterMs: 0, tries };
    const afterMs = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(tries, 20));
    log.warn('job failed', { task: name, tries, afterMs, reason: String(error) });
    return { kind: 'again', afterMs, tries: tries + 1 };
  }
}

/** Of the library only what is wrong is the operator's affair. */
function loggerOf(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') log.error('job library error', { reason: message });
    else if (level === 'warning') log.warn('job library warning', { reason: message });
  });
}
