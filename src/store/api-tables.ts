import type { Generated } from 'kysely';

export interface ApiTables {
  readonly idempotency_keys: {
    readonly key: string;
    readonly fingerprint: string;
    readonly claimed_at: Date;
    readonly status: number | null;
    readonly body: string | null;
    readonly has_secret: Generated<boolean>;
  };
}
