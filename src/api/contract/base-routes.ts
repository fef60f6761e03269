import { z } from 'zod';
import { onRepository } from './access.ts';
import { baseOptions, hierarchy, upgradePage } from './base-schemas.ts';
import { pageQuery } from './common-schemas.ts';
import { IMAGE, platform, referenceParams } from './image-parameters.ts';
import type { Route } from './route.ts';

/** What images are built on, and what else they could be made of. */
export const BASE_ROUTES: readonly Route[] = [
  {
    id: 'getHierarchy',
    method: 'GET',
    path: `${IMAGE}/hierarchy`,
    summary: 'What an image is built on, and what is built on it, of the images that I may read',
    access: onRepository('repository.results.read'),
    params: referenceParams,
    query: z.strictObject({ platform }),
    answer: { kind: 'json', status: 200, schema: hierarchy },
  },
  {
    id: 'getBaseOptions',
    method: 'GET',
    path: `${IMAGE}/bases`,
    summary:
      'What it could be built on instead, predicted without building; what the last change did',
    access: onRepository('repository.results.read'),
    params: referenceParams,
    query: z.strictObject({ platform }),
    answer: { kind: 'json', status: 200, schema: baseOptions },
    errors: ['analysis.unavailable'],
  },
  {
    id: 'listUpgrades',
    method: 'GET',
    path: `${IMAGE}/upgrades`,
    summary: 'Of each package that has a fix the versions to go to, and what each removes',
    access: onRepository('repository.results.read'),
    params: referenceParams,
    query: pageQuery({ platform }),
    answer: { kind: 'json', status: 200, schema: upgradePage },
    errors: ['analysis.unavailable'],
  },
];
