import { z } from 'zod';
import { onInstance } from './access.ts';
import {
  namespaceParams,
  order,
  pageAnswer,
  pageQuery,
  plan,
  search,
  time,
} from './common-schemas.ts';
import { exportQuery, TABLE_FILE } from './export-schemas.ts';
import type { Route } from './route.ts';

const administered = z
  .strictObject({
    name: z.string(),
    kind: z.enum(['personal', 'organization']),
    plan,
    owners: z.array(z.string()).meta({ description: 'The first ten' }),
    repositories: z.int(),
    bytes: z.int().meta({ description: 'Of its blobs, each once' }),
    quotaBytes: z.int().optional(),
    createdAt: time,
  })
  .meta({ id: 'AdministeredNamespace' });

const administeredFilters = {
  search: search.optional(),
  kind: z.enum(['personal', 'organization']).optional(),
  plan: plan.optional(),
  sort: z.enum(['name', 'createdAt', 'repositories', 'bytes']).optional(),
  order: order.optional(),
};

/** A petabyte: what is more is a slip of the hand. */
const MOST_QUOTA = 1e15;

/** Namespaces as an administrator sees them: how much is in them, not what. */
export const NAMESPACE_USE_ROUTES: readonly Route[] = [
  {
    id: 'setPlan',
    method: 'PUT',
    path: '/namespaces/{namespace}/plan',
    summary: 'Set the plan of a namespace',
    access: onInstance('instance.plans.write'),
    params: namespaceParams,
    body: z.strictObject({ plan }),
    answer: { kind: 'json', status: 200, schema: administered },
  },
  {
    id: 'setQuota',
    method: 'PUT',
    path: '/namespaces/{namespace}/quota',
    summary: 'Set how many bytes of images a namespace may keep',
    access: onInstance('instance.quotas.write'),
    params: namespaceParams,
    body: z.strictObject({
      bytes: z.int().min(0).max(MOST_QUOTA).nullable().meta({ description: 'null: no bound' }),
    }),
    answer: { kind: 'json', status: 200, schema: administered },
  },
  {
    id: 'listAllNamespaces',
    method: 'GET',
    path: '/administration/namespaces',
    summary: 'Every namespace with its plan, not what is in it',
    access: onInstance('instance.namespaces.read'),
    query: pageQuery(administeredFilters),
    answer: {
      kind: 'json',
      status: 200,
      schema: pageAnswer('AdministeredNamespacePage', administered),
    },
  },
  {
    id: 'exportAllNamespaces',
    method: 'GET',
    path: '/administration/namespaces/export',
    summary: 'The same as a file',
    access: onInstance('instance.namespaces.read'),
    query: exportQuery(administeredFilters),
    answer: TABLE_FILE,
  },
];
