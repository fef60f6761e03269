import type { ColumnType, Generated } from 'kysely';

/** Migration 0070-housekeeping.sql, column by column. */
export interface HousekeepingTables {
  readonly housekeeping: {
    readonly id: Generated<number>;
    readonly kind: 'collection' | 'backup';
    readonly finished_at: Date;
    readonly report: ColumnType<Readonly<Record<string, number>>, string, string>;
  };
}
