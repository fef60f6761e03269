import { idempotencyRecordsTests } from '../api/idempotency.contract.ts';
import { createIdempotencyRecords } from './api-idempotency.ts';
import { withDatabase } from './test-database.contract.ts';

idempotencyRecordsTests('keys in PostgreSQL', async (t) =>
  createIdempotencyRecords((await withDatabase(t)).kysely),
);
