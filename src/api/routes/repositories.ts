import type { GrantRow, RepositoryDetails, RepositoryRow } from '../../accounts/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type { Grant, Repository, RepositorySettings } from '../contract/operations.ts';
import type { Handlers } from '../handlers.ts';
import { decodeCursor, encodeCursor, pageOf, pageOfAll, PER_PAGE } from '../paging.ts';
import { valueOf } from '../problem-of.ts';
import { deedContext } from '../request-context.ts';
import { requireDeletion } from './removals.ts';
import { timeText } from './present.ts';

type Ids =
  | 'listRepositories'
  | 'createRepository'
  | 'getRepository'
  | 'deleteRepository'
  | 'getRepositorySettings'
  | 'updateRepositorySettings'
  | 'listGrants'
  | 'setGrant'
  | 'removeGrant';

export function repositoryHandlers(options: ApiOptions): Handlers<Ids> {
  const { repositories } = options.accounts;
  const host = new URL(options.publicUrl).host;
  return {
    listRepositories: async ({ limit = PER_PAGE, after, namespace, search }, { actor }) => {
      const rows = await repositories.list(actor, {
        limit: limit + 1,
        ...(after !== undefined && { after: String(decodeCursor('repositories', 1, after)[0]) }),
        ...(namespace !== undefined && { namespace }),
        ...(search !== undefined && { search }),
      });
      return pageOf(rows, limit, repositoryCursor, repositoryOf);
    },
    createRepository: async ({ namespace, body: { name, ...more } }, context) => {
      const request = { name: `${namespace}/${name}`, ...more };
      return repositoryOf(valueOf(await repositories.create(deedContext(context), request)));
    },
    getRepository: async ({ namespace, repository }, { actor }) => {
      const view = valueOf(await repositories.see(actor, `${namespace}/${repository}`));
      return {
        ...repositoryOf(view),
        readme: view.readme,
        pull: `${host}/${view.name}`,
        rights: view.actions,
      };
    },
    deleteRepository: async ({ namespace, repository }, context) => {
      requireDeletion(options);
      valueOf(await repositories.remove(deedContext(context), `${namespace}/${repository}`));
      return undefined;
    },
    getRepositorySettings: async ({ namespace, repository }, { actor }) =>
      settingsOf(valueOf(await repositories.see(actor, `${namespace}/${repository}`))),
    updateRepositorySettings: async ({ namespace, repository, body }, context) => {
      const name = `${namespace}/${repository}`;
      return settingsOf(valueOf(await repositories.change(deedContext(context), name, body)));
    },
    listGrants: async ({ namespace, repository, limit = PER_PAGE, after }, { actor }) => {
      const rows = valueOf(await repositories.grants(actor, `${namespace}/${repository}`));
      return pageOfAll(rows.map(grantOf), { list: 'grants', limit, after }, grantKey);
    },
    setGrant: async ({ namespace, repository, kind, holder, body: { permission } }, context) => {
      const name = `${namespace}/${repository}`;
      const to = { kind, name: holder };
      valueOf(await repositories.grant(deedContext(context), name, to, permission));
      return { kind, name: holder, permission };
    },
    removeGrant: async ({ namespace, repository, kind, holder }, context) => {
      const name = `${namespace}/${repository}`;
      const of = { kind, name: holder };
      valueOf(await repositories.withdraw(deedContext(context), name, of));
      return undefined;
    },
  };
}

function repositoryCursor({ name }: RepositoryRow): string {
  return encodeCursor('repositories', [name]);
}

function grantKey({ kind, name }: Grant): string {
  return `${kind} ${name}`;
}

function repositoryOf(row: RepositoryRow): Repository {
  const { name, visibility, description, isAnalysisActive, publishesResults, createdAt } = row;
  return {
    name,
    visibility,
    description,
    isAnalysisActive,
    publishesResults,
    createdAt: timeText(createdAt),
  };
}

function settingsOf(details: RepositoryDetails): RepositorySettings {
  const { visibility, description, readme, publishesResults, immutableTags, retention } = details;
  return { visibility, description, readme, publishesResults, immutableTags, retention };
}

function grantOf({ holder: { kind, name }, permission }: GrantRow): Grant {
  return { kind, name, permission };
}
