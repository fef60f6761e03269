import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure } from '../base/index.ts';
import { isObject, objectAt, objectsAt, parseJson, textAt } from './json.ts';
import { shardsOfFeed } from './snapshot/manifest.ts';
import type { FeedState } from './snapshot/manifest.ts';
import { digestOf } from './snapshot/memory-snapshot.ts';
import { writeFileAtomically } from './snapshot/store.ts';

/** When a feed was last asked for, and with what outcome. Says nothing of what a snapshot holds. */
export interface FeedCheck {
  readonly feed: string;
  /** The last time that its publisher answered with what we have, or with something good. */
  readonly checkedAt: string;
  /** Of the files that its state was made of. */
  readonly input: string;
  /** Which state that was, by stateKeyOf: of another state the check says nothing. */
  readonly state: string;
  /** Why the last attempt came to nothing. */
  /** `times`: attempts in a row that came to nothing. */
  readonly failure?: Failure & { readonly failedAt: string; readonly times: number };
}

/** The checks of a data folder; none where there are none, or the file is damaged. */
export function readChecks(folder: string): readonly FeedCheck[] {
  const path = pathOf(folder);
  const document = existsSync(path) ? parseJson(readFileSync(path)) : undefined;
  if (!isObject(document)) return [];
  return objectsAt(document, 'checks').map((check) => {
    const failed = objectAt(check, 'failure');
    const failure = {
      code: textAt(failed, 'code'),
      message: textAt(failed, 'message'),
      failedAt: textAt(failed, 'failedAt'),
      times: typeof failed['times'] === 'number' ? failed['times'] : 1,
    };
    return {
      feed: textAt(check, 'feed'),
      checkedAt: textAt(check, 'checkedAt'),
      input: textAt(check, 'input'),
      state: textAt(check, 'state'),
      ...(failure.code !== '' && { failure }),
    };
  });
}

/** Feeds whose last attempt came to nothing, no longer ago than `withinMs` before `now`. */
export function refusedLately(folder: string, now: number, withinMs: number): ReadonlySet<string> {
  const refused = readChecks(folder).filter(
    ({ failure }) => failure && now - Date.parse(failure.failedAt) < withinMs,
  );
  return new Set(refused.map(({ feed }) => feed));
}

/** The last attempt, whatever came of it; '': there was none. */
export function lastAskedAt({ checkedAt, failure }: FeedCheck): string {
  const failedAt = failure?.failedAt ?? '';
  return failedAt > checkedAt ? failedAt : checkedAt;
}

/** Of several checks of a feed the last counts. */
export function noteChecks(folder: string, checks: readonly FeedCheck[]): void {
  const last = new Map(checks.map((check) => [check.feed, check]));
  const text = JSON.stringify({ checks: [...last.values()] }, undefined, 1);
  writeFileAtomically(pathOf(folder), Buffer.from(`${text}\n`));
}

/** Tells states of a feed apart by when they were fetched and what they hold. */
export function stateKeyOf(state: FeedState): string {
  const { fetchedAt, revision, endOfLife } = state;
  const digests = shardsOfFeed(state).map(({ digest }) => digest);
  return digestOf(JSON.stringify([fetchedAt, revision, digests, endOfLife]));
}

/**
 * When a state's publisher was last asked with success and had nothing else: the fetch itself, or a
 * later check of this very state.
 */
export function freshnessOf(state: FeedState, checks: readonly FeedCheck[]): string {
  const check = checks.find(({ feed }) => feed === state.name);
  const isOfState = check !== undefined && check.state === stateKeyOf(state);
  return isOfState && check.checkedAt > state.fetchedAt ? check.checkedAt : state.fetchedAt;
}

function pathOf(folder: string): string {
  return join(folder, 'checks.json');
}
