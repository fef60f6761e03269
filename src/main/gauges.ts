import type { Analyses } from '../analyses/index.ts';
import type { Feeds } from '../api/index.ts';
import type { Clock } from '../base/index.ts';
import type { Metrics } from './metrics.ts';

/** What an operator wants to be woken by: the queue that grows, feeds that grow old. */
export function addGauges(
  metrics: Pick<Metrics, 'gauge'>,
  parts: {
    readonly analyses: Pick<Analyses, 'queue' | 'snapshot'>;
    readonly feeds: Pick<Feeds, 'feeds'>;
  },
  clock: Clock,
): void {
  const { analyses, feeds } = parts;
  metrics.gauge({
    name: 'drydock_analyses',
    help: 'Analyses that wait, are worked on, or failed with no retry ahead.',
    label: 'state',
    read: async () => {
      const { waiting, working, failed } = await analyses.queue({ limit: 1 });
      return { waiting, working, failed };
    },
  });
  metrics.gauge({
    name: 'drydock_feed_age_seconds',
    help: 'Since the publisher of the feed was last asked with success.',
    label: 'feed',
    read: async () => {
      const read = feeds.feeds();
      const there = read.ok ? read.value : [];
      const ages = there.flatMap(({ name, freshAt }) =>
        freshAt === undefined ? [] : [[name, (clock.now() - Date.parse(freshAt)) / 1000] as const],
      );
      return Object.fromEntries(ages);
    },
  });
  metrics.gauge({
    name: 'drydock_snapshot_number',
    help: 'Of the active advisory snapshot; 0: the starter feed.',
    label: 'digest',
    read: async () => {
      const { number, digest, isStarter } = analyses.snapshot();
      return { [digest]: isStarter ? 0 : number };
    },
  });
}
