import { readFileSync } from 'node:fs';
import { err, failure, ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import type { ParsedFeed } from '../sources/parsed-feed.ts';
import type { ReadContext } from './feed.ts';
import type { FeedFile } from './transport.ts';

/** Reads those of the files that are there; none is a failure. */
export function readEach(
  files: readonly FeedFile[],
  context: ReadContext,
  read: (bytes: Buffer, path: string) => Result<void, Failure>,
): Promise<Result<void, Failure>> {
  const there = files.filter(({ path }) => context.files.has(path));
  if (there.length === 0) {
    const paths = files.map(({ path }) => path).join(', ');
    return Promise.resolve(err(failure('advisory.feed.absent', `there is no ${paths}`)));
  }
  for (const { path } of there) {
    const result = read(readFileSync(context.files.get(path) ?? ''), path);
    if (!result.ok) return Promise.resolve(result);
    context.progress(context.writer.records);
  }
  return Promise.resolve(ok(undefined));
}

/** What a document told, into the writer. */
export function addAll(
  parsed: Result<ParsedFeed, Failure>,
  { writer }: ReadContext,
): Result<void, Failure> {
  if (!parsed.ok) return parsed;
  for (const advisory of parsed.value.advisories) writer.add(advisory);
  writer.skip(parsed.value.skipped);
  return ok(undefined);
}
