import { ok } from '../base/index.ts';
import type { Result } from '../base/index.ts';
import { requireAllowed } from './access.ts';
import type { Context } from './actor.ts';
import { perform } from './deeds.ts';
import type { AccountsFailure } from './failures.ts';
import { refuse } from './failures.ts';
import type { Teams } from './interface.ts';
import { checkLabel } from './names.ts';
import { memberNamed, organizationOf } from './organizations.ts';
import type { AccountRecords, TeamRow } from './ports.ts';
import type { NamespaceFacts } from './subject.ts';
import type { AccountsWorld } from './world.ts';

const DESCRIPTION_LENGTH = 500;
/** Teams of one organization. */
const MOST_TEAMS = 1_000;

export function createTeams(world: AccountsWorld): Teams {
  return { ...createReads(world), ...createWrites(world), ...createPeople(world) };
}

function createReads(world: AccountsWorld): Pick<Teams, 'list' | 'members'> {
  const { store } = world;
  const organizationFor = async (actor: Context['actor'], name: string) => {
    const target = { kind: 'namespace', name } as const;
    const allowed = await requireAllowed(world, actor, 'organization.teams.read', target);
    return allowed.ok ? organizationOf(allowed.value) : allowed;
  };
  return {
    list: async (actor, organization) => {
      const found = await organizationFor(actor, organization);
      return found.ok ? ok(await store.teams(found.value.id)) : found;
    },
    members: async (actor, organization, team) => {
      const found = await organizationFor(actor, organization);
      if (!found.ok) return found;
      const row = await teamNamed(store, found.value, team);
      return row.ok ? ok(await store.teamMembers(row.value.id)) : row;
    },
  };
}

function createWrites(world: AccountsWorld): Pick<Teams, 'create' | 'change' | 'remove'> {
  return {
    create: (context, organization, { name, description = '' }) =>
      write(world, context, [organization, name, 'team.create'], async (records, found) => {
        const checked = checkTeam({ name, description });
        if (!checked.ok) return checked;
        if ((await records.teams(found.id)).length >= MOST_TEAMS) {
          return refuse('too-many', `an organization has at most ${MOST_TEAMS} teams`);
        }
        const team = await records.addTeam(found.id, name, description);
        return team === 'taken' ? taken(name) : ok(team);
      }),
    change: (context, organization, team, { name, description }) =>
      write(world, context, [organization, team, 'team.change'], async (records, found) => {
        const change = {
          ...(name !== undefined && { name }),
          ...(description !== undefined && { description }),
        };
        const checked = checkTeam(change);
        if (!checked.ok) return checked;
        const row = await teamNamed(records, found, team);
        if (!row.ok) return row;
        const changed = await records.changeTeam(row.value.id, change);
        return changed === 'taken' ? taken(name ?? team) : ok(undefined);
      }),
    remove: (context, organization, team) =>
      write(world, context, [organization, team, 'team.delete'], async (records, found) => {
        const row = await teamNamed(records, found, team);
        if (!row.ok) return row;
        await records.removeTeam(row.value.id);
        return ok(undefined);
      }),
  };
}

function createPeople(world: AccountsWorld): Pick<Teams, 'add' | 'take'> {
  const withPerson = (deed: string, apply: TeamChange): Teams['add'] => {
    return (context, organization, team, person) =>
      write(world, context, [organization, `${team}: ${person}`, deed], async (records, found) => {
        const row = await teamNamed(records, found, team);
        if (!row.ok) return row;
        const user = await memberNamed(records, found, person);
        if (!user.ok) return user;
        const isDone = await apply(records, row.value.id, user.value);
        return isDone
          ? ok(undefined)
          : refuse('not-found', `there is no '${person}' in the team '${team}'`);
      });
  };
  return {
    add: withPerson('team.add-member', (records, team, user) => records.addToTeam(team, user)),
    take: withPerson('team.remove-member', (records, team, user) =>
      records.removeFromTeam(team, user),
    ),
  };
}

/** A write to the teams of an organization. */
function write<Value>(
  world: AccountsWorld,
  context: Context,
  [organization, team, deed]: readonly [string, string, string],
  work: (
    records: AccountRecords,
    organization: NamespaceFacts,
  ) => Promise<Result<Value, AccountsFailure>>,
): Promise<Result<Value, AccountsFailure>> {
  const target = { kind: 'namespace', name: organization } as const;
  const object = `${organization}: ${team.slice(0, 128)}`;
  const what = { action: 'organization.teams.write', target, deed, object } as const;
  return perform(world, context, what, async (records, subject) => {
    const found = organizationOf(subject);
    return found.ok ? work(records, found.value) : found;
  });
}

type TeamChange = (records: AccountRecords, teamId: number, userId: number) => Promise<boolean>;

export async function teamNamed(
  records: Pick<AccountRecords, 'teamByName'>,
  organization: NamespaceFacts,
  name: string,
): Promise<Result<TeamRow, AccountsFailure>> {
  const team = await records.teamByName(organization.id, name);
  return team
    ? ok(team)
    : refuse('not-found', `there is no team '${name}' in '${organization.name}'`);
}

function taken(name: string): Result<never, AccountsFailure> {
  return refuse('name-taken', `there is a team '${name}' already`);
}

function checkTeam(team: {
  readonly name?: string;
  readonly description?: string;
}): Result<undefined, AccountsFailure> {
  const name = team.name === undefined ? undefined : checkLabel(team.name);
  if (name && !name.ok) return name;
  if ((team.description ?? '').length > DESCRIPTION_LENGTH) {
    return refuse('invalid', `a description has at most ${DESCRIPTION_LENGTH} characters`);
  }
  return ok(undefined);
}
