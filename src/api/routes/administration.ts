import type { AuditEntry } from '../../accounts/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type { AuditEntry as AuditItem, AuditPage } from '../contract/operations.ts';
import type { Handlers } from '../handlers.ts';
import { decodeCursor, encodeCursor, pageOf, PER_PAGE } from '../paging.ts';
import { valueOf } from '../problem-of.ts';
import { timeText } from './present.ts';

type Ids = 'listAuditLog' | 'listNamespaceAuditLog' | 'getHealth';

export function administrationHandlers(options: ApiOptions): Handlers<Ids> {
  const { accounts, health } = options;
  return {
    listAuditLog: async (input, { actor }) =>
      auditPage(input, valueOf(await accounts.audit.ofInstance(actor, auditRequest(input)))),
    listNamespaceAuditLog: async (input, { actor }) => {
      const request = auditRequest(input);
      const rows = await accounts.audit.ofNamespace(actor, input.namespace, request);
      return auditPage(input, valueOf(rows));
    },
    getHealth: async () => {
      const [checks, details] = await Promise.all([health.checks(), health.details()]);
      const isReady = health.isAccepting() && checks.every(({ isFine }) => isFine);
      return { isReady, checks, ...details };
    },
  };
}

interface AuditInput {
  readonly limit?: number;
  readonly after?: string;
  readonly actor?: string;
  readonly deed?: string;
}

function auditRequest({ limit = PER_PAGE, after, actor, deed }: AuditInput): {
  readonly limit: number;
  readonly before?: number;
  readonly actor?: string;
  readonly deed?: string;
} {
  return {
    limit: limit + 1,
    ...(after !== undefined && { before: Number(decodeCursor('audit', 1, after)[0]) }),
    ...(actor !== undefined && { actor }),
    ...(deed !== undefined && { deed }),
  };
}

function auditPage(
  { limit = PER_PAGE }: AuditInput,
  rows: readonly (AuditEntry & { readonly id: number })[],
): AuditPage {
  return pageOf(rows, limit, ({ id }) => encodeCursor('audit', [id]), auditItem);
}

function auditItem(entry: AuditEntry): AuditItem {
  const { at, actor, deed, object, result, requestId, address, details } = entry;
  return { at: timeText(at), actor, deed, object, result, requestId, address, details };
}
