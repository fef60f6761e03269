import type { Actor } from '../accounts/index.ts';
import type { Result } from '../base/index.ts';

/** What a token may allow on a repository. */
export type RepositoryAction = 'pull' | 'push' | 'delete';

/** What a request may do, as its token says. */
export interface Grant {
  readonly actor: Actor;
  /** Whether it may list repositories: those that the actor may pull. */
  readonly mayList: boolean;
  allows(repository: string, action: RepositoryAction): boolean;
}

/** Which request it was, for the audit log and for limits on guessing. */
export interface RequestOrigin {
  readonly requestId: string;
  /** Of the client, as the trusted proxies tell it. */
  readonly address: string;
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
  readonly origin: RequestOrigin;
}

export interface RegistryToken {
  readonly token: string;
  readonly expiresInSeconds: number;
  readonly issuedAt: Date;
  /** What was granted, less than asked for being no error: `repository:acme/shop:pull`. */
  readonly scope: string;
  readonly refreshToken: string | undefined;
}

export type TokenRefusal =
  | { readonly kind: 'bad-credentials'; readonly message: string }
  | { readonly kind: 'other-service'; readonly message: string }
  | {
      readonly kind: 'too-many-tries';
      readonly message: string;
      readonly retryAfterSeconds: number;
    };

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
  /** What a request without any token may do, with one repository or with none. */
  anonymous(repository: string | undefined): Promise<Grant>;
  repositoryNamed(name: string): Promise<RepositoryRef | undefined>;
  /** The repository, made where it is missing and the actor may create it. */
  repositoryForPush(
    name: string,
    grant: Grant,
    origin: RequestOrigin,
  ): Promise<Result<RepositoryRef, PushRefusal>>;
  /** Of the repositories, one that the actor itself may pull, whatever the token says. */
  firstPullable(
    grant: Grant,
    repositories: readonly RepositoryRef[],
  ): Promise<RepositoryRef | undefined>;
  /** Names that the actor may see, in the order of their bytes, after `after`. */
  visibleNames(grant: Grant, after: string, limit: number): Promise<readonly string[]>;
}
