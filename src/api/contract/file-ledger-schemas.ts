import { z } from 'zod';
import { shown } from './report-view-schemas.ts';

const sum = { files: z.int(), bytes: z.int().meta({ description: 'Uncompressed' }) };
const layer = z.int().meta({ description: 'That has it; 0 is the lowest' });
const goneIn = z.int().meta({ description: 'The layer that deleted or replaced it' });

const executables = z
  .strictObject({
    all: z.strictObject(sum).meta({ id: 'FileSum' }),
    unknown: z
      .strictObject(sum)
      .meta({ description: 'What no package owns, was read from, or carries in its folder' }),
    largest: z
      .array(
        z
          .strictObject({
            path: z.string(),
            bytes: z.int(),
            format: z.enum(['elf', 'pe', 'mach-o']),
            layer,
          })
          .meta({ id: 'UnknownExecutable' }),
      )
      .meta({ description: 'Of the unknown ones, the largest first; at most 100' }),
  })
  .meta({ id: 'ExecutableCoverage' });

const leftovers = z
  .strictObject({
    layers: z
      .array(z.strictObject({ layer, ...sum }).meta({ id: 'LayerLeftovers' }))
      .meta({ description: 'Those that have any' }),
    fromBytes: z.int().meta({ description: 'Smaller files are not counted' }),
    largest: z
      .array(
        z
          .strictObject({ path: z.string(), bytes: z.int(), layer, goneIn })
          .meta({ id: 'LeftoverFile' }),
      )
      .meta({ description: 'The largest first; at most 100' }),
    packages: z
      .array(
        z
          .strictObject({
            type: z.string(),
            name: z.string(),
            version: z.string(),
            layer,
            goneIn,
          })
          .meta({ id: 'LeftoverPackage' }),
      )
      .meta({ description: 'Of which nothing is left, or another version; at most 100' }),
    packageCount: z.int(),
  })
  .meta({ id: 'Leftovers' });

/** As `executables` and `leftovers` of docs/schema/report-1.schema.json. */
export const fileLedger: z.ZodType = z
  .strictObject({
    ...shown,
    executables: executables
      .optional()
      .meta({ description: 'Absent where no layers were read: of an SBOM, of an old result' }),
    leftovers: leftovers.optional(),
  })
  .meta({ id: 'FileLedger' });
