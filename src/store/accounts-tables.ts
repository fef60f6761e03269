import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type {
  AuditEntry,
  NamespaceKind,
  Permission,
  Plan,
  Retention,
  Role,
  Scope,
  SigningKeyRow,
  TokenKind,
  Visibility,
} from '../accounts/index.ts';

/** The tables of 0010-accounts.sql. */
export interface AccountsTables {
  readonly users: UsersTable;
  readonly visits: {
    readonly user_id: number;
    readonly before_at: Date | null;
    readonly seen_at: Date;
  };
  readonly recovery_codes: { readonly user_id: number; readonly hash: string };
  readonly namespaces: NamespacesTable;
  readonly retired_names: { readonly name: string; readonly retired_at: Date };
  readonly memberships: {
    readonly namespace_id: number;
    readonly user_id: number;
    readonly role: Role;
    readonly since: Date;
  };
  readonly teams: {
    readonly id: GeneratedAlways<number>;
    readonly namespace_id: number;
    readonly name: string;
    readonly description: string;
  };
  readonly team_members: {
    readonly team_id: number;
    readonly namespace_id: number;
    readonly user_id: number;
  };
  readonly repositories: RepositoriesTable;
  readonly repository_grants: {
    readonly repository_id: number;
    readonly team_id: number | null;
    readonly user_id: number | null;
    readonly permission: Permission;
  };
  readonly access_tokens: AccessTokensTable;
  readonly sessions: {
    readonly id: string;
    readonly hash: string;
    readonly user_id: number;
    readonly created_at: Date;
    readonly seen_at: Date;
    readonly expires_at: Date;
    readonly address: string;
    readonly user_agent: string;
  };
  readonly set_up_links: { readonly hash: string; readonly expires_at: Date };
  readonly invitations: InvitationsTable;
  readonly identity_providers: IdentityProvidersTable;
  readonly identity_groups: {
    readonly provider_id: number;
    readonly group_name: string;
    readonly namespace_id: number;
    readonly role: Role;
    readonly team_id: number | null;
  };
  readonly identities: {
    readonly provider_id: number;
    readonly subject: string;
    readonly user_id: number;
    readonly since: Date;
  };
  readonly identity_memberships: {
    readonly provider_id: number;
    readonly namespace_id: number;
    readonly user_id: number;
  };
  readonly identity_team_members: {
    readonly provider_id: number;
    readonly team_id: number;
    readonly user_id: number;
  };
  readonly signing_keys: {
    readonly kid: string;
    readonly private_key: Buffer;
    readonly public_jwk: SigningKeyRow['publicJwk'];
    readonly created_at: Date;
  };
  readonly tries: { readonly bucket: string; readonly full_at: Date };
  readonly known_networks: {
    readonly user_id: number;
    readonly network: string;
    readonly seen_at: Date;
  };
  readonly audit_log: AuditLogTable;
}

interface UsersTable {
  readonly id: GeneratedAlways<number>;
  readonly name: string;
  readonly display_name: string;
  readonly email: string | null;
  readonly is_email_verified: Generated<boolean>;
  readonly is_administrator: Generated<boolean>;
  readonly is_blocked: Generated<boolean>;
  readonly password_hash: string | null;
  readonly second_step: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>;
  readonly second_step_used: Generated<number>;
  readonly created_at: Date;
  readonly seen_at: ColumnType<Date | null, Date | undefined, Date>;
}

interface NamespacesTable {
  readonly id: GeneratedAlways<number>;
  readonly name: string;
  readonly kind: NamespaceKind;
  readonly owner_id: number | null;
  readonly display_name: string;
  readonly plan: Plan;
  readonly results_readable_until: Date | null;
  readonly is_open: Generated<boolean>;
  readonly activates_new: Generated<boolean>;
  readonly quota_bytes: number | null;
  readonly created_at: Date;
}

interface RepositoriesTable {
  readonly id: GeneratedAlways<number>;
  readonly namespace_id: number;
  readonly name: string;
  readonly visibility: Visibility;
  readonly description: Generated<string>;
  readonly readme: Generated<string>;
  readonly analysis_active: Generated<boolean>;
  readonly publishes_results: Generated<boolean>;
  readonly immutable_tags: Generated<readonly string[]>;
  readonly retention: Generated<Retention>;
  readonly created_at: Date;
}

interface AccessTokensTable {
  readonly id: string;
  readonly kind: TokenKind;
  readonly hash: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly ending: string;
  readonly user_id: number | null;
  readonly namespace_id: number | null;
  readonly parent_id: string | null;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
  readonly expires_at: Date | null;
}

interface InvitationsTable {
  readonly id: string;
  readonly hash: string;
  readonly namespace_id: number | null;
  readonly email: string | null;
  readonly role: Role;
  /** The driver reads an array of bigint as texts. */
  readonly team_ids: ColumnType<readonly string[], readonly number[], never>;
  readonly invited_by: string;
  readonly created_at: Date;
  readonly expires_at: Date;
}

interface IdentityProvidersTable {
  readonly id: GeneratedAlways<number>;
  readonly name: string;
  readonly display_name: string;
  readonly issuer: string;
  readonly client_id: string;
  readonly client_secret: Buffer;
  readonly scopes: readonly string[];
  readonly groups_claim: string;
  readonly makes_users: boolean;
}

interface AuditLogTable {
  readonly id: GeneratedAlways<number>;
  readonly at: Date;
  readonly actor: string;
  readonly actor_id: number | null;
  readonly deed: string;
  readonly object: string;
  readonly namespace_id: number | null;
  readonly result: string;
  readonly request_id: string;
  readonly address: string;
  readonly details: AuditEntry['details'];
}
