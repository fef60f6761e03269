import type { FeedOutcome } from '../../advisories/index.ts';
import {
  buildFrom,
  CONTEXT_FEEDS,
  databaseStatus,
  feedNamed,
  feedsFor,
  namesOfEveryFeed,
} from '../../advisories/index.ts';
import { failure, ok } from '../../base/index.ts';
import { fetchFeeds, progressText, transportOf } from '../advisories.ts';
import { complain } from '../complain.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import type { UpdateOptions } from '../options/command-options.ts';
import { offlineFailure } from '../offline.ts';
import { progressLine } from '../progress.ts';
import { countText } from '../text/amounts.ts';
import { alignColumns } from '../text/columns.ts';
import { printable } from '../text/printable.ts';
import type { World } from '../world.ts';

/**
 * `drydock db update [NAME...]`: names are feeds (`osv/npm`) or advisory namespaces (`Debian:12`);
 * without names, what was ever fetched, and what every report needs beside.
 */
export async function update(
  names: readonly string[],
  options: UpdateOptions,
  world: World,
): Promise<ExitCode> {
  const unknown = names.find((name) => feedsOf(name).length === 0);
  if (unknown !== undefined) {
    const message = `'${unknown}' is no feed and no advisory namespace; try npm, Debian:12, osv/PyPI`;
    return complain(failure('advisory.feed.unknown', message), world);
  }
  const offline = offlineFailure(world);
  if (offline) return complain(offline, world);
  const known = options.all
    ? await namesOfEveryFeed(world.config.dataFolder, transportOf(world))
    : ok(names.length === 0 ? feedsHere(world) : []);
  if (!known.ok) return complain(known.error, world);
  const except = new Set(options.except);
  const wanted = [...CONTEXT_FEEDS, ...known.value, ...names.flatMap(feedsOf)];
  const feeds = wanted.filter((name) => !except.has(name));
  const outcomes = await fetchFeeds(feeds, world, {
    acceptsShrinking: options.acceptShrinking ?? false,
  });
  if (!outcomes.ok) return complain(outcomes.error, world);
  return tell(outcomes.value, world);
}

function feedsOf(name: string): readonly string[] {
  return feedNamed(name) ? [name] : feedsFor(name);
}

/** What was ever fetched; nothing where the snapshot cannot be read: then it is mended from an older. */
function feedsHere({ config, clock }: World): readonly string[] {
  const status = databaseStatus(config.dataFolder, clock.now());
  return status.ok ? (status.value?.feeds ?? []).map(({ name }) => name) : [];
}

/** `drydock db build --from FOLDER`: a snapshot of all feeds of a mirror. */
export async function build(
  options: UpdateOptions & { readonly from: string },
  world: World,
): Promise<ExitCode> {
  const line = progressLine(world.err);
  const built = await buildFrom(options.from, {
    folder: world.config.dataFolder,
    clock: world.clock,
    acceptsShrinking: options.acceptShrinking ?? false,
    onProgress: (progress) => line.show(progressText(progress)),
  });
  await line.end();
  if (!built.ok) return complain(built.error, world);
  return tell(built.value.outcomes, world);
}

/** One line a feed; fails when none of them could be had. */
async function tell(outcomes: readonly FeedOutcome[], world: World): Promise<ExitCode> {
  const lines = alignColumns(outcomes.map(rowOf), [{}, {}, { align: 'right' }, {}]);
  await world.out.write(`${lines.join('\n')}\n`);
  return outcomes.every(({ kind }) => kind === 'refused') ? EXIT.failed : EXIT.ok;
}

function rowOf(outcome: FeedOutcome): string[] {
  switch (outcome.kind) {
    case 'updated': {
      const skipped = outcome.skipped > 0 ? `${countText(outcome.skipped)} skipped` : '';
      return [outcome.feed, 'updated', `${countText(outcome.records)} records`, skipped];
    }
    case 'unchanged':
      return [outcome.feed, 'unchanged', '', ''];
    case 'refused':
      return [outcome.feed, 'not updated', '', printable(outcome.failure.message)];
  }
}
