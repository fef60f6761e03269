import { readFileSync } from 'node:fs';
import { err, failure, ok } from '../base/index.ts';
import type { Failure, Result } from '../base/index.ts';
import { BUILT_IN_END_OF_LIFE } from './end-of-life.ts';
import { everyFeed } from './feeds/catalog.ts';
import { LocalCopies } from './feeds/local-copies.ts';
import { osvList } from './feeds/osv-feed.ts';
import type { FeedTransport } from './feeds/transport.ts';

/** Names of all feeds that an origin has, by OSV's own list of its ecosystems. */
export async function namesOfEveryFeed(
  folder: string,
  transport: FeedTransport,
): Promise<Result<readonly string[], Failure>> {
  const list = osvList();
  const aside = new LocalCopies(folder).asideOf(list.path);
  const obtained = await transport.obtain(list, undefined, aside);
  if (!obtained.ok) return obtained;
  if (obtained.value.kind !== 'changed') {
    const message = `${transport.origin} has no ${list.path}: name the feeds instead`;
    return err(failure('advisory.feed.absent', message));
  }
  const ecosystems = readFileSync(obtained.value.path, 'utf8');
  const releases = BUILT_IN_END_OF_LIFE.map(({ namespace }) => namespace);
  return ok(everyFeed(ecosystems, releases));
}
