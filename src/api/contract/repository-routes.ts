import { z } from 'zod';
import { onNamespace, onRepository } from './access.ts';
import {
  label,
  longText,
  namespaceName,
  namespaceParams,
  oneLine,
  pageAnswer,
  pageQuery,
  permission,
  repositoryName,
  repositoryParams,
  repositoryPath,
  search,
  time,
  visibility,
} from './common-schemas.ts';
import type { Area } from './route.ts';

const repository = z
  .strictObject({
    name: repositoryName,
    visibility,
    description: z.string(),
    isAnalysisActive: z.boolean(),
    publishesResults: z
      .boolean()
      .meta({ description: 'Results of a public repository are shown to everyone' }),
    createdAt: time,
  })
  .meta({ id: 'Repository' });

const retention = z
  .strictObject({
    keepNewest: z.int().min(1).max(10_000).optional().meta({ description: 'So many tags' }),
    keepDays: z
      .int()
      .min(1)
      .max(3_650)
      .optional()
      .meta({ description: 'Tags moved or pulled within so many days' }),
    keepTags: z
      .array(z.string().min(1).max(128))
      .max(50)
      .optional()
      .meta({ description: 'Patterns of tags that are always kept' }),
  })
  .meta({ id: 'Retention' });

const settings = z
  .strictObject({
    visibility,
    description: z.string(),
    readme: z.string(),
    publishesResults: z.boolean(),
    immutableTags: z.array(z.string()),
    retention,
  })
  .meta({ id: 'RepositorySettings' });

const details = z
  .strictObject({
    name: repositoryName,
    visibility,
    description: z.string(),
    readme: z.string().meta({ description: 'Markdown, as its owner wrote it: not safe as HTML' }),
    isAnalysisActive: z.boolean(),
    publishesResults: z.boolean(),
    createdAt: time,
    pull: z.string().meta({ description: 'The reference to pull by, without a tag' }),
    rights: z
      .array(z.string())
      .meta({ description: 'Actions of the policies that the one who asks may do' }),
  })
  .meta({ id: 'RepositoryDetails' });

/** `*` stands for any text. */
const tagPattern = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\w.*-]+$/);

const grant = z
  .strictObject({ kind: z.enum(['team', 'collaborator']), name: z.string(), permission })
  .meta({ id: 'Grant' });

const grantParams = z.strictObject({
  namespace: namespaceName,
  repository: repositoryPath,
  kind: z.enum(['team', 'collaborator']),
  holder: label,
});

export const REPOSITORY_AREA: Area = {
  name: 'repositories',
  summary: 'Repositories, their settings, and who may use them',
  routes: [
    {
      id: 'listRepositories',
      method: 'GET',
      path: '/repositories',
      summary: 'Repositories that one may see',
      access: { kind: 'open', because: 'lists only what the one who asks may see' },
      query: pageQuery({ namespace: namespaceName.optional(), search: search.optional() }),
      answer: { kind: 'json', status: 200, schema: pageAnswer('RepositoryPage', repository) },
    },
    {
      id: 'createRepository',
      method: 'POST',
      path: '/namespaces/{namespace}/repositories',
      summary: 'Make a repository',
      access: onNamespace('repository.create'),
      params: namespaceParams,
      body: z.strictObject({
        name: repositoryPath,
        visibility: visibility.optional(),
        description: oneLine.optional(),
      }),
      answer: { kind: 'json', status: 201, schema: repository },
      errors: ['resource.taken'],
    },
    {
      id: 'getRepository',
      method: 'GET',
      path: '/repositories/{namespace}/{repository}',
      summary: 'A repository',
      access: onRepository('repository.see'),
      params: repositoryParams,
      answer: { kind: 'json', status: 200, schema: details },
    },
    {
      id: 'deleteRepository',
      method: 'DELETE',
      path: '/repositories/{namespace}/{repository}',
      summary: 'Delete a repository with all its tags and images',
      access: onRepository('repository.delete'),
      params: repositoryParams,
      answer: { kind: 'empty', status: 204 },
      errors: ['deletion.disabled'],
    },
    {
      id: 'getRepositorySettings',
      method: 'GET',
      path: '/repositories/{namespace}/{repository}/settings',
      summary: 'Settings of a repository',
      access: onRepository('repository.settings.read'),
      params: repositoryParams,
      answer: { kind: 'json', status: 200, schema: settings },
    },
    {
      id: 'updateRepositorySettings',
      method: 'PATCH',
      path: '/repositories/{namespace}/{repository}/settings',
      summary: 'Change settings of a repository',
      access: onRepository('repository.settings.write'),
      params: repositoryParams,
      body: z.strictObject({
        visibility: visibility.optional(),
        description: oneLine.optional(),
        readme: longText.optional(),
        publishesResults: z.boolean().optional(),
        immutableTags: z.array(tagPattern).max(50).optional(),
        retention: retention.optional(),
      }),
      answer: { kind: 'json', status: 200, schema: settings },
      errors: ['resource.changed'],
    },
    {
      id: 'listGrants',
      method: 'GET',
      path: '/repositories/{namespace}/{repository}/grants',
      summary: 'Teams or collaborators of a repository',
      access: onRepository('repository.grants.read'),
      params: repositoryParams,
      query: pageQuery(),
      answer: { kind: 'json', status: 200, schema: pageAnswer('GrantPage', grant) },
    },
    {
      id: 'setGrant',
      method: 'PUT',
      path: '/repositories/{namespace}/{repository}/grants/{kind}/{holder}',
      summary: 'Let a team or a collaborator use a repository',
      access: onRepository('repository.grants.write'),
      params: grantParams,
      body: z.strictObject({ permission }),
      answer: { kind: 'json', status: 200, schema: grant },
      errors: ['resource.conflict'],
    },
    {
      id: 'removeGrant',
      method: 'DELETE',
      path: '/repositories/{namespace}/{repository}/grants/{kind}/{holder}',
      summary: 'Take a team’s or a collaborator’s permission back',
      access: onRepository('repository.grants.write'),
      params: grantParams,
      answer: { kind: 'empty', status: 204 },
    },
  ],
};
