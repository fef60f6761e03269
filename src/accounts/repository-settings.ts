import type { Result } from '../base/index.ts';
import { ok } from '../base/index.ts';
import type { AccountsFailure } from './failures.ts';
import { refuse } from './failures.ts';
import type { RepositoryChange, Retention } from './ports.ts';

const DESCRIPTION_LENGTH = 300;
/** Markdown for people; a page that is longer belongs elsewhere. */
const README_LENGTH = 256 * 1024;
const MOST_PATTERNS = 50;
/** As tags have it, and `*`. */
const TAG_PATTERN = /^[A-Za-z0-9_.*-]{1,128}$/;
const MOST_KEPT = 100_000;

/** Settings as they may be kept. */
export function checkSettings(change: RepositoryChange): Result<RepositoryChange, AccountsFailure> {
  const { description = '', readme = '', immutableTags = [], retention = {} } = change;
  const texts = checkTexts(description, readme);
  if (!texts.ok) return texts;
  const patterns = [...immutableTags, ...(retention.keepTags ?? [])];
  if (immutableTags.length > MOST_PATTERNS || patterns.length > 2 * MOST_PATTERNS) {
    return refuse('invalid', `a repository has at most ${MOST_PATTERNS} patterns of tags`);
  }
  const kept = checkPatterns(patterns);
  if (!kept.ok) return kept;
  const retained = checkRetention(retention);
  return retained.ok ? ok(change) : retained;
}

function checkTexts(description: string, readme: string): Result<undefined, AccountsFailure> {
  if (description.length > DESCRIPTION_LENGTH) {
    return refuse('invalid', `a description has at most ${DESCRIPTION_LENGTH} characters`);
  }
  if (readme.length > README_LENGTH) {
    return refuse('invalid', `a readme has at most ${README_LENGTH} characters`);
  }
  // PostgreSQL keeps no NUL in a text.
  return `${description}${readme}`.includes('\u0000')
    ? refuse('invalid', 'a description cannot hold the character NUL')
    : ok(undefined);
}

function checkPatterns(patterns: readonly string[]): Result<undefined, AccountsFailure> {
  const bad = patterns.find((pattern) => !TAG_PATTERN.test(pattern));
  if (bad !== undefined) {
    return refuse('invalid', `'${bad.slice(0, 60)}' is no pattern of tags: 'v1.*', 'latest'`);
  }
  return ok(undefined);
}

function checkRetention(retention: Retention): Result<undefined, AccountsFailure> {
  for (const [name, value] of [
    ['keepNewest', retention.keepNewest],
    ['keepDays', retention.keepDays],
  ] as const) {
    if (value === undefined) continue;
    if (!Number.isSafeInteger(value) || value < 1 || value > MOST_KEPT) {
      return refuse('invalid', `${name} is a number from 1 to ${MOST_KEPT}, not ${value}`);
    }
  }
  return ok(undefined);
}
