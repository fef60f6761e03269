import type { Kysely } from 'kysely';
import type { GarbageRecords, Records } from '../registry/index.ts';
import { blobRecords } from './registry-blobs.ts';
import { garbageRecords } from './registry-garbage.ts';
import { manifestRecords } from './registry-manifests.ts';
import { tagRecords } from './registry-tags.ts';
import { uploadRecords } from './registry-uploads.ts';
import type { Schema } from './schema.ts';

/** The registry's records in PostgreSQL. */
export function registryRecords(kysely: Kysely<Schema>): Records & GarbageRecords {
  return {
    ...blobRecords(kysely),
    ...manifestRecords(kysely),
    ...tagRecords(kysely),
    ...uploadRecords(kysely),
    ...garbageRecords(kysely),
  };
}
