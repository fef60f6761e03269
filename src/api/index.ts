export type {
  ApiOptions,
  Health,
  HealthCheck,
  HealthDetails,
  HealthFinding,
} from './api-options.ts';
export type { Api } from './create-api.ts';
export { createApi } from './create-api.ts';
export type { Feeds } from './feeds.ts';
export type { Claim, IdempotencyRecords, KeptAnswer } from './idempotency.ts';
export type { GarbageCollected, Images } from './images.ts';
export type { Chore, Disk, Storage, StorageCounts } from './storage.ts';
export { readWebFiles } from './web/web-files.ts';
export type * from './fleet.ts';
