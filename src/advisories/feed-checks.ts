import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure } from '../base/index.ts';
import { isObject, objectAt, objectsAt, parseJson, textAt } from './json.ts';
import { writeFileAtomically } from './snapshot/store.ts';

/** When a feed was last asked for, and with what outcome. Says nothing of what a snapshot holds. */
export interface FeedCheck {
  readonly feed: string;
  /** The last time that its publisher answered with what we have, or with something good. */
  readonly checkedAt: string;
  /** Of the files that its state was made of. */
  readonly input: string;
  /** Why the last attempt came to nothing. */
  readonly failure?: Failure & { readonly failedAt: string };
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
    };
    return {
      feed: textAt(check, 'feed'),
      checkedAt: textAt(check, 'checkedAt'),
      input: textAt(check, 'input'),
      ...(failure.code !== '' && { failure }),
    };
  });
}

/** Of several checks of a feed the last counts. */
export function noteChecks(folder: string, checks: readonly FeedCheck[]): void {
  const last = new Map(checks.map((check) => [check.feed, check]));
  const text = JSON.stringify({ checks: [...last.values()] }, undefined, 1);
  writeFileAtomically(pathOf(folder), Buffer.from(`${text}\n`));
}

function pathOf(folder: string): string {
  return join(folder, 'checks.json');
}
