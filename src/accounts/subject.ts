import type { RobotActor } from './actor.ts';
import type { Entitlement, NamespaceKind, Plan } from './plans.ts';

/** In an organization. The person of a personal namespace is its owner. */
export type Role = 'owner' | 'editor' | 'member';
/** On a repository: a team's in an organization, a collaborator's in a personal namespace. */
export type Permission = 'read' | 'write' | 'admin';
export type Visibility = 'public' | 'private';

/** What one actor is to a namespace or a repository. */
export interface Standing {
  readonly role?: Role;
  /** The highest of the actor's grants: on the repository, or on any in the namespace. */
  readonly grant?: Permission;
}

export interface NamespaceFacts {
  readonly id: number;
  readonly name: string;
  readonly kind: NamespaceKind;
  readonly plan: Plan;
  readonly entitlement: Entitlement;
}

/** What an action is done to, as the actor stands to it. */
export type Subject =
  | { readonly kind: 'instance' }
  /** A person's own sign-in and tokens. */
  | { readonly kind: 'account'; readonly userId: number }
  | {
      readonly kind: 'namespace';
      readonly namespace: NamespaceFacts;
      /** A namespace with nothing public in it is not there for strangers. */
      readonly hasPublic: boolean;
      readonly standing: Standing;
    }
  | {
      readonly kind: 'repository';
      readonly namespace: NamespaceFacts;
      readonly repository: RepositoryFacts;
      readonly standing: Standing;
    }
  /** Nothing of that name. Every answer is the one for what the actor may not see. */
  | { readonly kind: 'missing' };

/** What other modules know a repository by. */
export interface RepositoryRef {
  readonly id: number;
  /** Whole: `namespace/path`. */
  readonly name: string;
  readonly namespaceId: number;
  readonly visibility: Visibility;
}

export interface RepositoryFacts extends RepositoryRef {
  readonly isAnalysisActive: boolean;
  /** The owner shows results of a public repository to everyone. */
  readonly publishesResults: boolean;
}

const RANK: Readonly<Record<Role | Permission, number>> = {
  member: 1,
  editor: 2,
  owner: 3,
  read: 1,
  write: 2,
  admin: 3,
};

export function isAtLeast<Of extends Role | Permission>(held: Of | undefined, wanted: Of): boolean {
  return held !== undefined && RANK[held] >= RANK[wanted];
}

/**
 * What the actor may do in a repository as one who belongs to it: owners and editors everything,
 * others what they were granted; a member reads what the organization shows to everyone.
 */
export function permissionOf(standing: Standing, visibility: Visibility): Permission | undefined {
  if (isAtLeast(standing.role, 'editor')) return 'admin';
  if (standing.grant !== undefined) return standing.grant;
  return standing.role === 'member' && visibility === 'public' ? 'read' : undefined;
}

/** The standing of an organization's token: an editor there, nobody elsewhere. */
export function robotStanding(actor: RobotActor, namespaceId: number): Standing {
  return actor.namespaceId === namespaceId ? { role: 'editor' } : {};
}
