export { createAccountsStore } from './accounts-store.ts';
export { createIdempotencyRecords } from './api-idempotency.ts';
export type { BlobFolderOptions } from './blobs/folder.ts';
export { blobFolder } from './blobs/folder.ts';
export type { S3Address } from './blobs/s3-address.ts';
export { parseS3Address } from './blobs/s3-address.ts';
export type { S3Blobs, S3BlobsOptions } from './blobs/s3.ts';
export { s3Blobs } from './blobs/s3.ts';
export type { Database, DatabaseOptions } from './database.ts';
export { openDatabase } from './database.ts';
export type { Dump, DumpedBlob, DumpedTable } from './dump.ts';
export { openDump } from './dump.ts';
export type { EmbeddedDatabase, EmbeddedOptions } from './embedded/embedded-database.ts';
export {
  embeddedDatabaseFits,
  runningDatabaseUrl,
  startEmbeddedDatabase,
} from './embedded/embedded-database.ts';
export { fleetRecords } from './fleet.ts';
export type { FolderLock } from './embedded/folder-lock.ts';
export { lockFolder } from './embedded/folder-lock.ts';
export type { HousekeepingRecords } from './housekeeping.ts';
export { housekeepingRecords } from './housekeeping.ts';
export type { LoadedDump } from './load-dump.ts';
export { loadDump } from './load-dump.ts';
export type { Migration } from './migrate.ts';
export { migrate, pendingMigrations } from './migrate.ts';
export type { Notifications } from './notifications.ts';
export { openNotifications } from './notifications.ts';
export { registryChanges } from './registry-changes.ts';
export { registryRecords } from './registry-records.ts';
export type { Schema } from './schema.ts';
export { announcer } from './analyses-announcer.ts';
export { baseRecords } from './analyses-bases.ts';
export { findingRecords } from './analyses-findings.ts';
export { analysisRecords, manifestStore } from './analyses-records.ts';
export { resultRecords } from './analyses-results.ts';
export { jobProcesses } from './job-processes.ts';
