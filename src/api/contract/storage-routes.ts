import { z } from 'zod';
import { onInstance } from './access.ts';
import { time } from './common-schemas.ts';
import type { Route } from './route.ts';

const chore = z
  .strictObject({
    finishedAt: time,
    report: z.record(z.string(), z.number()).meta({ description: 'Numbers by name' }),
  })
  .meta({ id: 'Chore' });

const storage = z
  .strictObject({
    place: z.string().meta({ description: 'Folder or bucket of the blobs' }),
    blobs: z.int(),
    bytes: z.int(),
    unusedBlobs: z.int().meta({ description: 'In no repository: a collection removes them' }),
    unusedBytes: z.int(),
    condemnedBlobs: z
      .int()
      .meta({ description: 'Of those, found by a collection; the next removes them' }),
    manifests: z.int(),
    uploads: z.int().meta({ description: 'Under way, or left' }),
    disks: z.array(
      z
        .strictObject({ folder: z.string(), freeBytes: z.int(), totalBytes: z.int() })
        .meta({ id: 'Disk' }),
    ),
    collections: z.array(chore).meta({ description: 'The last ten, the newest first' }),
    lastBackup: chore
      .optional()
      .meta({ description: 'By `drydock backup`; absent: none is known' }),
  })
  .meta({ id: 'Storage' });

const collection = z
  .strictObject({
    finishedAt: time,
    manifests: z.int(),
    blobs: z.int(),
    bytes: z.int(),
    uploads: z.int(),
  })
  .meta({ id: 'GarbageCollection' });

export const STORAGE_ROUTES: readonly Route[] = [
  {
    id: 'getStorage',
    method: 'GET',
    path: '/administration/storage',
    summary: 'What is stored where, how much room is left, and what was cleared',
    access: onInstance('instance.storage.read'),
    answer: { kind: 'json', status: 200, schema: storage },
  },
  {
    id: 'collectGarbage',
    method: 'POST',
    path: '/administration/garbage-collections',
    summary: 'Clear storage of what nothing uses, while the registry goes on',
    access: onInstance('instance.storage.write'),
    answer: { kind: 'json', status: 200, schema: collection },
    errors: ['resource.conflict'],
  },
];
