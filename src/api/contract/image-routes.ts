import { z } from 'zod';
import { onRepository } from './access.ts';
import { analysisState, STATE_NAMES } from './analysis-schemas.ts';
import {
  digest,
  namespaceName,
  pageAnswer,
  pageQuery,
  repositoryParams,
  repositoryPath,
  search,
  severityCounts,
  someOf,
  tagName,
  time,
} from './common-schemas.ts';
import { exportQuery, TABLE_FILE } from './export-schemas.ts';
import { imageChange } from './report-view-schemas.ts';
import type { Area } from './route.ts';

const TAG_FILTERS = {
  search: search.optional(),
  sort: z
    .enum(['name', 'newest', 'largest', 'severity', 'pulled'])
    .optional()
    .meta({ description: 'name, if absent; severity: the worst first' }),
  state: someOf(STATE_NAMES).optional(),
};

const tag = z
  .strictObject({
    name: z.string(),
    digest,
    mediaType: z.string(),
    compressedSize: z.int().meta({ description: 'Bytes of all it leads to, as stored' }),
    platforms: z.array(z.string()),
    pushedAt: time,
    pushedBy: z.string(),
    pulledAt: time
      .optional()
      .meta({ description: 'When what it points to was last pulled; to some seconds' }),
    isImmutable: z.boolean(),
    analysis: z
      .strictObject({
        state: analysisState,
        counts: severityCounts.optional(),
        analyzedAt: time.optional().meta({
          description: 'Of the last result; nothing newer is known where analysis is off',
        }),
        change: imageChange.optional().meta({ description: 'Only of one tag that is asked for' }),
      })
      .optional()
      .meta({ description: 'Absent where one may not see results' }),
  })
  .meta({ id: 'Tag' });

const tagMove = z
  .strictObject({
    digest: digest
      .optional()
      .meta({ description: 'What it pointed to from then on; absent: deleted' }),
    at: time,
    by: z.string(),
  })
  .meta({ id: 'TagMove' });

const descriptor = z
  .strictObject({
    mediaType: z.string(),
    digest,
    size: z.int(),
    platform: z.string().optional(),
    artifactType: z.string().optional(),
    annotations: z.record(z.string(), z.string()).optional(),
  })
  .meta({ id: 'Descriptor' });

const manifest = z
  .strictObject({
    digest,
    mediaType: z.string(),
    artifactType: z.string().optional(),
    size: z.int(),
    compressedSize: z.int(),
    platforms: z.array(z.string()),
    tags: z.array(z.string()),
    manifests: z.array(descriptor).optional().meta({ description: 'Of an index' }),
    config: descriptor.optional(),
    layers: z.array(descriptor).optional(),
    subject: descriptor.optional(),
    annotations: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Manifest' });

const tagParams = z.strictObject({
  namespace: namespaceName,
  repository: repositoryPath,
  tag: tagName,
});

const manifestParams = z.strictObject({
  namespace: namespaceName,
  repository: repositoryPath,
  digest,
});

export const IMAGE_AREA: Area = {
  name: 'images',
  summary: 'Tags and manifests of a repository',
  routes: [
    {
      id: 'listTags',
      method: 'GET',
      path: '/repositories/{namespace}/{repository}/tags',
      summary: 'Tags with what is known of each',
      access: onRepository('repository.tags.read'),
      params: repositoryParams,
      query: pageQuery(TAG_FILTERS),
      answer: { kind: 'json', status: 200, schema: pageAnswer('TagPage', tag) },
    },
    {
      id: 'exportTags',
      method: 'GET',
      path: '/repositories/{namespace}/{repository}/tag-export',
      summary: 'The same as a file',
      access: onRepository('repository.tags.read'),
      params: repositoryParams,
      query: exportQuery(TAG_FILTERS),
      answer: TABLE_FILE,
    },
    {
      id: 'getTag',
      method: 'GET',
      path: '/repositories/{namespace}/{repository}/tags/{tag}',
      summary: 'A tag',
      access: onRepository('repository.tags.read'),
      params: tagParams,
      answer: { kind: 'json', status: 200, schema: tag },
    },
    {
      id: 'deleteTag',
      method: 'DELETE',
      path: '/repositories/{namespace}/{repository}/tags/{tag}',
      summary: 'Delete one tag: not the image, and no other tag of it',
      access: onRepository('repository.content.delete'),
      params: tagParams,
      answer: {
        kind: 'json',
        status: 200,
        schema: z
          .strictObject({
            digest,
            otherTags: z.array(z.string()).meta({ description: 'That still point to the image' }),
          })
          .meta({ id: 'DeletedTag' }),
      },
      errors: ['deletion.disabled', 'resource.conflict', 'resource.changed'],
    },
    {
      id: 'listTagHistory',
      method: 'GET',
      path: '/repositories/{namespace}/{repository}/tags/{tag}/history',
      summary: 'What a tag pointed to, when, and by whom; the newest first',
      access: onRepository('repository.tags.read'),
      params: tagParams,
      query: pageQuery(),
      answer: { kind: 'json', status: 200, schema: pageAnswer('TagMovePage', tagMove) },
    },
    {
      id: 'getManifest',
      method: 'GET',
      path: '/repositories/{namespace}/{repository}/manifests/{digest}',
      summary: 'A manifest or an index',
      access: onRepository('repository.tags.read'),
      params: manifestParams,
      answer: { kind: 'json', status: 200, schema: manifest },
    },
    {
      id: 'deleteManifest',
      method: 'DELETE',
      path: '/repositories/{namespace}/{repository}/manifests/{digest}',
      summary: 'Delete an image and every tag that points to it',
      access: onRepository('repository.content.delete'),
      params: manifestParams,
      answer: {
        kind: 'json',
        status: 200,
        schema: z.strictObject({ tags: z.array(z.string()) }).meta({ id: 'DeletedManifest' }),
      },
      errors: ['deletion.disabled', 'resource.conflict'],
    },
    {
      id: 'getImageConfig',
      method: 'GET',
      path: '/repositories/{namespace}/{repository}/manifests/{digest}/config',
      summary: 'The image’s configuration, as pushed',
      access: onRepository('repository.pull'),
      params: manifestParams,
      answer: {
        kind: 'json',
        status: 200,
        schema: z.record(z.string(), z.unknown()).meta({ id: 'ImageConfig' }),
      },
    },
    {
      id: 'listReferrers',
      method: 'GET',
      path: '/repositories/{namespace}/{repository}/manifests/{digest}/referrers',
      summary: 'Artifacts attached to an image',
      access: onRepository('repository.tags.read'),
      params: manifestParams,
      query: pageQuery({ artifactType: z.string().max(255).optional() }),
      answer: { kind: 'json', status: 200, schema: pageAnswer('ReferrerPage', descriptor) },
    },
  ],
};
