import { z } from 'zod';
import { onInstance, onNamespace } from './access.ts';
import { namespaceParams, pageAnswer, pageQuery, time } from './common-schemas.ts';
import { PUBLIC_BASE_ROUTES } from './public-base-routes.ts';
import { FEED_ROUTES } from './feed-routes.ts';
import { IDENTITY_PROVIDER_ROUTES } from './identity-provider-routes.ts';
import { QUEUE_ROUTES } from './queue-routes.ts';
import type { Area } from './route.ts';
import { STORAGE_ROUTES } from './storage-routes.ts';

const auditEntry = z
  .strictObject({
    at: time,
    actor: z.string(),
    deed: z.string(),
    object: z.string(),
    result: z.string().meta({ description: '`done`, or the code of the refusal' }),
    requestId: z.string(),
    address: z.string(),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  })
  .meta({ id: 'AuditEntry' });

const auditQuery = pageQuery({
  actor: z.string().max(128).optional(),
  deed: z.string().max(128).optional(),
});

const health = z
  .strictObject({
    isReady: z.boolean(),
    checks: z.array(
      z
        .strictObject({ name: z.string(), isFine: z.boolean(), detail: z.string().optional() })
        .meta({ id: 'HealthCheck' }),
    ),
    findings: z
      .array(
        z
          .strictObject({
            name: z.string(),
            kind: z.enum(['fine', 'warning', 'problem']),
            what: z.string(),
            help: z.string().optional().meta({ description: 'What to do about it' }),
          })
          .meta({ id: 'HealthFinding' }),
      )
      .meta({ description: 'In words: disk, sandbox, advisories, queue, backup' }),
    versions: z
      .record(z.string(), z.string())
      .meta({ description: 'Of Drydock and of what it runs on' }),
  })
  .meta({ id: 'Health' });

export const ADMINISTRATION_AREA: Area = {
  name: 'administration',
  summary: 'The instance, for its administrators',
  routes: [
    {
      id: 'listAuditLog',
      method: 'GET',
      path: '/administration/audit',
      summary: 'Who did what; the newest first',
      access: onInstance('instance.audit.read'),
      query: auditQuery,
      answer: { kind: 'json', status: 200, schema: pageAnswer('AuditPage', auditEntry) },
    },
    {
      id: 'listNamespaceAuditLog',
      method: 'GET',
      path: '/namespaces/{namespace}/audit',
      summary: 'Who did what in a namespace; the newest first',
      access: onNamespace('namespace.audit.read'),
      params: namespaceParams,
      query: auditQuery,
      answer: { kind: 'json', status: 200, schema: pageAnswer('AuditPage', auditEntry) },
    },
    ...QUEUE_ROUTES,
    ...FEED_ROUTES,
    ...PUBLIC_BASE_ROUTES,
    ...STORAGE_ROUTES,
    ...IDENTITY_PROVIDER_ROUTES,
    {
      id: 'getHealth',
      method: 'GET',
      path: '/administration/health',
      summary: 'What the server depends on, and how it is',
      access: onInstance('instance.health.read'),
      answer: { kind: 'json', status: 200, schema: health },
    },
  ],
};
