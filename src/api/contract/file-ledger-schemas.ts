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

const secrets = z
  .strictObject({
    found: z
      .array(
        z
          .strictObject({
            rule: z.string().meta({ description: '`github-token`, `private-key`' }),
            path: z.string(),
            line: z.int(),
            begins: z.string().meta({ description: 'How all of this kind begin' }),
            layer,
            goneIn: goneIn.optional(),
          })
          .meta({ id: 'FoundSecret' }),
      )
      .meta({ description: 'Where they are, never what they are; at most 200' }),
    count: z.int(),
    inExamples: z.int().meta({ description: 'In tests, examples and manuals: not listed' }),
    files: z.int().meta({ description: 'Text files that were searched' }),
    bytes: z.int(),
    unsearched: z.int().meta({ description: 'Text files that were too large' }),
  })
  .meta({ id: 'Secrets' });

const sbom = z
  .strictObject({
    place: z.string(),
    layer: layer.optional(),
    format: z.string(),
    packages: z.int().meta({ description: 'That it names, of types that are looked for' }),
    agreed: z.int().meta({ description: 'Found in the same version' }),
    missing: z.array(z.string()).meta({ description: 'Not found; at most 100' }),
    missingCount: z.int(),
    otherVersions: z
      .array(
        z
          .strictObject({ purl: z.string(), found: z.array(z.string()) })
          .meta({ id: 'OtherVersion' }),
      )
      .meta({ description: 'Found in other versions only; at most 100' }),
    otherVersionCount: z.int(),
    unlisted: z.array(z.string()).optional(),
    unlistedCount: z.int().optional(),
  })
  .meta({ id: 'SbomComparison' });

/** As `executables`, `leftovers`, `secrets` and `sboms` of docs/schema/report-1.schema.json. */
export const fileLedger: z.ZodType = z
  .strictObject({
    ...shown,
    executables: executables
      .optional()
      .meta({ description: 'Absent where no layers were read: of an SBOM, of an old result' }),
    leftovers: leftovers.optional(),
    secrets: secrets.optional().meta({ description: 'Absent where nobody searched for them' }),
    sboms: z.array(sbom).optional().meta({
      description:
        'Bills of materials that lie in the image, held against its packages; at most 50',
    }),
  })
  .meta({ id: 'FileLedger' });
