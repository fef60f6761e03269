import type { Actor, NamespacesQuery, NamespaceUse } from '../../accounts/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type { AdministeredNamespace, AdministeredNamespacePage } from '../contract/operations.ts';
import type { Handlers } from '../handlers.ts';
import { pageOf, PER_PAGE, sortedPaging } from '../paging.ts';
import { valueOf } from '../problem-of.ts';
import { ProblemError } from '../problem.ts';
import { deedContext } from '../request-context.ts';
import { tableFile } from '../table-file.ts';
import { timeText } from './present.ts';

type Ids = 'setPlan' | 'setQuota' | 'listAllNamespaces' | 'exportAllNamespaces';

const PAGING = sortedPaging('all-namespaces');

/** Namespaces as an administrator sees them: how much is in them, not what. */
export function namespaceUseHandlers({ accounts: { namespaces } }: ApiOptions): Handlers<Ids> {
  const list = async (input: ListInput, actor: Actor): Promise<AdministeredNamespacePage> => {
    const { limit = PER_PAGE } = input;
    const rows = valueOf(await namespaces.list(actor, PAGING.queryOf(input)));
    return pageOf(rows, limit, PAGING.cursorOf(input), administeredOf);
  };
  const one = async (name: string, actor: Actor): Promise<AdministeredNamespace> => {
    const [row] = valueOf(await namespaces.list(actor, { limit: 1, name }));
    if (!row) throw new ProblemError('resource.missing');
    return administeredOf(row);
  };
  return {
    setPlan: async ({ namespace, body: { plan } }, context) => {
      valueOf(await namespaces.setPlan(deedContext(context), namespace, plan));
      return one(namespace, context.actor);
    },
    setQuota: async ({ namespace, body: { bytes } }, context) => {
      valueOf(await namespaces.setQuota(deedContext(context), namespace, bytes));
      return one(namespace, context.actor);
    },
    listAllNamespaces: (input, { actor }) => list(input, actor),
    exportAllNamespaces: ({ format, ...filters }, { actor }) =>
      tableFile({
        name: 'namespaces',
        format,
        columns: COLUMNS,
        read: (page) => list({ ...filters, ...page }, actor),
      }),
  };
}

type ListInput = Omit<NamespacesQuery, 'limit' | 'after' | 'name'> & {
  readonly limit?: number;
  readonly after?: string;
};

function administeredOf(row: NamespaceUse): AdministeredNamespace {
  return {
    name: row.name,
    kind: row.kind,
    plan: row.planState.plan,
    owners: row.owners,
    repositories: row.repositories,
    bytes: row.bytes,
    ...(row.quotaBytes !== undefined && { quotaBytes: row.quotaBytes }),
    createdAt: timeText(row.createdAt),
  };
}

const COLUMNS: Parameters<typeof tableFile<AdministeredNamespace>>[0]['columns'] = {
  name: ({ name }) => name,
  kind: ({ kind }) => kind,
  plan: ({ plan }) => plan,
  owners: ({ owners }) => owners.join(' '),
  repositories: ({ repositories }) => repositories,
  bytes: ({ bytes }) => bytes,
  quota_bytes: ({ quotaBytes }) => quotaBytes,
  created_at: ({ createdAt }) => createdAt,
};
