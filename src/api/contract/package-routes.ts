import { z } from 'zod';
import { onRepository } from './access.ts';
import { flag, pageQuery, search, severityCounts } from './common-schemas.ts';
import { exportQuery, TABLE_FILE } from './export-schemas.ts';
import {
  IMAGE,
  layerIndexes,
  packageTypes,
  platform,
  referenceParams,
} from './image-parameters.ts';
import { layerFacets, textFacets } from './report-view-schemas.ts';
import type { Route } from './route.ts';

const PACKAGE_FILTERS = {
  platform,
  search: search.optional(),
  type: packageTypes,
  layer: layerIndexes,
  license: z.string().min(1).max(500).optional().meta({
    description:
      'An SPDX identifier of its expression, or what it declares where it has none; NOASSERTION: those of which none is known',
  }),
  affected: flag.optional().meta({ description: '`true`: only those with findings' }),
  sort: z
    .enum(['name', 'severity', 'type', 'layer'])
    .optional()
    .meta({ description: 'name, if absent; severity: the worst first' }),
};

const packageRow = z
  .strictObject({
    name: z.string(),
    version: z.string(),
    type: z.string(),
    purl: z.string().optional(),
    source: z.string().optional(),
    licenses: z.array(z.string()).meta({ description: 'As written' }),
    license: z
      .strictObject({
        expression: z.string().meta({ description: 'Of SPDX' }),
        ids: z.array(z.string()),
        from: z.enum(['declared', 'recognized']),
      })
      .meta({ id: 'PackageLicense' })
      .optional()
      .meta({ description: 'Absent: none is known, or only prose' }),
    paths: z.array(z.string()),
    layer: z.int().optional().meta({ description: 'That brought it; 0 is the lowest' }),
    scope: z.enum(['runtime', 'dev']),
    findings: z.int().meta({ description: 'Hidden ones left out' }),
    counts: severityCounts,
    group: z.string().optional().meta({ description: 'The key of its row among findings' }),
  })
  .meta({ id: 'Package' });

/** Each number: packages that the choice would show, the others as they are. */
const packageFacets = z
  .strictObject({
    affected: z.int(),
    types: textFacets,
    layers: layerFacets,
    licenses: textFacets,
  })
  .meta({ id: 'PackageFacets' });

const packagePage = z
  .strictObject({
    items: z.array(packageRow),
    next: z.string().optional().meta({ description: 'For `after`; absent on the last page' }),
    total: z.int().meta({ description: 'That pass the filters' }),
    facets: packageFacets,
  })
  .meta({ id: 'PackagePage' });

/** What is inside one platform of an image. */
export const PACKAGE_ROUTES: readonly Route[] = [
  {
    id: 'listPackages',
    method: 'GET',
    path: `${IMAGE}/packages`,
    summary: 'What is inside',
    access: onRepository('repository.results.read'),
    params: referenceParams,
    query: pageQuery(PACKAGE_FILTERS),
    answer: { kind: 'json', status: 200, schema: packagePage },
    errors: ['analysis.unavailable'],
  },
  {
    id: 'exportPackages',
    method: 'GET',
    path: `${IMAGE}/packages/export`,
    summary: 'The same as a file',
    access: onRepository('repository.results.read'),
    params: referenceParams,
    query: exportQuery(PACKAGE_FILTERS),
    answer: TABLE_FILE,
    errors: ['analysis.unavailable'],
  },
];
