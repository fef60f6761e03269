import { z } from 'zod';
import { onRepository } from './access.ts';
import {
  flag,
  namespaceName,
  pageQuery,
  repositoryPath,
  search,
  someOf,
} from './common-schemas.ts';
import {
  IMAGE,
  layerIndexes,
  packageTypes,
  platform,
  reference,
  referenceParams,
  vulnerabilityId,
} from './image-parameters.ts';
import { fileLedger } from './file-ledger-schemas.ts';
import { imageFacts, layerList } from './layer-schemas.ts';
import { exportQuery, TABLE_FILE } from './export-schemas.ts';
import { findingGroupPage, findingPage, fixStepPage } from './report-view-schemas.ts';
import type { Route } from './route.ts';
import { SEVERITY_NAMES } from './vulnerability-schemas.ts';

const filters = {
  platform,
  severity: someOf(SEVERITY_NAMES).optional(),
  fixable: flag.optional().meta({ description: '`true`: only those with a fix' }),
  exploited: flag.optional().meta({ description: '`true`: only known exploited ones' }),
  fresh: flag.optional().meta({ description: '`true`: only what the tag’s image before had not' }),
  type: packageTypes,
  layer: layerIndexes,
  search: search.optional().meta({ description: 'In the package’s name, ids and aliases' }),
  epss: z.coerce.number().min(0).max(1).optional().meta({ description: 'At least this probable' }),
  hidden: flag.optional().meta({ description: '`true`: with those that totals leave out' }),
};

const groups = {
  group: z
    .enum(['package', 'vulnerability'])
    .optional()
    .meta({ description: 'package, if absent' }),
  sort: z
    .enum(['severity', 'name', 'epss', 'score', 'count', 'fixed'])
    .optional()
    .meta({ description: 'severity, if absent; all but `name` from the most down' }),
};

/** What pages show of a report, a page at a time. */
export const VIEW_ROUTES: readonly Route[] = [
  {
    id: 'listFindingGroups',
    method: 'GET',
    path: `${IMAGE}/findings`,
    summary: 'Findings of one platform by package or by vulnerability, with counts for the filters',
    access: onRepository('repository.results.read'),
    params: referenceParams,
    query: pageQuery({ ...filters, ...groups }),
    answer: { kind: 'json', status: 200, schema: findingGroupPage },
    errors: ['analysis.unavailable'],
  },
  {
    id: 'exportFindings',
    method: 'GET',
    path: `${IMAGE}/findings/export`,
    summary: 'What the filters leave as a file, in the order of its rows: CSV as of `exportReport`',
    access: onRepository('repository.results.read'),
    params: referenceParams,
    query: exportQuery({ ...filters, ...groups }),
    answer: TABLE_FILE,
    errors: ['analysis.unavailable'],
  },
  {
    id: 'listFindings',
    method: 'GET',
    path: `${IMAGE}/findings/{id}`,
    summary: 'Findings of one row: of a package by its key, or of a vulnerability by its id',
    access: onRepository('repository.results.read'),
    params: z.strictObject({
      namespace: namespaceName,
      repository: repositoryPath,
      reference,
      id: vulnerabilityId,
    }),
    query: pageQuery(filters),
    answer: { kind: 'json', status: 200, schema: findingPage },
    errors: ['analysis.unavailable'],
  },
  {
    id: 'listFixSteps',
    method: 'GET',
    path: `${IMAGE}/steps`,
    summary: 'What to change in one platform, most urgent first, and what each change removes',
    access: onRepository('repository.results.read'),
    params: referenceParams,
    query: pageQuery({ platform }),
    answer: { kind: 'json', status: 200, schema: fixStepPage },
    errors: ['analysis.unavailable'],
  },
  {
    id: 'getLayers',
    method: 'GET',
    path: `${IMAGE}/layers`,
    summary: 'History and layers of one platform, the lowest first, with what each brought',
    access: onRepository('repository.results.read'),
    params: referenceParams,
    query: z.strictObject({ platform }),
    answer: { kind: 'json', status: 200, schema: layerList },
    errors: ['analysis.unavailable'],
  },
  {
    id: 'getFileLedger',
    method: 'GET',
    path: `${IMAGE}/files`,
    summary:
      'Executables of no package, what a layer deleted and is downloaded, likely secrets, and SBOMs of others',
    access: onRepository('repository.results.read'),
    params: referenceParams,
    query: z.strictObject({ platform }),
    answer: { kind: 'json', status: 200, schema: fileLedger },
    errors: ['analysis.unavailable'],
  },
  {
    id: 'getImageFacts',
    method: 'GET',
    path: `${IMAGE}/facts`,
    summary: 'What the image’s configuration says, likely secrets left out, and its history',
    access: onRepository('repository.pull'),
    params: referenceParams,
    query: z.strictObject({ platform }),
    answer: { kind: 'json', status: 200, schema: imageFacts },
    errors: ['resource.conflict'],
  },
];
