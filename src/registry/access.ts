import type { IncomingMessage } from 'node:http';
import type { Result } from '../base/index.ts';

/** What a token may allow on a repository. */
export type RepositoryAction = 'pull' | 'push' | 'delete';

/** Who asks, as the registry needs to know it: for the records and for what may be seen. */
export interface RegistryActor {
  readonly kind: 'anonymous' | 'user' | 'robot';
  /** Written into tag history and events. */
  readonly name: string;
}

/** What a request may do, as its token says. */
export interface Grant<Actor extends RegistryActor = RegistryActor> {
  readonly actor: Actor;
  allows(repository: string, action: RepositoryAction): boolean;
}

export interface RepositoryRef {
  readonly id: number;
  /** Whole: `namespace/path`. */
  readonly name: string;
  readonly namespaceId: number;
  readonly visibility: 'public' | 'private';
}

/** One `scope` of a token request: `repository:acme/shop:pull,push`. */
export interface RequestedScope {
  readonly type: string;
  readonly name: string;
  readonly actions: readonly string[];
}

export type TokenCredentials =
  | { readonly kind: 'basic'; readonly name: string; readonly secret: string }
  | { readonly kind: 'refresh'; readonly token: string };

export interface TokenRequest {
  readonly credentials: TokenCredentials | undefined;
  readonly scopes: readonly RequestedScope[];
  readonly service: string;
  /** Whether a refresh token is asked for. */
  readonly offline: boolean;
  readonly clientId: string | undefined;
  /** Of the client, for limits on guessing. */
  readonly address: string;
}

export interface RegistryToken {
  readonly token: string;
  readonly expiresInSeconds: number;
  readonly issuedAt: Date;
  /** What was granted, as the words of the request: less than asked for is no error. */
  readonly scopes: readonly RequestedScope[];
  readonly refreshToken: string | undefined;
}

export type TokenRefusal =
  | { readonly kind: 'bad-credentials' }
  | { readonly kind: 'too-many-tries'; readonly retryAfterSeconds: number };

/** Why a repository cannot be pushed to though the token allows it. */
export interface PushRefusal {
  /** For the person who pushes. */
  readonly message: string;
}

/** Port: accounts, as the registry sees them. */
export interface Access {
  token(request: TokenRequest): Promise<Result<RegistryToken, TokenRefusal>>;
  /** `undefined`: the token is not ours, ended, or for another service. */
  verify(token: string): Promise<Grant | undefined>;
  /** What a request without any token may do. */
  readonly anonymous: Grant;
  repositoryNamed(name: string): Promise<RepositoryRef | undefined>;
  /** The repository, made where it is missing and the actor may create it. */
  repositoryForPush(name: string, grant: Grant): Promise<Result<RepositoryRef, PushRefusal>>;
  /** Of the repositories, those that the actor itself may pull, whatever the token says. */
  pullable(grant: Grant, repositories: readonly RepositoryRef[]): Promise<readonly RepositoryRef[]>;
  /** Names that the actor may see, in the order of their bytes, after `after`. */
  visibleNames(grant: Grant, after: string, limit: number): Promise<readonly string[]>;
  /** Bytes that a namespace may hold; `undefined`: no bound. */
  storageQuota(namespaceId: number): Promise<number | undefined>;
}

/** The scheme and host under which the client reached us: `https://registry.example.com`. */
export type OriginOf = (request: IncomingMessage) => string;
