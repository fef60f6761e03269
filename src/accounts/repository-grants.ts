import type { Result } from '../base/index.ts';
import { ok } from '../base/index.ts';
import { requireAllowed } from './access.ts';
import type { Context } from './actor.ts';
import { perform } from './deeds.ts';
import type { AccountsFailure } from './failures.ts';
import { refuse } from './failures.ts';
import type { HolderName, Repositories } from './interface.ts';
import type { AccountRecords, GrantHolder } from './ports.ts';
import type { Subject } from './subject.ts';
import { teamNamed } from './teams.ts';
import type { AccountsWorld } from './world.ts';

/** Teams of an organization's repository, collaborators of a person's. */
export function createGrants(
  world: AccountsWorld,
): Pick<Repositories, 'grants' | 'grant' | 'withdraw'> {
  return {
    grants: async (actor, name) => {
      const target = { kind: 'repository', name } as const;
      const allowed = await requireAllowed(world, actor, 'repository.grants.read', target);
      if (!allowed.ok) return allowed;
      return ok(await world.store.grants(repositoryOf(allowed.value).repository.id));
    },
    grant: (context, name, holder, permission) =>
      write(world, context, name, holder, { deed: 'grant.set', permission }),
    withdraw: (context, name, holder) =>
      write(world, context, name, holder, { deed: 'grant.withdraw' }),
  };
}

function write(
  world: AccountsWorld,
  context: Context,
  name: string,
  holder: HolderName,
  {
    deed,
    permission,
  }: {
    readonly deed: string;
    readonly permission?: 'read' | 'write' | 'admin';
  },
): Promise<Result<undefined, AccountsFailure>> {
  const what = {
    action: 'repository.grants.write',
    target: { kind: 'repository', name },
    deed,
    details: { [holder.kind]: holder.name.slice(0, 64), ...(permission && { permission }) },
  } as const;
  return perform(world, context, what, async (records, subject) => {
    const found = await holderNamed(records, repositoryOf(subject), holder);
    if (!found.ok) return found;
    const { id } = repositoryOf(subject).repository;
    if (permission) {
      await records.setGrant(id, found.value, permission);
      return ok(undefined);
    }
    return (await records.removeGrant(id, found.value))
      ? ok(undefined)
      : refuse('not-found', `'${holder.name}' has no grant on '${name}'`);
  });
}

type RepositorySubject = Extract<Subject, { kind: 'repository' }>;

function repositoryOf(subject: Subject): RepositorySubject {
  if (subject.kind === 'repository') return subject;
  throw new Error(`a subject of kind ${subject.kind} is no repository`);
}

async function holderNamed(
  records: AccountRecords,
  { namespace }: RepositorySubject,
  { kind, name }: HolderName,
): Promise<Result<GrantHolder, AccountsFailure>> {
  if (kind === 'team') {
    if (namespace.kind === 'personal') {
      return refuse('invalid', 'a personal repository has collaborators, no teams');
    }
    const team = await teamNamed(records, namespace, name);
    return team.ok ? ok({ kind, id: team.value.id }) : team;
  }
  if (namespace.kind === 'organization') {
    return refuse('invalid', 'an organization’s repository has teams, no collaborators');
  }
  const user = await records.userByName(name);
  if (!user || name === namespace.name) {
    return refuse('not-found', `there is nobody named '${name}' to work with`);
  }
  return ok({ kind, id: user.id });
}
