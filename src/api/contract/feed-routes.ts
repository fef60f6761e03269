import { z } from 'zod';
import { onInstance } from './access.ts';
import { digest, order, pageAnswer, pageQuery, search } from './common-schemas.ts';
import { exportQuery, TABLE_FILE } from './export-schemas.ts';
import type { Route } from './route.ts';

const failure = z.strictObject({ code: z.string(), message: z.string() });

const status = z
  .strictObject({
    origins: z.array(z.string()).meta({
      description: 'Mirrors and folders of DRYDOCK_FEEDS; none: each feed’s own address',
    }),
    isOffline: z.boolean().meta({ description: 'Nothing is fetched but from folders' }),
    updates: z.int().meta({ description: 'That run, or wait for those that do' }),
    progress: z
      .strictObject({ feed: z.string(), stage: z.string(), records: z.int() })
      .optional()
      .meta({ description: 'What happens now' }),
    failure: failure
      .extend({ at: z.string() })
      .optional()
      .meta({ description: 'Of the last update, if it failed as a whole' }),
    pinnedAt: z.string().optional().meta({
      description: 'Since then the active snapshot stays, whatever updates bring; absent: not so',
    }),
  })
  .meta({ id: 'FeedsStatus' });

const feed = z
  .strictObject({
    name: z.string(),
    title: z.string(),
    licence: z.string().meta({ description: 'Of the data' }),
    records: z.int().meta({ description: 'In the active snapshot' }),
    skipped: z.int().meta({ description: 'Records that could not be read' }),
    namespaces: z.int().meta({ description: 'Advisory namespaces that it speaks of' }),
    bytes: z.int().meta({ description: 'On disk: its shards, and the files they were made of' }),
    freshAt: z
      .string()
      .optional()
      .meta({ description: 'When its publisher was last asked with success; absent: never' }),
    newestAt: z.string().optional().meta({ description: 'Newest date in the data itself' }),
    triedAt: z.string(),
    isStale: z.boolean().meta({ description: 'Not fetched with success for over a day' }),
    failure: failure.optional().meta({ description: 'Of the last try' }),
  })
  .meta({ id: 'Feed' });

const snapshot = z
  .strictObject({
    number: z.int(),
    digest,
    createdAt: z.string(),
    feeds: z.int(),
    records: z.int(),
    bytes: z.int().meta({ description: 'Of its shards, which snapshots share' }),
    isActive: z.boolean(),
    held: z
      .strictObject({ at: z.string(), reasons: z.array(z.string()) })
      .optional()
      .meta({ description: 'It waits for an administrator: what it would change is odd' }),
  })
  .meta({ id: 'Snapshot' });

const filters = {
  search: search.optional().meta({ description: 'A part of a name or title' }),
  show: z.enum(['all', 'troubled']).optional().meta({ description: 'troubled: stale or failing' }),
  sort: z.enum(['name', 'freshAt', 'records', 'bytes']).optional().meta({
    description: 'name, if absent',
  }),
  order: order.optional().meta({
    description: 'If absent: of names ascending, of all else the largest or newest first',
  }),
};

export const FEED_ROUTES: readonly Route[] = [
  {
    id: 'getFeedsStatus',
    method: 'GET',
    path: '/administration/feeds/status',
    summary: 'Where advisories come from, and what is being fetched',
    access: onInstance('instance.feeds.read'),
    answer: { kind: 'json', status: 200, schema: status },
  },
  {
    id: 'listFeeds',
    method: 'GET',
    path: '/administration/feeds',
    summary: 'Advisory feeds with their freshness, size, licence and last error',
    access: onInstance('instance.feeds.read'),
    query: pageQuery(filters),
    answer: { kind: 'json', status: 200, schema: pageAnswer('FeedPage', feed) },
  },
  {
    id: 'exportFeeds',
    method: 'GET',
    path: '/administration/feeds/export',
    summary: 'The same as a file',
    access: onInstance('instance.feeds.read'),
    query: exportQuery(filters),
    answer: TABLE_FILE,
  },
  {
    id: 'updateFeeds',
    method: 'POST',
    path: '/administration/feeds/updates',
    summary: 'Fetch feeds now: the status tells how it goes on',
    access: onInstance('instance.feeds.write'),
    body: z.strictObject({
      feeds: z
        .array(z.string().min(1).max(100))
        .min(1)
        .max(200)
        .optional()
        .meta({ description: 'By name, also such as are not here yet; absent: all that are here' }),
      acceptsShrinking: z.boolean().optional().meta({
        description:
          'Also a feed that lost over a fifth of its records; absent: the last state stays',
      }),
    }),
    answer: {
      kind: 'json',
      status: 202,
      schema: z.strictObject({ feeds: z.int() }).meta({ id: 'FeedUpdate' }),
    },
    errors: ['resource.conflict'],
  },
  {
    id: 'listSnapshots',
    method: 'GET',
    path: '/administration/snapshots',
    summary: 'Advisory snapshots on disk, the newest first',
    access: onInstance('instance.feeds.read'),
    query: pageQuery(),
    answer: { kind: 'json', status: 200, schema: pageAnswer('SnapshotPage', snapshot) },
  },
  {
    id: 'activateSnapshot',
    method: 'POST',
    path: '/administration/snapshots/activations',
    summary: 'Make another stored snapshot the active one; an older one is pinned',
    access: onInstance('instance.feeds.write'),
    body: z.strictObject({ number: z.int().min(1) }),
    answer: { kind: 'empty', status: 204 },
    errors: ['resource.conflict'],
  },
  {
    id: 'pinSnapshot',
    method: 'PUT',
    path: '/administration/snapshots/pin',
    summary: 'Keep the active snapshot, whatever updates bring',
    access: onInstance('instance.feeds.write'),
    answer: { kind: 'empty', status: 204 },
  },
  {
    id: 'unpinSnapshot',
    method: 'DELETE',
    path: '/administration/snapshots/pin',
    summary: 'Let the newest snapshot be the active one again',
    access: onInstance('instance.feeds.write'),
    answer: { kind: 'empty', status: 204 },
  },
];
