import type { NamespaceRow, NamespaceView } from '../../accounts/index.ts';
import { plansOf, plansWithAnalysis } from '../../accounts/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type {
  AdministeredNamespace,
  Namespace,
  NamespaceSettings,
} from '../contract/operations.ts';
import type { Handlers } from '../handlers.ts';
import { decodeCursor, encodeCursor, pageOf, pageOfAll, PER_PAGE } from '../paging.ts';
import { valueOf } from '../problem-of.ts';
import { ProblemError } from '../problem.ts';
import { deedContext } from '../request-context.ts';
import { optionalTime, timeText } from './present.ts';

type Ids =
  | 'listNamespaces'
  | 'getNamespace'
  | 'getNamespaceSettings'
  | 'updateNamespaceSettings'
  | 'deleteNamespace'
  | 'getPlan'
  | 'setPlan'
  | 'setQuota'
  | 'listAllNamespaces'
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
    setPlan: async ({ namespace, body: { plan } }, context) => {
      valueOf(await namespaces.setPlan(deedContext(context), namespace, plan));
      return administeredNamed(namespace, context.actor, options);
    },
    setQuota: async ({ namespace, body: { bytes } }, context) => {
      valueOf(await namespaces.setQuota(deedContext(context), namespace, bytes));
      return administeredNamed(namespace, context.actor, options);
    },
    listAllNamespaces: async ({ limit = PER_PAGE, after, search }, { actor }) => {
      const rows = await namespaces.list(actor, {
        limit: limit + 1,
        ...(after !== undefined && { after: String(decodeCursor('all-namespaces', 1, after)[0]) }),
        ...(search !== undefined && { search }),
      });
      return pageOf(valueOf(rows), limit, namespaceCursor, administeredOf);
    },
    createOrganization: async ({ body }, context) => {
      const made = valueOf(await organizations.create(deedContext(context), body));
      return namespaceOfRow({ ...made, role: 'owner' });
    },
  };
}

function namespaceCursor({ name }: NamespaceRow): string {
  return encodeCursor('all-namespaces', [name]);
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

/** An administrator sees plans, not what is in the namespace: hence not by `see`. */
async function administeredNamed(
  name: string,
  actor: Parameters<ApiOptions['accounts']['namespaces']['list']>[0],
  { accounts }: ApiOptions,
): Promise<AdministeredNamespace> {
  const rows = await accounts.namespaces.list(actor, { limit: 1_000, search: name });
  const row = valueOf(rows).find((one) => one.name === name);
  if (!row) throw new ProblemError('resource.missing');
  return administeredOf(row);
}

function administeredOf(row: NamespaceRow): AdministeredNamespace {
  return {
    name: row.name,
    kind: row.kind,
    plan: row.planState.plan,
    ...(row.quotaBytes !== undefined && { quotaBytes: row.quotaBytes }),
    createdAt: timeText(row.createdAt),
  };
}
