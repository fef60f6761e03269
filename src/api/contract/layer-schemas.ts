import { z } from 'zod';
import { severityCounts } from './common-schemas.ts';
import { shown } from './report-view-schemas.ts';

const line = {
  index: z
    .int()
    .optional()
    .meta({ description: 'As findings name it, 0 the lowest; absent: the line changed no file' }),
  createdBy: z.string().optional().meta({ description: 'The instruction' }),
  createdAt: z.string().optional(),
  comment: z.string().optional(),
  digest: z.string().optional(),
  diffId: z.string().optional(),
  mediaType: z.string().optional(),
  compressedSize: z.int().optional(),
};

const layer = z
  .strictObject({
    ...line,
    size: z.int().optional().meta({ description: 'Uncompressed' }),
    packages: z.int().meta({ description: 'That it brought' }),
    findings: z.int(),
    counts: severityCounts.meta({ description: 'Of the packages that it brought' }),
  })
  .meta({ id: 'ImageLayer' });

export const layerList: z.ZodType = z
  .strictObject({ ...shown, layers: z.array(layer) })
  .meta({ id: 'ImageLayers' });

const variable = z
  .strictObject({
    name: z.string(),
    value: z.string(),
    isRedacted: z.boolean().meta({ description: 'It looks secret: `value` says so instead' }),
  })
  .meta({ id: 'EnvironmentVariable' });

export const imageFacts: z.ZodType = z
  .strictObject({
    digest: z.string().meta({ description: 'Of the image manifest' }),
    platform: z.string(),
    created: z.string().optional(),
    user: z.string().optional().meta({ description: 'As written; absent: none is' }),
    runsAsRoot: z.boolean(),
    checks: z
      .array(
        z
          .strictObject({
            id: z.string(),
            place: z.string(),
            message: z.string(),
            advice: z.string(),
          })
          .meta({ id: 'ConfigCheck' }),
      )
      .meta({ description: 'What of it to look at; never the value of a secret' }),
    entrypoint: z.array(z.string()),
    command: z.array(z.string()),
    workingDirectory: z.string().optional(),
    exposedPorts: z.array(z.string()),
    environment: z.array(variable),
    labels: z.record(z.string(), z.string()),
    history: z.array(z.strictObject(line).meta({ id: 'HistoryLine' })),
  })
  .meta({ id: 'ImageFacts' });
