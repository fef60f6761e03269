/** Every table, as Kysely's queries see it: each area adds its own by `extends`. */
export interface Schema {
  readonly drydock_migrations: {
    readonly name: string;
    readonly digest: string;
    readonly applied_at: Date;
  };
}
