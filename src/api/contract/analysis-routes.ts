import { z } from 'zod';
import { onNamespace, onRepository } from './access.ts';
import {
  activation,
  analysisCause,
  analysisEvent,
  analysisState,
  backFill,
  imageAnalysis,
} from './analysis-schemas.ts';
import { BASE_ROUTES } from './base-routes.ts';
import {
  digest,
  namespaceName,
  namespaceParams,
  pageAnswer,
  pageQuery,
  repositoryParams,
  repositoryPath,
  tagName,
} from './common-schemas.ts';
import {
  IMAGE,
  platform,
  reference,
  referenceParams,
  vulnerabilityId,
} from './image-parameters.ts';
import { PACKAGE_ROUTES } from './package-routes.ts';
import { VIEW_ROUTES } from './report-view-routes.ts';
import { changeFields } from './report-view-schemas.ts';
import type { Area } from './route.ts';

/** As docs/schema has it: the same bytes as of `drydock cves --format json`. */
const report = z
  .record(z.string(), z.unknown())
  .meta({ id: 'Report', description: 'docs/schema/report-1.schema.json' });
const comparison = z
  .record(z.string(), z.unknown())
  .meta({ id: 'Comparison', description: 'docs/schema/comparison-1.schema.json' });
const explanation = z
  .record(z.string(), z.unknown())
  .meta({ id: 'Explanation', description: 'docs/schema/explanation-1.schema.json' });

const historyEntry = z
  .strictObject({
    at: z.string(),
    cause: analysisCause,
    by: z.string(),
    state: analysisState,
    requestId: z.string(),
    tag: z.string().optional(),
    change: z.strictObject(changeFields).optional().meta({
      description:
        'Where a push put it in the place of another image of the tag, or new advisories changed what is said of it',
    }),
  })
  .meta({ id: 'AnalysisHistoryEntry' });

/** As many bytes as the engine takes of an SBOM file. */
const SBOM_BYTES = 64 * 1024 * 1024;

const ACTIVATION: Area['routes'] = [
  {
    id: 'getActivation',
    method: 'GET',
    path: '/repositories/{namespace}/{repository}/activation',
    summary: 'Whether pushes to a repository are analyzed',
    access: onRepository('repository.see'),
    params: repositoryParams,
    answer: { kind: 'json', status: 200, schema: activation },
  },
  {
    id: 'activateAnalysis',
    method: 'PUT',
    path: '/repositories/{namespace}/{repository}/activation',
    summary: 'Analyze what is pushed from now on, and what is there as `backFill` says',
    access: onRepository('repository.activate'),
    params: repositoryParams,
    body: z.strictObject({ backFill: backFill.optional() }),
    answer: { kind: 'json', status: 200, schema: activation },
  },
  {
    id: 'deactivateAnalysis',
    method: 'DELETE',
    path: '/repositories/{namespace}/{repository}/activation',
    summary: 'Analyze no more; results stay, and are not kept up to date',
    access: onRepository('repository.deactivate'),
    params: repositoryParams,
    answer: { kind: 'json', status: 200, schema: activation },
  },
  {
    id: 'activateMatching',
    method: 'POST',
    path: '/namespaces/{namespace}/activations',
    summary: 'Activate every repository whose name matches',
    access: onNamespace('namespace.activate'),
    params: namespaceParams,
    body: z.strictObject({
      pattern: z.string().min(1).max(200).meta({ description: 'After namespace/; * is any text' }),
      backFill: backFill.optional(),
    }),
    answer: { kind: 'json', status: 200, schema: bulkOutcome() },
  },
  {
    id: 'deactivateMatching',
    method: 'POST',
    path: '/namespaces/{namespace}/deactivations',
    summary: 'Deactivate every repository whose name matches',
    access: onNamespace('namespace.deactivate'),
    params: namespaceParams,
    body: z.strictObject({ pattern: z.string().min(1).max(200) }),
    answer: { kind: 'json', status: 200, schema: bulkOutcome() },
  },
  {
    id: 'setActivationDefault',
    method: 'PUT',
    path: '/namespaces/{namespace}/activation-default',
    summary: 'Whether repositories made from now on begin active',
    access: onNamespace('namespace.activate'),
    params: namespaceParams,
    body: z.strictObject({ isActive: z.boolean() }),
    answer: { kind: 'json', status: 200, schema: z.strictObject({ isActive: z.boolean() }) },
  },
];

function bulkOutcome(): z.ZodType {
  return z
    .strictObject({ changed: z.array(z.string()), queued: z.int().optional() })
    .meta({ id: 'BulkActivation' });
}

const RESULTS: Area['routes'] = [
  {
    id: 'getAnalysis',
    method: 'GET',
    path: `${IMAGE}/analysis`,
    summary: 'Where the analysis of an image is, and the summary of its last result',
    access: onRepository('repository.results.read'),
    params: referenceParams,
    answer: { kind: 'json', status: 200, schema: imageAnalysis },
  },
  {
    id: 'rerunAnalysis',
    method: 'POST',
    path: `${IMAGE}/analysis`,
    summary: 'Analyze an image again',
    access: onRepository('repository.results.run'),
    params: referenceParams,
    answer: { kind: 'json', status: 202, schema: imageAnalysis },
    errors: ['resource.conflict'],
  },
  {
    id: 'cancelAnalysis',
    method: 'DELETE',
    path: `${IMAGE}/analysis`,
    summary: 'Cancel an analysis that waits or runs',
    access: onRepository('repository.results.run'),
    params: referenceParams,
    answer: { kind: 'json', status: 200, schema: imageAnalysis },
    errors: ['resource.conflict'],
  },
  {
    id: 'getReport',
    method: 'GET',
    path: `${IMAGE}/report`,
    summary: 'The whole report',
    access: onRepository('repository.results.read'),
    params: referenceParams,
    query: z.strictObject({ platform }),
    answer: { kind: 'json', status: 200, schema: report },
    errors: ['analysis.unavailable'],
  },
  {
    id: 'exportReport',
    method: 'GET',
    path: `${IMAGE}/export`,
    summary: 'The report as a file',
    access: onRepository('repository.results.read'),
    params: referenceParams,
    query: z.strictObject({
      platform,
      format: z.enum(['json', 'sarif', 'gitlab', 'cyclonedx', 'spdx', 'csv', 'markdown', 'html']),
    }),
    answer: {
      kind: 'file',
      mediaTypes: [
        'application/json',
        'application/sarif+json',
        'application/vnd.cyclonedx+json',
        'application/spdx+json',
        'text/csv',
        'text/markdown',
        'text/html',
      ],
    },
    errors: ['analysis.unavailable'],
  },
  {
    id: 'explainFinding',
    method: 'GET',
    path: `${IMAGE}/explanations/{id}`,
    summary: 'Why a vulnerability is reported for an image, or exactly why not',
    access: onRepository('repository.results.read'),
    params: z.strictObject({
      namespace: namespaceName,
      repository: repositoryPath,
      reference,
      id: vulnerabilityId,
    }),
    query: z.strictObject({ platform }),
    answer: { kind: 'json', status: 200, schema: explanation },
    errors: ['analysis.unavailable'],
  },
  {
    id: 'compareImages',
    method: 'GET',
    path: `${IMAGE}/comparison`,
    summary: 'What changed from another image to this one',
    access: onRepository('repository.results.read'),
    params: referenceParams,
    query: z.strictObject({
      platform,
      before: reference.optional().meta({
        description: 'A tag or a digest; if absent, what this tag pointed to before',
      }),
      beforeRepository: z
        .string()
        .max(255)
        .regex(/^[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9][a-z0-9._-]*)+$/)
        .optional()
        .meta({ description: 'namespace/repository of `before`; this one, if absent' }),
    }),
    answer: { kind: 'json', status: 200, schema: comparison },
    errors: ['analysis.unavailable'],
  },
  {
    id: 'listAnalysisHistory',
    method: 'GET',
    path: '/repositories/{namespace}/{repository}/manifests/{digest}/analyses',
    summary: 'Every analysis of an image with its cause; the newest first',
    access: onRepository('repository.results.read'),
    params: z.strictObject({ namespace: namespaceName, repository: repositoryPath, digest }),
    query: pageQuery(),
    answer: {
      kind: 'json',
      status: 200,
      schema: pageAnswer('AnalysisHistoryPage', historyEntry),
    },
  },
  {
    id: 'pushSbom',
    method: 'PUT',
    path: '/repositories/{namespace}/{repository}/sboms/{name}',
    summary: 'A report from an SBOM made elsewhere, for an image that is not here',
    access: onRepository('repository.results.import'),
    params: z.strictObject({
      namespace: namespaceName,
      repository: repositoryPath,
      name: tagName,
    }),
    rawBody: [
      'application/vnd.cyclonedx+json',
      'application/spdx+json',
      'application/octet-stream',
    ],
    bodyBytes: SBOM_BYTES,
    answer: { kind: 'json', status: 202, schema: imageAnalysis },
    errors: ['resource.conflict'],
  },
  {
    id: 'followRepository',
    method: 'GET',
    path: '/repositories/{namespace}/{repository}/events',
    summary: 'Changes of analyses in a repository, as they happen',
    access: onRepository('repository.results.read'),
    params: repositoryParams,
    answer: { kind: 'events', schema: analysisEvent },
  },
];

export const ANALYSIS_AREA: Area = {
  name: 'analyses',
  summary: 'Image analysis: activation, states, reports',
  routes: [...ACTIVATION, ...RESULTS, ...PACKAGE_ROUTES, ...VIEW_ROUTES, ...BASE_ROUTES],
};
