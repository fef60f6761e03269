export type { Database, DatabaseOptions } from './database.ts';
export { openDatabase, withoutPassword } from './database.ts';
export type { EmbeddedDatabase, EmbeddedOptions } from './embedded/embedded-database.ts';
export { startEmbeddedDatabase } from './embedded/embedded-database.ts';
export type { FolderLock } from './embedded/folder-lock.ts';
export { lockFolder } from './embedded/folder-lock.ts';
export type { Migration } from './migrate.ts';
export { migrate, pendingMigrations, readMigrations } from './migrate.ts';
export type { Schema } from './schema.ts';
