import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { type Failure, type Result, err, failure, ok } from '../base/index.ts';
import { isObject } from './json.ts';
import type { FeedProgress } from './update.ts';

/** What the other process is to do; see UpdateOptions. */
export interface UpdateOrder {
  readonly folder: string;
  /** As DRYDOCK_FEEDS names them. */
  readonly origins: string;
  readonly feeds: readonly string[];
  /** Requests for one file. */
  readonly attempts: number;
  /** As UpdateOptions has it. */
  readonly activates: boolean;
  readonly acceptsShrinking: boolean;
}

export type UpdateMessage =
  | { readonly kind: 'progress'; readonly progress: FeedProgress }
  | { readonly kind: 'done'; readonly refused: readonly RefusedFeed[] }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface RefusedFeed extends Failure {
  readonly feed: string;
}

/** Runs an update; a test's runs it here. */
export type RunUpdate = (
  order: UpdateOrder,
  onProgress: (progress: FeedProgress) => void,
  signal: AbortSignal,
) => Promise<Result<readonly RefusedFeed[], Failure>>;

export function isUpdateOrder(value: unknown): value is UpdateOrder {
  return isObject(value) && typeof value['folder'] === 'string' && Array.isArray(value['feeds']);
}

/** In a process of its own, killed by the signal: what was activated stays, what was not is not. */
export const updateInProcess: RunUpdate = (order, onProgress, signal) => {
  const answer = Promise.withResolvers<Result<readonly RefusedFeed[], Failure>>();
  const child = start();
  const kill = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  child.on('message', (message: UpdateMessage) => {
    if (message.kind === 'progress') onProgress(message.progress);
    else answer.resolve(message.kind === 'done' ? ok(message.refused) : err(message.failure));
  });
  child.on('error', (error) => answer.resolve(err(died(error.message))));
  child.on('exit', (code, killed) => {
    signal.removeEventListener('abort', kill);
    answer.resolve(err(died(`it ended with ${killed ?? `exit code ${code}`}`)));
  });
  child.send(order);
  return answer.promise;
};

/** The sources beside this file, or the bundle of a release. */
function start(): ChildProcess {
  const isSource = import.meta.filename.endsWith('.ts');
  const program = join(import.meta.dirname, isSource ? 'update-child.ts' : 'advisories-update.js');
  return fork(program, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

function died(reason: string): Failure {
  return failure(
    'advisory.update.died',
    `the process that updates the advisories failed: ${reason}`,
  );
}
