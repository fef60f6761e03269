import type { Scope } from '../actor.ts';
import type { UserRow } from './users.ts';

/** `refresh`: what the registry gives a client that asks for an offline token. */
export type TokenKind = 'personal' | 'robot' | 'refresh';

export interface TokenRow {
  /** A uuid, which is no secret. */
  readonly id: string;
  readonly kind: TokenKind;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: number;
  readonly lastUsedAt: number | undefined;
  readonly expiresAt: number | undefined;
  /** The last letters of the token, so that its owner can tell which it is. */
  readonly ending: string;
}

export interface NewToken {
  readonly id: string;
  readonly kind: TokenKind;
  readonly hash: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly ending: string;
  readonly at: number;
  readonly expiresAt?: number;
  /** Whose: a person's, or an organization's. */
  readonly userId?: number;
  readonly namespaceId?: number;
  /** The token that it was had for: it ends when that one does. */
  readonly parentId?: string;
}

/** A token with whom it speaks for. */
export interface TokenHolder {
  readonly token: TokenRow;
  readonly user: UserRow | undefined;
  /** Of a robot. */
  readonly namespace: { readonly id: number; readonly name: string } | undefined;
  /** Of a refresh token: the scopes and the end of the token it was had for. */
  readonly parent: TokenRow | undefined;
}

export interface TokenRecords {
  addToken(token: NewToken): Promise<'added' | 'taken'>;
  tokenByHash(hash: string): Promise<TokenHolder | undefined>;
  tokenById(id: string): Promise<TokenHolder | undefined>;
  personalTokens(userId: number): Promise<readonly TokenRow[]>;
  robotTokens(namespaceId: number): Promise<readonly TokenRow[]>;
  removeToken(id: string): Promise<void>;
  /** Those had by password. */
  removeRefreshTokens(userId: number): Promise<void>;
  touchToken(id: string, at: number): Promise<void>;
  removeExpiredTokens(at: number): Promise<number>;
}

export interface SessionRow {
  /** A uuid, which is no secret. */
  readonly id: string;
  readonly userId: number;
  readonly createdAt: number;
  readonly seenAt: number;
  readonly expiresAt: number;
  readonly address: string;
  readonly userAgent: string;
}

export interface SessionRecords {
  addSession(session: SessionRow & { readonly hash: string }): Promise<void>;
  sessionByHash(
    hash: string,
  ): Promise<{ readonly session: SessionRow; readonly user: UserRow } | undefined>;
  sessions(userId: number): Promise<readonly SessionRow[]>;
  touchSession(id: string, at: number): Promise<void>;
  removeSession(userId: number, id: string): Promise<boolean>;
  /** All of a person's but one. */
  removeSessions(userId: number, except?: string): Promise<number>;
  removeExpiredSessions(at: number, seenBefore: number): Promise<number>;
}
