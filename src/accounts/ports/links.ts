import type { Role } from '../subject.ts';

export interface InvitationRow {
  readonly id: string;
  /** Absent of an invitation to the instance. */
  readonly namespaceId: number | undefined;
  readonly namespaceName: string | undefined;
  /** A person who accepts shows this address, or none was named. */
  readonly email: string | undefined;
  readonly role: Role;
  readonly teamIds: readonly number[];
  readonly invitedBy: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface LinkRecords {
  addSetUpLink(hash: string, expiresAt: number): Promise<void>;
  isSetUpLink(hash: string, at: number): Promise<boolean>;
  /** Locks set-up until the transaction ends; false when there is no such link at `at`. */
  takeSetUpLink(hash: string, at: number): Promise<boolean>;
  removeSetUpLinks(): Promise<void>;
  addInvitation(invitation: InvitationRow & { readonly hash: string }): Promise<void>;
  invitationByHash(hash: string): Promise<InvitationRow | undefined>;
  invitations(namespaceId: number | undefined): Promise<readonly InvitationRow[]>;
  /** False when it was taken or withdrawn in the meantime. */
  removeInvitation(id: string): Promise<boolean>;
}
