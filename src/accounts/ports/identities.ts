import type { Role } from '../subject.ts';
import type { UserRow } from './users.ts';

export interface IdentityProvider {
  readonly id: number;
  /** In addresses: `/sign-in/oidc/<name>`. */
  readonly name: string;
  readonly displayName: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Sealed. */
  readonly clientSecret: Uint8Array;
  /** Asked for besides `openid profile email`. */
  readonly scopes: readonly string[];
  readonly groupsClaim: string;
  /** People who are new here get an account. */
  readonly makesUsers: boolean;
}

/** Whoever is in the group belongs to the team, or has the role. */
export interface GroupMapping {
  readonly group: string;
  readonly namespaceId: number;
  readonly role: Role;
  readonly teamId: number | undefined;
}

export interface IdentityRecords {
  providers(): Promise<readonly IdentityProvider[]>;
  providerByName(name: string): Promise<IdentityProvider | undefined>;
  putProvider(provider: Omit<IdentityProvider, 'id'>): Promise<IdentityProvider>;
  removeProvider(id: number): Promise<void>;
  groupMappings(providerId: number): Promise<readonly GroupMapping[]>;
  setGroupMappings(providerId: number, mappings: readonly GroupMapping[]): Promise<void>;
  userByIdentity(providerId: number, subject: string): Promise<UserRow | undefined>;
  linkIdentity(providerId: number, subject: string, userId: number, at: number): Promise<void>;
  identitiesOf(userId: number): Promise<readonly { providerName: string; since: number }[]>;
  unlinkIdentity(userId: number, providerName: string): Promise<boolean>;
  /** Sets what the provider's groups give, and takes what they gave before and no longer do. */
  applyGroups(
    providerId: number,
    userId: number,
    mappings: readonly GroupMapping[],
    at: number,
  ): Promise<void>;
}
