import type { Permission, RepositoryRef, Visibility } from '../subject.ts';

export interface RepositoryRow extends RepositoryRef {
  readonly description: string;
  readonly isAnalysisActive: boolean;
  readonly publishesResults: boolean;
  readonly createdAt: number;
}

export interface RepositoryDetails extends RepositoryRow {
  /** Markdown, as its owner wrote it. */
  readonly readme: string;
  /** Patterns of tags that never move. */
  readonly immutableTags: readonly string[];
  readonly retention: Retention;
}

/** What of a repository is kept; absent: everything. */
export interface Retention {
  /** The newest tags. */
  readonly keepNewest?: number;
  /** Tags moved or pulled within so many days. */
  readonly keepDays?: number;
  /** Patterns of tags that are always kept. */
  readonly keepTags?: readonly string[];
}

export interface RepositoryChange {
  readonly visibility?: Visibility;
  readonly description?: string;
  readonly readme?: string;
  readonly isAnalysisActive?: boolean;
  readonly publishesResults?: boolean;
  readonly immutableTags?: readonly string[];
  readonly retention?: Retention;
}

export interface GrantRow {
  readonly holder:
    | { readonly kind: 'team'; readonly id: number; readonly name: string }
    | { readonly kind: 'collaborator'; readonly id: number; readonly name: string };
  readonly permission: Permission;
}

export interface RepositoryRecords {
  /** The one that is there when two make it at once; `isNew` tells which. */
  addRepository(repository: {
    readonly namespaceId: number;
    readonly name: string;
    readonly visibility: Visibility;
    readonly description: string;
    readonly isAnalysisActive: boolean;
    readonly at: number;
  }): Promise<{ readonly repository: RepositoryRow; readonly isNew: boolean }>;
  repositoryByName(name: string): Promise<RepositoryDetails | undefined>;
  changeRepository(id: number, change: RepositoryChange): Promise<void>;
  /** Those whose whole name matches `pattern` (`*` stands for any text), in order of their names. */
  repositoriesLike(namespaceId: number, pattern: string): Promise<readonly RepositoryRow[]>;
  removeRepository(id: number): Promise<void>;
  grants(repositoryId: number): Promise<readonly GrantRow[]>;
  setGrant(repositoryId: number, holder: GrantHolder, permission: Permission): Promise<void>;
  removeGrant(repositoryId: number, holder: GrantHolder): Promise<boolean>;
}

export type GrantHolder =
  | { readonly kind: 'team'; readonly id: number }
  | { readonly kind: 'collaborator'; readonly id: number };
