import { z } from 'zod';
import { onInstance } from './access.ts';
import { digest, oneLine, pageAnswer, pageQuery, time } from './common-schemas.ts';
import type { Route } from './route.ts';

/** As many layers as an image may have by our limits. */
const MOST_LAYERS = 1_000;

const reference = oneLine.meta({ description: 'As people write it: docker.io/library/debian:12' });

const fields = {
  reference,
  digest: digest.meta({ description: 'Of the image manifest' }),
  platform: z
    .string()
    .max(64)
    .regex(/^[a-z0-9]+\/[a-z0-9_]+(?:\/[a-z0-9]+)?$/)
    .meta({ description: 'os/architecture' }),
};

const imported = z
  .strictObject({ ...fields, chainId: z.string(), importedAt: time })
  .meta({ id: 'ImportedBase', description: 'Known to all who may see what an image is built on' });

/** Bases of other registries, by what their manifests say. */
export const PUBLIC_BASE_ROUTES: readonly Route[] = [
  {
    id: 'listPublicBases',
    method: 'GET',
    path: '/administration/public-bases',
    summary: 'Base images of other registries that hierarchies name',
    access: onInstance('instance.bases.read'),
    query: pageQuery(),
    answer: { kind: 'json', status: 200, schema: pageAnswer('ImportedBasePage', imported) },
  },
  {
    id: 'importPublicBase',
    method: 'POST',
    path: '/administration/public-bases',
    summary: 'Remember the layers of an image of another registry, so that hierarchies name it',
    access: onInstance('instance.bases.write'),
    body: z.strictObject({
      ...fields,
      diffIds: z
        .array(digest)
        .min(1)
        .max(MOST_LAYERS)
        .meta({ description: 'Of its layers, the lowest first, as its config lists them' }),
    }),
    answer: { kind: 'empty', status: 204 },
  },
  {
    id: 'removePublicBase',
    method: 'POST',
    path: '/administration/public-bases/removals',
    summary: 'Forget an image of another registry',
    access: onInstance('instance.bases.write'),
    body: z.strictObject({ reference }),
    answer: { kind: 'empty', status: 204 },
  },
];
