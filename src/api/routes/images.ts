import { parseJson } from '../../base/index.ts';
import type { ApiOptions } from '../api-options.ts';
import type { Handlers } from '../handlers.ts';
import type { ManifestReader } from '../image-facts.ts';
import { createManifestReader, descriptorOf } from '../image-facts.ts';
import { decodeCursor, encodeCursor, pageOf, PER_PAGE } from '../paging.ts';
import { ProblemError } from '../problem.ts';
import { repositoryOf } from '../request-context.ts';
import { digestOf } from './references.ts';
import { actorName, noteRemoval, requireDeletion } from './removals.ts';
import { tagHandlers } from './tags.ts';

type Ids =
  | 'listTags'
  | 'exportTags'
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
      const image = (await manifests.imageFactsOf(id, [digest])).get(digest);
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
