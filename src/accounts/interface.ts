/**
 * What accounts offers. Reads take the actor, writes the context; both check the policy themselves
 * and every write leaves one entry in the audit log, refused ones too.
 */
import type { Result } from '../base/index.ts';
import type { Actor, Context, Scope } from './actor.ts';
import type { AccountsFailure } from './failures.ts';
import type { Plan } from './plans.ts';
import type { Decision } from './policies.ts';
import type { Action } from './policy-table.ts';
import type {
  AuditEntry,
  IdentityProvider,
  InvitationRow,
  ListedUser,
  MemberRow,
  NamespaceRow,
  NamespacesQuery,
  NamespaceUse,
  RepositoryChange,
  RepositoryDetails,
  RepositoryRow,
  GrantRow,
  SessionRow,
  TeamRow,
  TokenRow,
  UserRow,
  UsersQuery,
} from './ports.ts';
import type { RegistryAccess } from './registry-access.ts';
import type { NamespaceFacts, Permission, Role, Subject, Visibility } from './subject.ts';

export interface Accounts {
  readonly access: Access;
  readonly registry: RegistryAccess;
  readonly setUp: SetUp;
  readonly signIn: SignIn;
  readonly account: Account;
  readonly people: People;
  readonly namespaces: Namespaces;
  readonly organizations: Organizations;
  readonly teams: Teams;
  readonly invitations: Invitations;
  readonly repositories: Repositories;
  readonly tokens: Tokens;
  readonly identity: IdentityProviders;
  readonly audit: Audit;
  /** Clears away what is over: sessions, tokens, tries, old keys. Once an hour is enough. */
  sweep(): Promise<void>;
}

type Done<Value = undefined> = Promise<Result<Value, AccountsFailure>>;

export type Target =
  | { readonly kind: 'instance' }
  /** The actor's own. */
  | { readonly kind: 'account' }
  | { readonly kind: 'namespace'; readonly name: string }
  | { readonly kind: 'repository'; readonly name: string };

export interface Access {
  /** Who a session's token is of; undefined when it is over. Notes that it was seen. */
  bySession(token: string): Promise<{ actor: Actor; session: SessionRow } | undefined>;
  /** Who a personal or an organization's token is of. */
  byToken(token: string): Promise<Actor | undefined>;
  /** The target as the actor stands to it: one query. */
  subject(actor: Actor, target: Target): Promise<Subject>;
  decide(actor: Actor, action: Action, target: Target): Promise<Decision>;
  /** The same of a subject that was looked up already. */
  judge(actor: Actor, action: Action, subject: Subject): Decision;
  /** The subject, or the refusal in words that tell no stranger anything. */
  require(actor: Actor, action: Action, target: Target): Done<Subject>;
}

/** From where somebody signs in. */
export interface Origin {
  readonly requestId: string;
  readonly address: string;
  readonly userAgent: string;
}

export interface SignedIn {
  readonly actor: Actor;
  /** For the cookie: shown once. */
  readonly sessionToken: string;
  readonly session: SessionRow;
}

export interface SetUp {
  isNeeded(): Promise<boolean>;
  /** A new one-time link while nobody can administer the instance; undefined after. */
  offer(): Promise<string | undefined>;
  complete(request: { readonly token: string } & NewPerson, origin: Origin): Done<SignedIn>;
}

export interface NewPerson {
  readonly name: string;
  readonly password: string;
  readonly displayName?: string;
  readonly email?: string;
}

export interface SignIn {
  /** `needs-code`: ask for the second step, then send all three. A recovery code is a code too. */
  withPassword(
    request: { readonly name: string; readonly password: string; readonly code?: string },
    origin: Origin,
  ): Done<SignedIn>;
  /** Where to send the browser, and what to keep in a cookie until it is back. */
  beginWithProvider(
    provider: string,
    request: {
      readonly redirectUri: string;
      /** A path here, to go on to. */
      readonly returnTo: string;
      /** Who is signed in, and wants the identity linked to the account. */
      readonly linkTo?: Actor;
    },
  ): Done<{ readonly url: string; readonly state: string }>;
  finishWithProvider(
    provider: string,
    request: { readonly callbackUrl: string; readonly state: string },
    origin: Origin,
  ): Done<SignedIn & { readonly returnTo: string }>;
  out(context: Context, sessionId: string): Promise<void>;
}

/** A person's own. The actor is that person. */
export interface Account {
  profile(actor: Actor): Done<UserRow>;
  /** Notes that somebody looks at the pages now; tells when the visit before this one ended. */
  visit(actor: Actor): Done<{ readonly before: number | undefined }>;
  changeProfile(
    context: Context,
    change: { readonly displayName?: string; readonly email?: string },
  ): Done<UserRow>;
  /** All other sessions end, and what clients of the registry hold by password. */
  changePassword(
    context: Context,
    request: { readonly current?: string; readonly next: string; readonly sessionId: string },
  ): Done;
  /** A secret to scan; nothing changes until a code of it is shown. */
  beginSecondStep(context: Context): Done<{ readonly secret: string; readonly uri: string }>;
  confirmSecondStep(
    context: Context,
    request: { readonly secret: string; readonly code: string; readonly password?: string },
  ): Done<{ readonly recoveryCodes: readonly string[] }>;
  endSecondStep(
    context: Context,
    request: { readonly password?: string; readonly code: string },
  ): Done;
  sessions(actor: Actor): Done<readonly SessionRow[]>;
  endSession(context: Context, id: string): Done;
  /** All but the one that asks. */
  endOtherSessions(context: Context, sessionId: string): Done<number>;
  identities(actor: Actor): Done<readonly { providerName: string; since: number }[]>;
  unlinkIdentity(context: Context, providerName: string): Done;
  remove(context: Context, request: { readonly password?: string }): Done;
}

export interface ListPage {
  readonly after?: string;
  readonly limit: number;
  readonly search?: string;
}

/** For administrators of the instance. */
export interface People {
  list(actor: Actor, query: UsersQuery): Done<readonly ListedUser[]>;
  /** A link by which somebody makes an account. */
  invite(context: Context, request: { readonly email?: string }): Done<NewInvitation>;
  block(context: Context, name: string, isBlocked: boolean): Done;
  /** So that an identity with the same verified address may be linked to the account. */
  verifyEmail(context: Context, name: string): Done;
  setAdministrator(context: Context, name: string, isAdministrator: boolean): Done;
  remove(context: Context, name: string): Done;
}

export interface Namespaces {
  /** Those that the actor belongs to. */
  mine(actor: Actor): Done<readonly (NamespaceRow & { readonly role: Role | undefined })[]>;
  /** All, with their plans: for administrators. */
  list(actor: Actor, query: NamespacesQuery): Done<readonly NamespaceUse[]>;
  see(actor: Actor, name: string): Done<NamespaceView>;
  change(
    context: Context,
    name: string,
    change: { readonly displayName?: string; readonly activatesNew?: boolean },
  ): Done;
  setPlan(context: Context, name: string, plan: Plan): Done;
  setQuota(context: Context, name: string, bytes: number | null): Done;
  remove(context: Context, name: string): Done;
}

export interface NamespaceView extends NamespaceFacts {
  readonly displayName: string;
  readonly role: Role | undefined;
  /** Milliseconds; after a downgrade. */
  readonly resultsReadableUntil: number | undefined;
  readonly activatesNew: boolean;
  readonly quotaBytes: number | undefined;
  readonly createdAt: number;
}

export interface Organizations {
  create(
    context: Context,
    request: { readonly name: string; readonly displayName?: string },
  ): Done<NamespaceRow>;
  members(actor: Actor, organization: string): Done<readonly MemberRow[]>;
  setRole(context: Context, organization: string, person: string, role: Role): Done;
  removeMember(context: Context, organization: string, person: string): Done;
  leave(context: Context, organization: string): Done;
}

export interface Teams {
  list(actor: Actor, organization: string): Done<readonly TeamRow[]>;
  members(
    actor: Actor,
    organization: string,
    team: string,
  ): Done<readonly { readonly userId: number; readonly name: string }[]>;
  create(
    context: Context,
    organization: string,
    request: { readonly name: string; readonly description?: string },
  ): Done<TeamRow>;
  change(
    context: Context,
    organization: string,
    team: string,
    change: { readonly name?: string; readonly description?: string },
  ): Done;
  remove(context: Context, organization: string, team: string): Done;
  add(context: Context, organization: string, team: string, person: string): Done;
  take(context: Context, organization: string, team: string, person: string): Done;
}

export interface NewInvitation {
  readonly invitation: InvitationRow;
  /** To hand on: shown once. */
  readonly link: string;
}

export interface Invitations {
  invite(
    context: Context,
    organization: string,
    request: { readonly email?: string; readonly role: Role; readonly teams?: readonly string[] },
  ): Done<NewInvitation>;
  /** Of an organization, or of the instance where none is named. */
  list(actor: Actor, organization?: string): Done<readonly InvitationRow[]>;
  withdraw(context: Context, id: string, organization?: string): Done;
  /** What a link invites to, for whoever holds it. */
  look(token: string): Done<InvitationRow>;
  /** By somebody who has an account. */
  accept(context: Context, token: string): Done;
  /** By somebody new. */
  acceptAsNew(request: { readonly token: string } & NewPerson, origin: Origin): Done<SignedIn>;
}

export interface Repositories {
  create(
    context: Context,
    request: {
      readonly name: string;
      readonly visibility?: Visibility;
      readonly description?: string;
    },
  ): Done<RepositoryRow>;
  see(actor: Actor, name: string): Done<RepositoryView>;
  /** Those that the actor may see. */
  list(
    actor: Actor,
    page: ListPage & { readonly namespace?: string },
  ): Promise<readonly RepositoryRow[]>;
  /** Ids of all those whose results the actor may read. */
  withResults(actor: Actor): Promise<readonly number[]>;
  /** Any of its settings but activation. */
  change(
    context: Context,
    name: string,
    change: Omit<RepositoryChange, 'isAnalysisActive'>,
  ): Done<RepositoryDetails>;
  activate(context: Context, name: string): Done<RepositoryDetails>;
  deactivate(context: Context, name: string): Done<RepositoryDetails>;
  /** Every repository of the namespace whose path matches: `*` is any text. Tells which changed. */
  activateLike(
    context: Context,
    namespace: string,
    request: { readonly pattern: string; readonly isActive: boolean },
  ): Done<readonly RepositoryRow[]>;
  remove(context: Context, name: string): Done;
  grants(actor: Actor, name: string): Done<readonly GrantRow[]>;
  grant(context: Context, name: string, holder: HolderName, permission: Permission): Done;
  withdraw(context: Context, name: string, holder: HolderName): Done;
}

export type HolderName =
  | { readonly kind: 'team'; readonly name: string }
  | { readonly kind: 'collaborator'; readonly name: string };

export interface RepositoryView extends RepositoryDetails {
  readonly namespace: NamespaceFacts;
  /** Of the actor, as one who belongs there. */
  readonly permission: Permission | undefined;
  /** Actions on it that the actor may do: what a page offers. */
  readonly actions: readonly Action[];
}

export interface NewTokenRequest {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Milliseconds; absent: it does not expire. */
  readonly expiresAt?: number;
}

export interface MadeToken {
  readonly row: TokenRow;
  /** The token: shown once, kept only as a hash. */
  readonly secret: string;
}

export interface Tokens {
  mine(actor: Actor): Done<readonly TokenRow[]>;
  make(context: Context, request: NewTokenRequest): Done<MadeToken>;
  revoke(context: Context, id: string): Done;
  ofOrganization(actor: Actor, organization: string): Done<readonly TokenRow[]>;
  makeForOrganization(
    context: Context,
    organization: string,
    request: NewTokenRequest,
  ): Done<MadeToken>;
  revokeOfOrganization(context: Context, organization: string, id: string): Done;
}

export interface IdentityProviders {
  /** What the page of signing in offers. */
  choices(): Promise<readonly { readonly name: string; readonly displayName: string }[]>;
  list(actor: Actor): Done<readonly ProviderView[]>;
  put(
    context: Context,
    provider: Omit<ProviderView, 'mappings'> & { readonly clientSecret?: string },
  ): Done<ProviderView>;
  /** Asks it for its configuration, as signing in would. */
  test(actor: Actor, name: string): Done<ProviderTrial>;
  remove(context: Context, name: string): Done;
  setGroups(context: Context, name: string, mappings: readonly GroupName[]): Done<ProviderView>;
}

export interface ProviderTrial {
  readonly isFine: boolean;
  /** In words. */
  readonly detail: string;
}

export interface ProviderView extends Omit<IdentityProvider, 'id' | 'clientSecret'> {
  readonly mappings: readonly GroupName[];
}

export interface GroupName {
  readonly group: string;
  readonly organization: string;
  readonly role: Role;
  readonly team?: string;
}

export interface Audit {
  ofInstance(actor: Actor, page: AuditPage): Done<readonly (AuditEntry & { id: number })[]>;
  ofNamespace(
    actor: Actor,
    namespace: string,
    page: AuditPage,
  ): Done<readonly (AuditEntry & { id: number })[]>;
  /** For deeds of other modules: one entry for each write. */
  note(context: Context, deed: Deed): Promise<void>;
}

export interface AuditPage {
  readonly before?: number;
  readonly limit: number;
  readonly actor?: string;
  readonly deed?: string;
}

/** Something that was done, or refused. */
export interface Deed {
  readonly deed: string;
  readonly object: string;
  readonly namespaceId?: number;
  readonly result: string;
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}
