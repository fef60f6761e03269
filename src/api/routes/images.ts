import { isAllowed } from '../../accounts/index.ts';
import type { ReferenceAnalysis } from '../../analyses/index.ts';
import { parseJson } from '../../base/index.ts';
import type { Removal, TagMove, TagRow } from '../../registry/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type { SeverityCounts, Tag } from '../contract/operations.ts';
import type { Handlers } from '../handlers.ts';
import type { ManifestReader } from '../image-facts.ts';
import { createManifestReader, descriptorOf } from '../image-facts.ts';
import { decodeCursor, encodeCursor, pageOf, pageOfAll, PER_PAGE } from '../paging.ts';
import { ProblemError } from '../problem.ts';
import type { RequestContext } from '../request-context.ts';
import { deedContext, repositoryOf } from '../request-context.ts';
import { severityCounts, timeText } from './present.ts';
import { digestOf } from './references.ts';

type Ids =
  | 'listTags'
  | 'getTag'
  | 'deleteTag'
  | 'listTagHistory'
  | 'getManifest'
  | 'deleteManifest'
  | 'getImageConfig'
  | 'listReferrers';

export function imageHandlers(options: ApiOptions): Handlers<Ids> {
  const manifests = createManifestReader(options.images);
  return { ...tagHandlers(options, manifests), ...manifestHandlers(options, manifests) };
}

function tagHandlers(
  options: ApiOptions,
  manifests: ManifestReader,
): Handlers<'listTags' | 'getTag' | 'deleteTag' | 'listTagHistory'> {
  const { images } = options;
  return {
    listTags: async ({ limit = PER_PAGE, after, search = '', sort = 'name' }, context) => {
      const { id } = repositoryOf(context);
      const rows = (await images.tagsOf(id)).filter(({ name }) => name.includes(search));
      const page = pageOfAll(rows, { list: `tags ${sort}`, limit, after }, TAG_ORDERS[sort]);
      const present = await presentTags(context, options, manifests);
      return { ...page, items: await Promise.all(page.items.map(present)) };
    },
    getTag: async ({ tag }, context) => {
      const row = await tagNamed(options, repositoryOf(context).id, tag);
      const present = await presentTags(context, options, manifests);
      return present(row);
    },
    deleteTag: async ({ tag }, context) => {
      requireDeletion(options);
      const { id, name } = repositoryOf(context);
      const { digest } = await tagNamed(options, id, tag);
      const removal = await images.removeTag(id, tag, actorName(context));
      await noteRemoval(removal, 'tag.delete', `${name}:${tag}`, context, options);
      const others = (await images.tagsOf(id)).filter((one) => one.digest === digest);
      return { digest, otherTags: others.map((one) => one.name) };
    },
    listTagHistory: async ({ tag, limit = PER_PAGE, after }, context) => {
      const cursor = after === undefined ? undefined : decodeCursor('tag-history', 1, after)[0];
      const moves = await images.tagHistory({
        repositoryId: repositoryOf(context).id,
        tag,
        before: typeof cursor === 'number' ? cursor : undefined,
        limit: limit + 1,
      });
      if (moves.length === 0 && after === undefined) throw new ProblemError('resource.missing');
      return pageOf(moves, limit, moveCursor, ({ digest, at, by }) => ({
        ...(digest !== undefined && { digest }),
        at: timeText(at),
        by,
      }));
    },
  };
}

function moveCursor({ id }: TagMove): string {
  return encodeCursor('tag-history', [id]);
}

/** By name, or the newest first: times go down as their distance to a far end goes up. */
const TAG_ORDERS: Readonly<Record<'name' | 'newest', (row: TagRow) => string>> = {
  name: ({ name }) => name,
  newest: ({ movedAt, name }) => `${String(FAR - movedAt.getTime()).padStart(16, '0')} ${name}`,
};

const FAR = 8.64e15;

async function tagNamed({ images }: ApiOptions, id: number, tag: string): Promise<TagRow> {
  const row = (await images.tagsOf(id)).find(({ name }) => name === tag);
  if (!row) throw new ProblemError('resource.missing');
  return row;
}

/** Presents tags of the request's repository; states only to those who may see results. */
async function presentTags(
  context: RequestContext,
  { images, analyses }: ApiOptions,
  manifests: ManifestReader,
): Promise<(row: TagRow) => Promise<Tag>> {
  const { id } = repositoryOf(context);
  const patterns = await images.immutableTags(id);
  const seesResults = isAllowed(context.actor, 'repository.results.read', context.subject);
  return async ({ name, digest, movedAt, movedBy }) => {
    const facts = await manifests.imageFactsOf(id, digest);
    const analysis = seesResults
      ? await analyses.stateOf(id, { kind: 'tag', tag: name })
      : undefined;
    const counts = analysis && countsOf(analysis);
    return {
      name,
      digest,
      mediaType: facts?.mediaType ?? '',
      compressedSize: facts?.compressedSize ?? 0,
      platforms: facts?.platforms ?? [],
      pushedAt: timeText(movedAt),
      pushedBy: movedBy,
      isImmutable: images.isImmutable(patterns, name),
      ...(analysis && { analysis: { state: analysis.state, ...(counts && { counts }) } }),
    };
  };
}

/** Of what was analyzed last, as people count. */
export function countsOf({ summary }: ReferenceAnalysis): SeverityCounts | undefined {
  return summary && severityCounts(summary.bySeverity);
}

function manifestHandlers(
  options: ApiOptions,
  manifests: ManifestReader,
): Handlers<'getManifest' | 'deleteManifest' | 'getImageConfig' | 'listReferrers'> {
  const { images } = options;
  return {
    getManifest: async ({ digest: text }, context) => {
      const { id } = repositoryOf(context);
      const digest = digestOf(text);
      const facts = await manifests.factsOf(id, digest);
      const image = await manifests.imageFactsOf(id, digest);
      if (!facts || !image) throw new ProblemError('resource.missing');
      const tags = (await images.tagsOf(id)).filter((one) => one.digest === digest);
      return {
        digest,
        ...facts,
        compressedSize: image.compressedSize,
        platforms: image.platforms,
        tags: tags.map(({ name }) => name),
      };
    },
    deleteManifest: async ({ digest: text }, context) => {
      requireDeletion(options);
      const { id, name } = repositoryOf(context);
      const digest = digestOf(text);
      const tags = (await images.tagsOf(id)).filter((one) => one.digest === digest);
      const removal = await images.removeManifest(id, digest, actorName(context));
      await noteRemoval(removal, 'manifest.delete', `${name}@${digest}`, context, options);
      return { tags: tags.map((one) => one.name) };
    },
    getImageConfig: async ({ digest }, context) => {
      const facts = await manifests.factsOf(repositoryOf(context).id, digestOf(digest));
      const config = facts && (await manifests.configOf(facts));
      if (!config) throw new ProblemError('resource.missing');
      return config;
    },
    listReferrers: async ({ digest, artifactType, limit = PER_PAGE, after }, context) => {
      const start = after === undefined ? '' : String(decodeCursor('referrers', 1, after)[0]);
      const rows = await images.referrers({
        repositoryId: repositoryOf(context).id,
        subject: digestOf(digest),
        artifactType,
        after: start,
        limit: limit + 1,
      });
      const page = pageOf(
        rows,
        limit,
        (row) => encodeCursor('referrers', [row.digest]),
        ({ descriptor }) => {
          const parsed = parseJson(descriptor, { nesting: 16 });
          return parsed.ok ? descriptorOf(parsed.value) : undefined;
        },
      );
      return { ...page, items: page.items.filter((item) => item !== undefined) };
    },
  };
}

function actorName({ actor }: RequestContext): string {
  return actor.kind === 'anonymous' ? 'anonymous' : actor.name;
}

/** As the registry itself has it: off for tags, images and repositories, by any way. */
export function requireDeletion({ allowsDeletion = true }: ApiOptions): void {
  if (!allowsDeletion) throw new ProblemError('deletion.disabled');
}

/** Into the audit log, done or refused; a refusal ends the request. */
async function noteRemoval(
  removal: Removal,
  deed: string,
  object: string,
  context: RequestContext,
  { accounts }: ApiOptions,
): Promise<void> {
  const { namespaceId } = repositoryOf(context);
  const problem = problemOfRemoval(removal);
  const result = problem ? problem.code : 'done';
  await accounts.audit.note(deedContext(context), { deed, object, namespaceId, result });
  if (problem) throw problem;
}

function problemOfRemoval(removal: Removal): ProblemError | undefined {
  switch (removal.kind) {
    case 'removed':
      return undefined;
    case 'missing':
      return new ProblemError('resource.missing');
    case 'immutable-tag':
      return new ProblemError('resource.conflict', `the tag ${removal.tag} is immutable`);
  }
}
