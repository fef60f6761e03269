import type { NamespaceKind, PlanState } from '../plans.ts';
import type { RepositoryRef, Standing } from '../subject.ts';
import type { RepositoryRow } from './repositories.ts';

/** Whose standing is asked for: nobody's (`undefined`) or a person's. */
export type PersonId = number | undefined;

export interface NamespaceStanding {
  readonly id: number;
  readonly name: string;
  readonly kind: NamespaceKind;
  readonly planState: PlanState;
  /** Made by a push without credentials, where the instance allows that. */
  readonly isOpen: boolean;
  readonly hasPublic: boolean;
  readonly standing: Standing;
}

export interface RepositoryStanding {
  readonly namespace: NamespaceStanding;
  readonly repository: RepositoryRef & {
    readonly isAnalysisActive: boolean;
    readonly publishesResults: boolean;
  };
  /** Of the person on this repository: the highest of all grants. */
  readonly standing: Standing;
}

export interface FactRecords {
  namespaceStanding(name: string, person: PersonId): Promise<NamespaceStanding | undefined>;
  repositoryStanding(name: string, person: PersonId): Promise<RepositoryStanding | undefined>;
  /** Names after `after` in code unit order, of what the reader may pull. */
  visibleRepositories(reader: Reader, page: Page): Promise<readonly RepositoryRow[]>;
  /** Ids of all repositories whose results the reader may read: `repository.results.read` as a query. */
  repositoriesWithResults(reader: Reader, when: ResultsWhen): Promise<readonly number[]>;
}

export interface ResultsWhen {
  /** Milliseconds: what a plan that was lost leaves to read ends some time. */
  readonly now: number;
  /** Whoever comes is an editor of what was made by a push without credentials. */
  readonly isOpenToAll: boolean;
}

/** Who looks: a person, an organization's token, or anyone. */
export interface Reader {
  readonly person: PersonId;
  /** All repositories of this namespace are seen: a token's own organization. */
  readonly robotNamespace?: number;
}

export interface Page {
  readonly after?: string;
  readonly limit: number;
  /** Only of the namespace of this name. */
  readonly namespace?: string;
  /** Only names that hold this text. */
  readonly search?: string;
}
