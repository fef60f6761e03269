import { ok } from '../base/index.ts';
import type { Result } from '../base/index.ts';
import { decide, namespaceOf, requireAllowed } from './access.ts';
import type { Context } from './actor.ts';
import { holdsScope } from './actor.ts';
import { perform } from './deeds.ts';
import type { AccountsFailure } from './failures.ts';
import { refuse } from './failures.ts';
import type { Repositories } from './interface.ts';
import { checkRepositoryName } from './names.ts';
import { MOST_LISTED } from './people.ts';
import type { Action } from './policy-table.ts';
import { ACTIONS } from './policy-table.ts';
import type { AccountRecords, RepositoryChange, RepositoryDetails } from './ports.ts';
import { createGrants } from './repository-grants.ts';
import { checkSettings } from './repository-settings.ts';
import { permissionOf } from './subject.ts';
import { readerOf } from './visible.ts';
import type { AccountsWorld } from './world.ts';

export function createRepositories(world: AccountsWorld): Repositories {
  return {
    ...createReads(world),
    ...createMaking(world),
    ...createSettings(world),
    ...createBulk(world),
    ...createGrants(world),
  };
}

function createReads(world: AccountsWorld): Pick<Repositories, 'see' | 'list' | 'withResults'> {
  const { store, options, clock } = world;
  return {
    see: async (actor, name) => {
      const target = { kind: 'repository', name } as const;
      const allowed = await requireAllowed(world, actor, 'repository.see', target);
      if (!allowed.ok) return allowed;
      const details = await store.repositoryByName(name);
      const subject = allowed.value;
      if (!details || subject.kind !== 'repository') return missing(name);
      const actions = ACTIONS.filter(
        (action) =>
          action.startsWith('repository.') &&
          action !== 'repository.create' &&
          decide(options, actor, action, subject).kind === 'allowed',
      );
      const permission = permissionOf(subject.standing, details.visibility);
      return ok({ ...details, namespace: subject.namespace, permission, actions });
    },
    list: async (actor, page) => {
      const isClosed = actor.kind === 'anonymous' && options.anonymous === 'none';
      const scopes = actor.kind === 'anonymous' ? undefined : actor.scopes;
      const isBlind = scopes && !holdsScope(scopes, 'pull') && !holdsScope(scopes, 'read-results');
      if (isClosed || isBlind) return [];
      const limit = Math.min(page.limit, MOST_LISTED);
      return store.visibleRepositories(readerOf(actor), { ...page, limit });
    },
    withResults: async (actor) => {
      if (actor.kind === 'anonymous' && options.anonymous === 'none') return [];
      const scopes = actor.kind === 'anonymous' ? undefined : actor.scopes;
      if (scopes && !holdsScope(scopes, 'read-results')) return [];
      const isOpenToAll = options.anonymous === 'push' && actor.kind !== 'robot';
      return store.repositoriesWithResults(readerOf(actor), { now: clock.now(), isOpenToAll });
    },
  };
}

function missing(name: string): Result<never, AccountsFailure> {
  return refuse('not-found', `there is no repository '${name}'`);
}

function createMaking(world: AccountsWorld): Pick<Repositories, 'create' | 'remove'> {
  return {
    create: async (context, request) => {
      const checked = checkRepositoryName(request.name);
      if (!checked.ok) return checked;
      const { namespace, name } = checked.value;
      const target = { kind: 'namespace', name: namespace } as const;
      const write = {
        action: 'repository.create',
        target,
        deed: 'repository.create',
        object: name,
      } as const;
      return perform(world, context, write, async (records, subject) => {
        const settings = checkSettings({
          ...(request.description !== undefined && { description: request.description }),
        });
        if (!settings.ok) return settings;
        const facts = namespaceOf(subject);
        const row = await records.namespaceById(facts.id);
        const { repository, isNew } = await records.addRepository({
          namespaceId: facts.id,
          name,
          visibility: request.visibility ?? 'private',
          description: request.description ?? '',
          isAnalysisActive: (row?.activatesNew ?? false) && facts.entitlement === 'active',
          at: world.clock.now(),
        });
        return isNew ? ok(repository) : refuse('name-taken', `'${name}' is there already`);
      });
    },
    remove: (context, name) =>
      write(world, context, name, 'repository.delete', 'repository.delete', async (records, id) => {
        await records.removeRepository(id);
        return ok(undefined);
      }),
  };
}

type Settings = 'change' | 'activate' | 'deactivate';

function createSettings(world: AccountsWorld): Pick<Repositories, Settings> {
  const change = (
    context: Context,
    name: string,
    [action, deed]: readonly [Action, string],
    wanted: RepositoryChange,
  ): Promise<Result<RepositoryDetails, AccountsFailure>> =>
    write(world, context, name, action, deed, async (records, id) => {
      const checked = checkSettings(wanted);
      if (!checked.ok) return checked;
      await records.changeRepository(id, checked.value);
      const details = await records.repositoryByName(name);
      return details ? ok(details) : missing(name);
    });
  return {
    change: (context, name, wanted) => {
      // Only these, whatever else the object holds: activation has a policy of its own.
      const { visibility, description, readme, publishesResults, immutableTags, retention } =
        wanted;
      return change(context, name, ['repository.settings.write', 'repository.change'], {
        ...(visibility !== undefined && { visibility }),
        ...(description !== undefined && { description }),
        ...(readme !== undefined && { readme }),
        ...(publishesResults !== undefined && { publishesResults }),
        ...(immutableTags !== undefined && { immutableTags }),
        ...(retention !== undefined && { retention }),
      });
    },
    activate: (context, name) =>
      change(context, name, ['repository.activate', 'repository.activate'], {
        isAnalysisActive: true,
      }),
    deactivate: (context, name) =>
      change(context, name, ['repository.deactivate', 'repository.deactivate'], {
        isAnalysisActive: false,
      }),
  };
}

/** By pattern, many at once. */
function createBulk(world: AccountsWorld): Pick<Repositories, 'activateLike'> {
  return {
    activateLike: (context, namespace, { pattern, isActive }) => {
      const deed = {
        action: isActive ? 'namespace.activate' : 'namespace.deactivate',
        target: { kind: 'namespace', name: namespace },
        deed: isActive ? 'namespace.activate' : 'namespace.deactivate',
        details: { pattern: pattern.slice(0, 200) },
      } as const;
      return perform(world, context, deed, async (records, subject) => {
        if (!/^[a-z0-9._/*-]{1,200}$/.test(pattern)) {
          return refuse(
            'invalid',
            `'${pattern.slice(0, 60)}' is no pattern of names: 'api-*', '*'`,
          );
        }
        const facts = namespaceOf(subject);
        const whole = `${facts.name}/${pattern}`;
        const matching = await records.repositoriesLike(facts.id, whole);
        const changing = matching.filter((one) => one.isAnalysisActive !== isActive);
        for (const { id } of changing) {
          await records.changeRepository(id, { isAnalysisActive: isActive });
        }
        return ok(changing.map((one) => ({ ...one, isAnalysisActive: isActive })));
      });
    },
  };
}

/** A write to one repository. */
export function write<Value>(
  world: AccountsWorld,
  context: Context,
  name: string,
  action: Action,
  deed: string,
  work: (
    records: AccountRecords,
    id: number,
    namespaceId: number,
  ) => Promise<Result<Value, AccountsFailure>>,
): Promise<Result<Value, AccountsFailure>> {
  const target = { kind: 'repository', name } as const;
  return perform(world, context, { action, target, deed }, async (records, subject) =>
    subject.kind === 'repository'
      ? work(records, subject.repository.id, subject.namespace.id)
      : missing(name),
  );
}
