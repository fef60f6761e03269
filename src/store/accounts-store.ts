import type { Kysely } from 'kysely';
import type { AccountRecords, AccountsStore } from '../accounts/index.ts';
import { createAuditRecords } from './accounts-audit.ts';
import { createFactRecords } from './accounts-facts.ts';
import { createIdentityRecords } from './accounts-identities.ts';
import { createSigningKeyRecords, createTryRecords } from './accounts-keys.ts';
import { createLinkRecords } from './accounts-links.ts';
import { createListRecords } from './accounts-lists.ts';
import { createMemberRecords, createNamespaceRecords } from './accounts-namespaces.ts';
import { createRepositoryRecords } from './accounts-repositories.ts';
import { createSessionRecords } from './accounts-sessions.ts';
import { createTeamRecords } from './accounts-teams.ts';
import { createTokenRecords } from './accounts-tokens.ts';
import { createUserRecords } from './accounts-users.ts';
import type { Database } from './database.ts';
import { inTransaction } from './registry-transaction.ts';
import type { Schema } from './schema.ts';

/** The records of accounts, in PostgreSQL. */
export function createAccountsStore({ kysely }: Pick<Database, 'kysely'>): AccountsStore {
  return {
    ...createAccountRecords(kysely),
    ...createSigningKeyRecords(kysely),
    ...createTryRecords(kysely),
  };
}

function createAccountRecords(db: Kysely<Schema>): AccountRecords {
  return {
    ...createFactRecords(db),
    ...createUserRecords(db),
    ...createListRecords(db),
    ...createNamespaceRecords(db),
    ...createMemberRecords(db),
    ...createTeamRecords(db),
    ...createRepositoryRecords(db),
    ...createTokenRecords(db),
    ...createSessionRecords(db),
    ...createLinkRecords(db),
    ...createIdentityRecords(db),
    ...createAuditRecords(db),
    // One inside another is a part of it.
    transaction: (work) =>
      db.isTransaction
        ? work(createAccountRecords(db))
        : inTransaction(db, (inner) => work(createAccountRecords(inner))),
  };
}
