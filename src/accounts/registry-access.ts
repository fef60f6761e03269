import type { Result } from '../base/index.ts';
import type { Actor } from './actor.ts';
import type { AccountsFailure } from './failures.ts';
import type { Page, RepositoryRow } from './ports.ts';
import type { RepositoryRef } from './subject.ts';

export type RegistryAction = 'pull' | 'push' | 'delete';

/** One `scope` of a client's request, taken apart: `repository:a/b:pull,push`. */
export interface RequestedScope {
  readonly type: string;
  readonly name: string;
  readonly actions: readonly string[];
}

export type RegistryCredentials =
  /** A password, or a token in its place. */
  | { readonly kind: 'basic'; readonly name: string; readonly password: string }
  | { readonly kind: 'refresh'; readonly token: string };

export interface RegistryTokenRequest {
  /** Absent: anonymous. */
  readonly credentials?: RegistryCredentials;
  readonly scopes: readonly RequestedScope[];
  readonly service: string;
  /** Whether the client asks for a refresh token. */
  readonly offline: boolean;
  readonly clientId?: string;
  readonly address: string;
  readonly requestId: string;
}

export interface RegistryToken {
  readonly token: string;
  readonly expiresInSeconds: number;
  readonly issuedAt: number;
  /** What was granted, as the answer to a POST tells it: `repository:a/b:pull,push`. */
  readonly scope: string;
  readonly refreshToken?: string;
}

/** What a verified token allows. */
export interface Grant {
  readonly actor: Actor;
  /** May list repositories: those that it may pull. */
  readonly mayList: boolean;
  allows(repositoryName: string, action: RegistryAction): boolean;
}

/** What the registry needs of accounts. */
export interface RegistryAccess {
  /** Scopes cut to what the person may do; refused only for wrong credentials or another service. */
  registryToken(request: RegistryTokenRequest): Promise<Result<RegistryToken, AccountsFailure>>;
  /** Undefined of what is not a token of ours for this registry, or is over. */
  verifyRegistryToken(token: string): Promise<Grant | undefined>;
  repositoryNamed(name: string): Promise<RepositoryRef | undefined>;
  /** The repository, made now where the actor may. The grant must allow the push. */
  repositoryForPush(
    name: string,
    grant: Grant,
    request: { readonly requestId: string; readonly address: string },
  ): Promise<Result<RepositoryRef, AccountsFailure>>;
  /** Those that the actor may pull, in order of their names. */
  visibleRepositories(actor: Actor, page: Page): Promise<readonly RepositoryRow[]>;
}
