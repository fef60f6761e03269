import type { FindingCounts, SnapshotEffect, SnapshotSource } from '../advisories/index.ts';
import type { ImageWork } from './image-work.ts';
import type { RenewalRecords } from './renewal-ports.ts';

/** Of distinct sets of packages: each takes some milliseconds, and an activation waits for them. */
const MOST_WEIGHED = 500;

export interface WeighOptions {
  readonly records: Pick<RenewalRecords, 'currentItemSets'>;
  readonly work: Pick<ImageWork, 'weigh'>;
}

/** What activating the second snapshot where the first counts would change over the current images. */
export async function effectOf(
  before: SnapshotSource,
  after: SnapshotSource,
  { records, work }: WeighOptions,
): Promise<SnapshotEffect> {
  const distributions = new Map<string, Change>();
  const sources = new Map<string, Change>();
  let images = 0;
  // By the digests of what they hold, so that it is a fair sample where there are more.
  for (const set of await records.currentItemSets(MOST_WEIGHED)) {
    const weighed = await work.weigh(set.digest, before, after);
    if (!weighed) continue;
    images += set.images;
    for (const side of ['before', 'after'] as const) {
      add(distributions, side, weighed[side].distributions, set.images);
      add(sources, side, weighed[side].sources, set.images);
    }
  }
  return { images, distributions: listOf(distributions), sources: listOf(sources) };
}

interface Change {
  before: number;
  after: number;
}

function add(
  sums: Map<string, Change>,
  side: keyof Change,
  counts: ReadonlyMap<string, number>,
  images: number,
): void {
  for (const [name, count] of counts) {
    const sum = sums.get(name) ?? { before: 0, after: 0 };
    sum[side] += count * images;
    sums.set(name, sum);
  }
}

function listOf(sums: ReadonlyMap<string, Change>): readonly FindingCounts[] {
  return [...sums]
    .map(([name, counts]) => ({ name, ...counts }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
