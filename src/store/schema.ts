import type { AccountsTables } from './accounts-tables.ts';
import type { AnalysesTables } from './analyses-tables.ts';
import type { ApiTables } from './api-tables.ts';
import type { BasesTables } from './bases-tables.ts';
import type { HousekeepingTables } from './housekeeping-tables.ts';
import type { RegistryTables } from './registry-tables.ts';

/** Every table, as Kysely's queries see it: each area adds its own by `extends`. */
export interface Schema
  extends
    AccountsTables,
    AnalysesTables,
    ApiTables,
    BasesTables,
    HousekeepingTables,
    RegistryTables {
  readonly drydock_migrations: {
    readonly name: string;
    readonly digest: string;
    readonly applied_at: Date;
  };
}
