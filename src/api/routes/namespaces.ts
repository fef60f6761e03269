import type { NamespaceRow, NamespaceView } from '../../accounts/index.ts';
import { plansOf, plansWithAnalysis } from '../../accounts/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type { Namespace, NamespaceSettings } from '../contract/operations.ts';
import type { Handlers } from '../handlers.ts';
import { pageOfAll, PER_PAGE } from '../paging.ts';
import { valueOf } from '../problem-of.ts';
import { deedContext } from '../request-context.ts';
import { optionalTime } from './present.ts';

type Ids =
  | 'listNamespaces'
  | 'getNamespace'
  | 'getNamespaceSettings'
  | 'updateNamespaceSettings'
  | 'deleteNamespace'
  | 'getPlan'
  | 'createOrganization';

export function namespaceHandlers(options: ApiOptions): Handlers<Ids> {
  const { accounts, images } = options;
  const { namespaces, organizations } = accounts;
  return {
    listNamespaces: async ({ limit = PER_PAGE, after, search = '' }, { actor }) => {
      const mine = valueOf(await namespaces.mine(actor))
        .filter(({ name }) => name.includes(search))
        .map(namespaceOfRow);
      return pageOfAll(mine, { list: 'namespaces', limit, after }, ({ name }) => name);
    },
    getNamespace: async ({ namespace }, { actor }) =>
      namespaceOfView(valueOf(await namespaces.see(actor, namespace))),
    getNamespaceSettings: async ({ namespace }, { actor }) =>
      settingsOf(valueOf(await namespaces.see(actor, namespace))),
    updateNamespaceSettings: async ({ namespace, body }, context) => {
      valueOf(await namespaces.change(deedContext(context), namespace, body));
      return settingsOf(valueOf(await namespaces.see(context.actor, namespace)));
    },
    deleteNamespace: async ({ namespace }, context) => {
      valueOf(await namespaces.remove(deedContext(context), namespace));
      return undefined;
    },
    getPlan: async ({ namespace }, { actor }) => {
      const view = valueOf(await namespaces.see(actor, namespace));
      return {
        plan: view.plan,
        plans: plansOf(view.kind),
        analysis: view.entitlement,
        ...optionalTime('resultsReadableUntil', view.resultsReadableUntil),
        plansWithAnalysis: plansWithAnalysis(view.kind),
        ...(view.quotaBytes !== undefined && { quotaBytes: view.quotaBytes }),
        usedBytes: await images.bytesOf(view.id),
      };
    },
    createOrganization: async ({ body }, context) => {
      const made = valueOf(await organizations.create(deedContext(context), body));
      return namespaceOfRow({ ...made, role: 'owner' });
    },
  };
}

function namespaceOfRow({
  name,
  kind,
  displayName,
  role,
}: NamespaceRow & { readonly role: NamespaceView['role'] }): Namespace {
  return { name, kind, displayName, ...(role && { role }) };
}

function namespaceOfView({ name, kind, displayName, role }: NamespaceView): Namespace {
  return { name, kind, displayName, ...(role && { role }) };
}

function settingsOf({ displayName, activatesNew }: NamespaceView): NamespaceSettings {
  return { displayName, activatesNewRepositories: activatesNew };
}
