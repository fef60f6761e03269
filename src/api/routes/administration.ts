import type { AuditEntry } from '../../accounts/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type { AuditEntry as AuditItem, AuditPage } from '../contract/operations.ts';
import type { Handlers } from '../handlers.ts';
import { decodeCursor, encodeCursor, pageOf, PER_PAGE } from '../paging.ts';
import { valueOf } from '../problem-of.ts';
import { deedContext } from '../request-context.ts';
import { timeText } from './present.ts';

type Ids = 'listAuditLog' | 'listNamespaceAuditLog' | 'collectGarbage' | 'getHealth';

export function administrationHandlers(options: ApiOptions): Handlers<Ids> {
  const { accounts, images, health, clock } = options;
  return {
    listAuditLog: async (input, { actor }) =>
      auditPage(input, valueOf(await accounts.audit.ofInstance(actor, auditRequest(input)))),
    listNamespaceAuditLog: async (input, { actor }) => {
      const request = auditRequest(input);
      const rows = await accounts.audit.ofNamespace(actor, input.namespace, request);
      return auditPage(input, valueOf(rows));
    },
    collectGarbage: async (_, context) => {
      const collected = await images.collectGarbage();
      const { blobs, bytes, manifests } = collected;
      await accounts.audit.note(deedContext(context), {
        deed: 'storage.collect',
        object: 'instance',
        result: 'done',
        details: { blobs, bytes, manifests },
      });
      return { finishedAt: timeText(clock.now()), ...collected };
    },
    getHealth: async () => {
      const checks = await health.checks();
      return { isReady: health.isAccepting() && checks.every(({ isFine }) => isFine), checks };
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
