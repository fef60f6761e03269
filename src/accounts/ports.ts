/**
 * What accounts keeps, as it needs it kept; `store` implements it on PostgreSQL. Times are
 * milliseconds and come from the caller. Reads inside `transaction` see what it wrote; a unique name
 * that is taken is told by the answer, never thrown.
 */

import type { AuditRecords } from './ports/audit.ts';
import type { FactRecords } from './ports/facts.ts';
import type { IdentityRecords } from './ports/identities.ts';
import type { LinkRecords } from './ports/links.ts';
import type { NamespaceRecords, MemberRecords, TeamRecords } from './ports/namespaces.ts';
import type { RepositoryRecords } from './ports/repositories.ts';
import type { TokenRecords, SessionRecords } from './ports/tokens.ts';
import type { UserRecords } from './ports/users.ts';

/** All of it, and the same within one transaction. */
export interface AccountRecords
  extends
    FactRecords,
    UserRecords,
    NamespaceRecords,
    MemberRecords,
    TeamRecords,
    RepositoryRecords,
    TokenRecords,
    SessionRecords,
    LinkRecords,
    IdentityRecords,
    AuditRecords {
  /** Committed when `work` returns, undone when it throws. */
  transaction<Answer>(work: (records: AccountRecords) => Promise<Answer>): Promise<Answer>;
}

export type * from './ports/audit.ts';
export type * from './ports/facts.ts';
export type * from './ports/identities.ts';
export type * from './ports/keys.ts';
export type * from './ports/links.ts';
export type * from './ports/namespaces.ts';
export type * from './ports/repositories.ts';
export type * from './ports/tokens.ts';
export type * from './ports/users.ts';
