import { z } from 'zod';
import { digest, pageAnswer, repositoryName, severityCounts, time } from './common-schemas.ts';
import { shown } from './report-view-schemas.ts';

const named = {
  repository: repositoryName,
  tag: z.string(),
  digest: digest.meta({ description: 'Of the image of the platform' }),
};

const knownImage = z
  .strictObject({
    ...named,
    at: time.meta({ description: 'When the tag came to it for the last time' }),
    isCurrent: z
      .boolean()
      .meta({ description: 'False: the tag leads elsewhere by now, or is gone' }),
  })
  .meta({ id: 'KnownBase' });

const publicBase = z
  .strictObject({
    reference: z.string().meta({ description: 'As people write it: docker.io/library/debian:12' }),
    digest,
    importedAt: time,
  })
  .meta({ id: 'PublicBase' });

const level = z
  .strictObject({
    layers: z
      .int()
      .meta({ description: 'So many of the lowest layers are those of another image' }),
    confidence: z.enum(['certain', 'high', 'medium']).meta({
      description:
        'certain: the provenance of the image says so; medium: several repositories have that image, and which was meant is not known',
    }),
    counts: severityCounts
      .optional()
      .meta({ description: 'Of what it brought above the level below; absent without a report' }),
    images: z.array(knownImage).meta({ description: 'By the tags that lead or led to it' }),
    elsewhere: z.array(publicBase).meta({ description: 'What administrators imported' }),
  })
  .meta({ id: 'HierarchyLevel' });

export const hierarchy: z.ZodType = z
  .strictObject({
    digest: digest.meta({ description: 'Of the image manifest' }),
    platform: z.string(),
    levels: z.array(level).meta({ description: 'The longest chains of layers first' }),
    own: severityCounts
      .optional()
      .meta({ description: 'Of the layers above every level; absent without a report' }),
    uses: z
      .array(
        z
          .strictObject({
            ...named,
            isStale: z.boolean().meta({ description: 'On what the tag asked for led to before' }),
          })
          .meta({ id: 'BaseUse' }),
      )
      .meta({ description: 'Images that tags lead to now and that are built on this one' }),
  })
  .meta({ id: 'ImageHierarchy' });

const risk = z
  .strictObject({
    kind: z.enum(['other-distribution', 'installed-anew', 'not-in-base']),
    from: z.string().optional(),
    to: z.string().optional(),
    packages: z.array(z.string()).optional().meta({ description: 'The first names' }),
    count: z.int().optional(),
  })
  .meta({ id: 'BaseRisk', description: 'Why it may come otherwise when it is really built' });

const prediction = z
  .strictObject({
    present: severityCounts.meta({ description: 'Of the image as it is' }),
    predicted: severityCounts,
    gone: z.int().meta({ description: 'Findings that are not there any more' }),
    added: z.int(),
    risks: z.array(risk),
  })
  .meta({ id: 'BasePrediction', description: 'By the advisories of now' });

const option = z
  .strictObject({
    ...named,
    kind: z
      .enum(['refresh', 'change'])
      .meta({ description: 'refresh: the same tag, as it is now' }),
    prediction: prediction.optional().meta({
      description: 'Absent where one of the images has no result of the present analyzer',
    }),
  })
  .meta({ id: 'BaseOption' });

const afterPush = z
  .strictObject({
    before: digest.meta({ description: 'The image that the tag had before' }),
    at: z.string(),
    from: z.strictObject(named),
    to: z.strictObject(named),
    past: severityCounts,
    predicted: severityCounts,
    actual: severityCounts,
  })
  .meta({
    id: 'AfterPush',
    description: 'The last push changed the base: what was to be expected, beside what came',
  });

const target = z
  .strictObject({
    version: z.string(),
    isBreaking: z.boolean(),
    command: z.string().optional().meta({ description: 'To paste into a shell' }),
    manifest: z
      .strictObject({ file: z.string(), text: z.string() })
      .optional()
      .meta({ description: 'To write into the project’s own file' }),
    counts: severityCounts.meta({ description: 'Distinct vulnerabilities that it removes' }),
    exploited: z.int(),
  })
  .meta({ id: 'UpgradeTarget' });

const upgrade = z
  .strictObject({
    type: z.string(),
    name: z.string(),
    from: z.string(),
    place: z.string().optional(),
    layer: z.int(),
    lowest: target.meta({
      description: 'Removes all that has a fix, or as much as one version can',
    }),
    compatible: target
      .optional()
      .meta({ description: 'Where that is breaking: the lowest before one that removes the most' }),
  })
  .meta({ id: 'PackageUpgrade' });

export const baseOptions: z.ZodType = z
  .strictObject({
    ...shown,
    bases: z.array(option).meta({ description: 'The same tags first' }),
    afterPush: afterPush.optional(),
  })
  .meta({ id: 'BaseOptions' });

export const upgradePage: z.ZodType = z
  .strictObject({
    ...shown,
    items: z.array(upgrade),
    total: z.int(),
    next: z.string().optional().meta({ description: 'For `after`; absent on the last page' }),
  })
  .meta({ id: 'PackageUpgradePage' });

const baseInUse = z
  .strictObject({
    ...named,
    at: time.meta({ description: 'When the tag came to it for the last time' }),
    isCurrent: z
      .boolean()
      .meta({ description: 'False: the tag leads elsewhere by now, or is gone' }),
    isStale: z.boolean().meta({ description: 'The tag leads to another image by now' }),
    images: z.int().meta({ description: 'That tags lead to now and that are built on it' }),
  })
  .meta({ id: 'BaseInUse' });

export const baseInUsePage: z.ZodType = pageAnswer('BaseInUsePage', baseInUse);
