import type { ApiTables } from './api-tables.ts';

/** Every table, as Kysely's queries see it: each area adds its own by `extends`. */
export interface Schema extends ApiTables {
  readonly drydock_migrations: {
    readonly name: string;
    readonly digest: string;
    readonly applied_at: Date;
  };
}
