import type { DatabaseStatus, FeedStatus } from '../../advisories/index.ts';
import { databaseStatus } from '../../advisories/index.ts';
import { complain } from '../complain.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import type { StatusOptions } from '../options/command-options.ts';
import { ageText, countText, shortDigest } from '../text/amounts.ts';
import { alignColumns } from '../text/columns.ts';
import { printable } from '../text/printable.ts';
import type { World } from '../world.ts';

/** `drydock db status`: what is here, how old it is, and what was left out of it. */
export async function status(options: StatusOptions, world: World): Promise<ExitCode> {
  const found = databaseStatus(world.config.dataFolder, world.clock.now());
  if (!found.ok) return complain(found.error, world);
  if (options.format === 'json') {
    await world.out.write(`${JSON.stringify(found.value ?? { number: 0, feeds: [] }, null, 2)}\n`);
    return EXIT.ok;
  }
  await world.out.write(
    found.value ? statusText(found.value, options.skipped ?? false, world) : STARTER,
  );
  return EXIT.ok;
}

const STARTER = `No advisories were fetched yet: the starter feed of famous vulnerabilities is in use.
Fetch real ones with  drydock db update npm Debian:12 ...  (what your images need; more comes by itself)
or from a mirror with  DRYDOCK_FEEDS=/path/or/url drydock db update ...
`;

function statusText(database: DatabaseStatus, showsSkipped: boolean, world: World): string {
  const { painter } = world.out;
  const now = world.clock.now();
  const { number, digest, createdAt, feeds, numbers } = database;
  const head = ['FEED', 'FETCHED', 'NEWEST', 'RECORDS', 'SKIPPED', ''];
  const rows = feeds.map((feed) => [
    printable(feed.name),
    `${ageText(now - Date.parse(feed.fetchedAt))} ago`,
    feed.newestAt.slice(0, 10),
    countText(feed.records),
    countText(feed.skipped),
    noteOf(feed),
  ]);
  const columns = [{}, { align: 'right' }, {}, { align: 'right' }, { align: 'right' }, {}] as const;
  const [title = '', ...lines] = alignColumns([head, ...rows], columns);
  const skipped = showsSkipped ? feeds.flatMap(skippedLines) : [];
  return [
    `snapshot #${number} ${shortDigest(digest)} of ${createdAt}; here too: ${otherNumbers(numbers, number)}`,
    '',
    painter.paint('bold', title),
    ...lines,
    ...(skipped.length > 0 ? ['', ...skipped] : []),
    '',
  ].join('\n');
}

function noteOf({ isStale, lastFailure }: FeedStatus): string {
  if (lastFailure) return printable(`last try failed: ${lastFailure.message}`);
  return isStale ? 'stale: run `drydock db update`' : '';
}

function otherNumbers(numbers: readonly number[], active: number): string {
  const others = numbers.filter((one) => one !== active);
  return others.length > 0 ? others.map((one) => `#${one}`).join(' ') : 'none';
}

function skippedLines({ name, skips }: FeedStatus): string[] {
  return skips.map(({ message, path }) => printable(`${name}: ${path ?? ''} ${message}`));
}
