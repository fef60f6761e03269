import { z } from 'zod';
import { digest, namespaceName, repositoryPath, tagName } from './common-schemas.ts';

/** A tag or a digest: no tag has a colon. */
export const reference: z.ZodType = z
  .union([tagName, digest])
  .meta({ description: 'A tag or a digest' });

export const referenceParams: z.ZodObject = z.strictObject({
  namespace: namespaceName,
  repository: repositoryPath,
  reference,
});

/** https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md */
export const platform: z.ZodType = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+\/[a-z0-9_]+(?:\/[a-z0-9]+)?$/)
  .optional()
  .meta({ description: 'os/architecture; linux/amd64, else the first, if absent' });

/** Below it is all that is known of an image. */
export const IMAGE = '/repositories/{namespace}/{repository}/images/{reference}';

/** Vulnerability ids, of any source. */
export const vulnerabilityId: z.ZodType = z
  .string()
  .min(3)
  .max(128)
  .regex(/^[\w.:~+-]+$/);

export const packageTypes: z.ZodType = z
  .string()
  .max(200)
  .regex(/^[a-z0-9.+-]+(?:,[a-z0-9.+-]+)*$/)
  .optional()
  .meta({ description: 'Package types; several by commas' });

export const layerIndexes: z.ZodType = z
  .string()
  .max(1_000)
  .regex(/^\d{1,4}(?:,\d{1,4})*$/)
  .optional()
  .meta({ description: 'Indexes, 0 the lowest; several by commas' });
