import { ok } from '../base/index.ts';
import { namespaceOf, requireAllowed } from './access.ts';
import { entryOf } from './deeds.ts';
import type { Audit } from './interface.ts';
import type { AccountsWorld } from './world.ts';

/** Lines of one answer. */
const MOST = 500;

export function createAudit(world: AccountsWorld): Audit {
  const { store } = world;
  return {
    ofInstance: async (actor, page) => {
      const target = { kind: 'instance' } as const;
      const allowed = await requireAllowed(world, actor, 'instance.audit.read', target);
      if (!allowed.ok) return allowed;
      return ok(await store.auditEntries({ ...page, limit: Math.min(page.limit, MOST) }));
    },
    ofNamespace: async (actor, name, page) => {
      const target = { kind: 'namespace', name } as const;
      const allowed = await requireAllowed(world, actor, 'namespace.audit.read', target);
      if (!allowed.ok) return allowed;
      const namespaceId = namespaceOf(allowed.value).id;
      const limit = Math.min(page.limit, MOST);
      return ok(await store.auditEntries({ ...page, limit, namespaceId }));
    },
    note: (context, deed) => store.addAudit(entryOf(world, context, deed)),
  };
}
