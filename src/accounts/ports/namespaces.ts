import type { NamespaceKind, Plan, PlanState } from '../plans.ts';
import type { Role } from '../subject.ts';

export interface NamespaceRow {
  readonly id: number;
  readonly name: string;
  readonly kind: NamespaceKind;
  readonly displayName: string;
  readonly planState: PlanState;
  readonly isOpen: boolean;
  /** New repositories have analysis active. */
  readonly activatesNew: boolean;
  readonly quotaBytes: number | undefined;
  readonly createdAt: number;
}

export interface NamespaceChange {
  readonly displayName?: string;
  readonly activatesNew?: boolean;
  readonly planState?: PlanState;
  /** `null`: none. */
  readonly quotaBytes?: number | null;
}

/** Which namespaces, in which order; `after`: what they are sorted by and the name of the last. */
export interface NamespacesQuery {
  readonly limit: number;
  readonly search?: string;
  /** Only this one. */
  readonly name?: string;
  readonly kind?: NamespaceKind;
  readonly plan?: Plan;
  readonly sort?: 'name' | 'createdAt' | 'repositories' | 'bytes';
  readonly order?: 'ascending' | 'descending';
  readonly after?: readonly [string | number, string];
}

/** What an administrator sees of a namespace: how much is in it, not what. */
export interface NamespaceUse extends NamespaceRow {
  readonly repositories: number;
  /** Of its blobs, each once. */
  readonly bytes: number;
  /** The first ten of an organization; of a personal one that person. */
  readonly owners: readonly string[];
  /** What it was sorted by, for the next page. */
  readonly key: string | number;
}

export interface NamespaceRecords {
  addOrganization(organization: {
    readonly name: string;
    readonly displayName: string;
    readonly plan: Plan;
    readonly isOpen: boolean;
    readonly at: number;
  }): Promise<NamespaceRow | 'taken'>;
  namespaceByName(name: string): Promise<NamespaceRow | undefined>;
  namespaceById(id: number): Promise<NamespaceRow | undefined>;
  /** Those where this person has a role or a grant, by name. */
  namespacesOf(
    member: number,
    limit: number,
  ): Promise<readonly (NamespaceRow & { readonly role: Role | undefined })[]>;
  /** All, with what they use. */
  namespaceUse(query: NamespacesQuery): Promise<readonly NamespaceUse[]>;
  changeNamespace(id: number, change: NamespaceChange): Promise<void>;
  /** All that is in it goes too; its name is never given again. */
  removeNamespace(id: number, at: number): Promise<void>;
}

export interface MemberRow {
  readonly userId: number;
  readonly name: string;
  readonly displayName: string;
  readonly role: Role;
  readonly since: number;
}

export interface MemberRecords {
  members(namespaceId: number): Promise<readonly MemberRow[]>;
  setMember(namespaceId: number, userId: number, role: Role, at: number): Promise<void>;
  /** And out of the teams. False when there was none. */
  removeMember(namespaceId: number, userId: number): Promise<boolean>;
  /** Locks them until the transaction ends. */
  lockOwners(namespaceId: number): Promise<readonly number[]>;
  roleOf(namespaceId: number, userId: number): Promise<Role | undefined>;
  /** Organizations that this person alone owns. */
  soleOwnerships(userId: number): Promise<readonly string[]>;
}

export interface TeamRow {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly members: number;
}

export interface TeamRecords {
  teams(namespaceId: number): Promise<readonly TeamRow[]>;
  teamByName(namespaceId: number, name: string): Promise<TeamRow | undefined>;
  addTeam(namespaceId: number, name: string, description: string): Promise<TeamRow | 'taken'>;
  changeTeam(
    id: number,
    change: { name?: string; description?: string },
  ): Promise<'changed' | 'taken'>;
  removeTeam(id: number): Promise<void>;
  teamMembers(id: number): Promise<readonly { readonly userId: number; readonly name: string }[]>;
  /** False when the person is no member of the organization. */
  addToTeam(id: number, userId: number): Promise<boolean>;
  removeFromTeam(id: number, userId: number): Promise<boolean>;
}
