import { z } from 'zod';
import { onInstance } from './access.ts';
import { analysisState } from './analysis-schemas.ts';
import { digest, pageAnswer, pageQuery, search } from './common-schemas.ts';
import { exportQuery, TABLE_FILE } from './export-schemas.ts';
import type { Route } from './route.ts';

const entry = {
  digest,
  platform: z.string(),
  namespace: z.string(),
  state: analysisState,
  priority: z.enum(['interactive', 'back_fill']),
  queuedAt: z.string(),
  attempt: z.int(),
};

const queue = z
  .strictObject({
    waiting: z.int(),
    working: z.int(),
    failed: z.int().meta({ description: 'With no retry ahead' }),
    entries: z.array(z.strictObject(entry).meta({ id: 'QueueEntry' })),
  })
  .meta({ id: 'Queue' });

const item = z
  .strictObject({
    ...entry,
    losses: z.int().meta({ description: 'Processes that were lost while working on it' }),
    requestId: z.string().meta({ description: 'To be found in the log' }),
    endedAt: z.string().optional().meta({ description: 'Of one that failed' }),
    stuck: z
      .string()
      .optional()
      .meta({ description: 'In words, why it does not go on as it should' }),
  })
  .meta({ id: 'QueueItem' });

const filters = {
  show: z
    .enum(['failed', 'stuck', 'waiting', 'working'])
    .optional()
    .meta({ description: 'failed, if absent' }),
  search: search.optional().meta({ description: 'A part of a digest or a namespace’s name' }),
  order: z
    .enum(['newest', 'oldest'])
    .optional()
    .meta({ description: 'By when they were queued; newest, if absent' }),
};

const which = z.strictObject({
  digests: z.array(digest).min(1).max(1_000).optional(),
  all: z.literal(true).optional().meta({ description: 'Instead of digests' }),
});

export const QUEUE_ROUTES: readonly Route[] = [
  {
    id: 'getQueue',
    method: 'GET',
    path: '/administration/queue',
    summary: 'Analyses that wait, run, or failed',
    access: onInstance('instance.queue.read'),
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(1_000).optional() }),
    answer: { kind: 'json', status: 200, schema: queue },
  },
  {
    id: 'listQueueItems',
    method: 'GET',
    path: '/administration/queue/items',
    summary: 'Analyses that failed, are stuck, wait or run, with the reason',
    access: onInstance('instance.queue.read'),
    query: pageQuery(filters),
    answer: { kind: 'json', status: 200, schema: pageAnswer('QueueItemPage', item) },
  },
  {
    id: 'exportQueueItems',
    method: 'GET',
    path: '/administration/queue/items/export',
    summary: 'The same as a file',
    access: onInstance('instance.queue.read'),
    query: exportQuery(filters),
    answer: TABLE_FILE,
  },
  {
    id: 'retryAnalyses',
    method: 'POST',
    path: '/administration/queue/retries',
    summary: 'Analyze again what failed, and at once what waits for its next try',
    access: onInstance('instance.queue.write'),
    body: which,
    answer: {
      kind: 'json',
      status: 200,
      schema: z.strictObject({ queued: z.int() }).meta({ id: 'RetriedAnalyses' }),
    },
  },
  {
    id: 'cancelAnalyses',
    method: 'POST',
    path: '/administration/queue/cancellations',
    summary: 'End analyses that wait or run, whoever asked for them',
    access: onInstance('instance.queue.write'),
    body: which,
    answer: {
      kind: 'json',
      status: 200,
      schema: z.strictObject({ cancelled: z.int() }).meta({ id: 'CancelledAnalyses' }),
    },
  },
];
