import { ok } from '../base/index.ts';
import { namespaceOf, requireAllowed } from './access.ts';
import { perform } from './deeds.ts';
import { refuse } from './failures.ts';
import type { Namespaces } from './interface.ts';
import { checkDisplayName } from './names.ts';
import { MOST_LISTED } from './people.ts';
import { changePlan, plansOf } from './plans.ts';
import type { AccountsWorld } from './world.ts';

/** Namespaces that one person belongs to, listed at once. */
const MOST_MINE = 1_000;
/** A quota over this is a mistake of units: an exbibyte. */
const MOST_QUOTA = 2 ** 53 - 1;

export function createNamespaces(world: AccountsWorld): Namespaces {
  return { ...createReads(world), ...createWrites(world), ...createAdministration(world) };
}

function createReads(world: AccountsWorld): Pick<Namespaces, 'mine' | 'list' | 'see'> {
  const { store } = world;
  return {
    mine: async (actor) => {
      if (actor.kind === 'anonymous') return refuse('needs-sign-in', 'sign in to see your own');
      if (actor.kind === 'robot') {
        const own = await store.namespaceById(actor.namespaceId);
        return ok(own ? [{ ...own, role: 'editor' as const }] : []);
      }
      return ok(await store.namespacesOf(actor.userId, MOST_MINE));
    },
    list: async (actor, query) => {
      const target = { kind: 'instance' } as const;
      const allowed = await requireAllowed(world, actor, 'instance.namespaces.read', target);
      if (!allowed.ok) return allowed;
      const limit = Math.min(query.limit, MOST_LISTED);
      return ok(await store.namespaceUse({ ...query, limit }));
    },
    see: async (actor, name) => {
      const target = { kind: 'namespace', name } as const;
      const allowed = await requireAllowed(world, actor, 'namespace.see', target);
      if (!allowed.ok) return allowed;
      const row = await store.namespaceByName(name);
      if (!row || allowed.value.kind !== 'namespace') {
        return refuse('not-found', `there is no namespace '${name}'`);
      }
      const { namespace, standing } = allowed.value;
      return ok({
        ...namespace,
        displayName: row.displayName,
        role: standing.role,
        resultsReadableUntil: row.planState.resultsReadableUntil,
        activatesNew: row.activatesNew,
        quotaBytes: row.quotaBytes,
        createdAt: row.createdAt,
      });
    },
  };
}

type Writes = 'change' | 'remove';

function createWrites(world: AccountsWorld): Pick<Namespaces, Writes> {
  return {
    change: (context, name, { displayName, activatesNew }) => {
      // Activating for all new repositories needs the plan; the rest of the settings does not.
      const action = activatesNew === true ? 'namespace.activate' : 'namespace.settings.write';
      const target = { kind: 'namespace', name } as const;
      const write = { action, target, deed: 'namespace.change' } as const;
      return perform(world, context, write, async (records, subject) => {
        const settings = { kind: 'namespace', name } as const;
        const allowed = await requireAllowed(
          world,
          context.actor,
          'namespace.settings.write',
          settings,
          records,
        );
        if (!allowed.ok) return allowed;
        const checked = displayName === undefined ? undefined : checkDisplayName(displayName);
        if (checked && !checked.ok) return checked;
        await records.changeNamespace(namespaceOf(subject).id, {
          ...(checked && { displayName: checked.value }),
          ...(activatesNew !== undefined && { activatesNew }),
        });
        return ok(undefined);
      });
    },
    remove: (context, name) => {
      const target = { kind: 'namespace', name } as const;
      const write = { action: 'namespace.delete', target, deed: 'namespace.delete' } as const;
      return perform(world, context, write, async (records, subject) => {
        const { id, kind } = namespaceOf(subject);
        if (kind === 'personal') {
          return refuse('invalid', 'a personal namespace goes with its account: delete that');
        }
        await records.removeNamespace(id, world.clock.now());
        return ok(undefined);
      });
    },
  };
}

/** What an administrator sets. */
function createAdministration(world: AccountsWorld): Pick<Namespaces, 'setPlan' | 'setQuota'> {
  const { clock, options } = world;
  return {
    setPlan: (context, name, plan) => {
      const write = {
        action: 'instance.plans.write',
        target: { kind: 'instance' },
        deed: 'namespace.set-plan',
        object: name,
        details: { plan },
      } as const;
      return perform(world, context, write, async (records) => {
        const row = await records.namespaceByName(name);
        if (!row) return refuse('not-found', `there is no namespace '${name}'`);
        const choices = plansOf(row.kind);
        if (!choices.includes(plan)) {
          const message = `'${name}' is ${row.kind}: its plan can be ${choices.join(', ')}, not ${plan}`;
          return refuse('plan-not-for-kind', message, { plans: choices });
        }
        const planState = changePlan(row.planState, plan, clock.now(), options.resultsGrace);
        await records.changeNamespace(row.id, { planState });
        return ok(undefined);
      });
    },
    setQuota: (context, name, bytes) => {
      const write = {
        action: 'instance.quotas.write',
        target: { kind: 'instance' },
        deed: 'namespace.set-quota',
        object: name,
        details: { bytes: bytes ?? 'none' },
      } as const;
      return perform(world, context, write, async (records) => {
        if (bytes !== null && !(Number.isSafeInteger(bytes) && bytes >= 0 && bytes <= MOST_QUOTA)) {
          return refuse('invalid', `a quota is a number of bytes, not ${bytes}`);
        }
        const row = await records.namespaceByName(name);
        if (!row) return refuse('not-found', `there is no namespace '${name}'`);
        await records.changeNamespace(row.id, { quotaBytes: bytes });
        return ok(undefined);
      });
    },
  };
}
