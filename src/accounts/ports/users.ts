import type { Plan } from '../plans.ts';

export interface UserRow {
  readonly id: number;
  /** Of the personal namespace too. */
  readonly name: string;
  readonly displayName: string;
  readonly email: string | undefined;
  readonly isEmailVerified: boolean;
  readonly isAdministrator: boolean;
  readonly isBlocked: boolean;
  readonly hasPassword: boolean;
  readonly hasSecondStep: boolean;
  readonly createdAt: number;
  /** To some minutes; absent: never yet. */
  readonly seenAt: number | undefined;
}

/** Which people, in which order; `after`: what they are sorted by and the name of the last. */
export interface UsersQuery {
  readonly limit: number;
  readonly search?: string;
  /** Only this one. */
  readonly name?: string;
  readonly show?: 'all' | 'blocked' | 'administrators';
  readonly sort?: 'name' | 'createdAt' | 'seenAt';
  readonly order?: 'ascending' | 'descending';
  readonly after?: readonly [string | number, string];
}

/** With what it was sorted by, for the next page. */
export interface ListedUser extends UserRow {
  readonly key: string | number;
}

/** Read at sign-in only. */
export interface UserSecrets {
  readonly user: UserRow;
  /** In the PHC string format; absent of who signs in elsewhere. */
  readonly passwordHash: string | undefined;
  /** Sealed; absent where there is no second step. */
  readonly secondStep: Uint8Array | undefined;
}

export interface NewUser {
  readonly name: string;
  readonly displayName: string;
  readonly email?: string;
  readonly isEmailVerified: boolean;
  readonly isAdministrator: boolean;
  readonly passwordHash?: string;
  readonly plan: Plan;
  readonly at: number;
}

export interface UserChange {
  readonly displayName?: string;
  /** A new address is not verified. */
  readonly email?: string;
  readonly isEmailVerified?: boolean;
  readonly isAdministrator?: boolean;
  readonly isBlocked?: boolean;
  readonly passwordHash?: string;
}

export interface UserRecords {
  /** The user with a personal namespace of the same name. */
  addUser(user: NewUser): Promise<UserRow | 'taken'>;
  /** To anyone now, or once. */
  isNameGiven(name: string): Promise<boolean>;
  userById(id: number): Promise<UserRow | undefined>;
  userByName(name: string): Promise<UserRow | undefined>;
  /** By verified address only. */
  userByEmail(email: string): Promise<UserRow | undefined>;
  userSecrets(name: string): Promise<UserSecrets | undefined>;
  users(query: UsersQuery): Promise<readonly ListedUser[]>;
  /** `taken`: the address is somebody else's. */
  changeUser(id: number, change: UserChange): Promise<'changed' | 'taken'>;
  /** With the personal namespace, and all that is in it. */
  removeUser(id: number, at: number): Promise<void>;
  /** A look at the pages; tells when the visit before ended, which is one a `pause` or more ago. */
  noteVisit(userId: number, at: number, pause: number): Promise<number | undefined>;
  countUsers(): Promise<number>;
  /** People who can still administer: not blocked. Locks them until the transaction ends. */
  lockAdministrators(): Promise<readonly number[]>;

  /** Begins or ends the second step. Without `secret`: it is off, and its recovery codes are gone. */
  setSecondStep(
    userId: number,
    secret: Uint8Array | undefined,
    recoveryHashes: readonly string[],
  ): Promise<void>;
  /** False when a code of this step or a later one was used already. */
  useStep(userId: number, step: number): Promise<boolean>;
  /** False when there is no such code, or it was used. */
  useRecoveryCode(userId: number, hash: string): Promise<boolean>;
  countRecoveryCodes(userId: number): Promise<number>;
}
