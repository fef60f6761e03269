import { z } from 'zod';
import { onInstance } from './access.ts';
import { analysisCause, analysisState } from './analysis-schemas.ts';
import { baseInUsePage } from './base-schemas.ts';
import { digest, pageAnswer, pageQuery, repositoryName, time } from './common-schemas.ts';
import { exportQuery, TABLE_FILE } from './export-schemas.ts';
import { changeFields } from './report-view-schemas.ts';
import type { Area } from './route.ts';
import { severity, vulnerabilityRow } from './vulnerability-schemas.ts';

const image = {
  repository: repositoryName,
  digest: digest.meta({ description: 'Of the image of one platform' }),
  platform: z.string().meta({ description: 'linux/amd64; sbom of a pushed SBOM' }),
  tags: z.array(z.string()).meta({ description: 'That lead to it, by name; twenty at most' }),
  isCurrent: z.boolean().meta({ description: 'A tag leads to it' }),
};

const affectedImage = z
  .strictObject({
    ...image,
    severity: severity.meta({ description: 'The worst of its packages' }),
    firstSeen: z.string().optional().meta({ description: 'In the repository' }),
    packages: z.array(
      z
        .strictObject({
          vulnerability: z.string().meta({ description: 'As the report calls it' }),
          type: z.string().meta({ description: 'deb, npm ...' }),
          name: z.string(),
          version: z.string(),
          layer: z.int().meta({ description: 'That brought it; 0 is the lowest' }),
          severity,
          fixedIn: z.string().optional(),
        })
        .meta({ id: 'AffectedPackageIn' }),
    ),
  })
  .meta({ id: 'AffectedImage' });

const counts = z
  .strictObject({
    checked: z.int().meta({ description: 'Images with a report that I may see' }),
    affected: z.int(),
    notAffected: z.int(),
    currentChecked: z.int().meta({ description: 'Of these, images that a tag leads to' }),
    currentAffected: z.int(),
    repositoriesAffected: z.int(),
  })
  .meta({ id: 'AffectedCounts' });

const affectedPage = z
  .strictObject({
    id: z.string().meta({ description: 'As it was asked for' }),
    ids: z.array(z.string()).meta({ description: 'Every id that was looked for' }),
    items: z.array(affectedImage),
    next: z.string().optional().meta({ description: 'For `after`; absent on the last page' }),
    counts: counts.optional().meta({ description: 'On the first page; filters do not bear on it' }),
  })
  .meta({ id: 'AffectedImagePage' });

const fleetPackage = z
  .strictObject({
    type: z.string(),
    name: z.string(),
    versions: z.int(),
    images: z.int().meta({ description: 'One with two of its versions counts for each' }),
    repositories: z.int(),
    worst: severity.optional().meta({ description: 'Of findings of these versions' }),
  })
  .meta({ id: 'FleetPackage' });

const fleetVersion = z
  .strictObject({
    version: z.string(),
    images: z.int(),
    repositories: z.int(),
    worst: severity.optional(),
  })
  .meta({ id: 'FleetVersion' });

const packageImage = z
  .strictObject({
    ...image,
    places: z
      .array(
        z
          .strictObject({ version: z.string(), layer: z.int(), path: z.string() })
          .meta({ id: 'PackagePlace' }),
      )
      .meta({ description: 'Where it is in the image; twenty at most' }),
  })
  .meta({ id: 'PackageImage' });

const found = z
  .strictObject({
    repositories: z.array(z.strictObject({ name: repositoryName })),
    tags: z.array(z.strictObject({ repository: repositoryName, tag: z.string() })),
    packages: z.array(fleetPackage),
    vulnerabilities: z.array(vulnerabilityRow),
    pending: z
      .array(z.enum(['vulnerabilities']))
      .meta({ description: 'What cannot be searched yet: ask again in a moment' }),
  })
  .meta({ id: 'Found' });

const name = z.string().min(1).max(500).meta({ description: 'Slashes are written %2F' });
const type = z
  .string()
  .min(1)
  .max(40)
  .regex(/^[a-z][a-z0-9.+-]*$/)
  .meta({ description: 'The purl type: deb, npm, maven' });
const version = z.string().min(1).max(200);
const repository = z.string().max(255).optional().meta({ description: 'Only of acme/shop' });

/** Of the packages list and its export. */
const PACKAGE_FILTERS: Readonly<Record<string, z.ZodType>> = {
  q: z.string().max(200).optional().meta({ description: 'In the name' }),
  match: z
    .enum(['contains', 'start'])
    .optional()
    .meta({ description: 'Whether the name must begin with `q`; contains if absent' }),
  type: type.optional(),
  version: version.optional().meta({ description: 'How a version begins: 2.14' }),
};

/** Of the list of affected images and its export. */
const AFFECTED_FILTERS: Readonly<Record<string, z.ZodType>> = {
  repository,
  fixable: z.enum(['true']).optional().meta({ description: 'true: only where a fix is named' }),
};

/** Any text: the answer says what is no id. */
const vulnerabilityParams: z.ZodObject = z.strictObject({ id: z.string().min(1).max(200) });

const packageParams = z.strictObject({ type, name });

const fleetChange = z
  .strictObject({
    repository: repositoryName,
    tag: z.string().optional(),
    digest,
    platform: z.string(),
    cause: analysisCause,
    at: time,
    state: analysisState,
    change: z
      .strictObject(changeFields)
      .optional()
      .meta({ description: 'Where a push put it in the place of another image of the tag' }),
  })
  .meta({ id: 'FleetChange' });

const changePage = z
  .strictObject({
    items: z.array(fleetChange),
    next: z.string().optional().meta({ description: 'For `after`; absent on the last page' }),
    totals: z
      .strictObject({ analyses: z.int(), repositories: z.int() })
      .optional()
      .meta({ description: 'On the first page; of a thousand analyses at most' }),
  })
  .meta({ id: 'FleetChangePage' });

export const FLEET_AREA: Area = {
  name: 'fleet',
  summary: 'What is in all images whose results one may see',
  routes: [
    {
      id: 'listVulnerabilityImages',
      method: 'GET',
      path: '/vulnerabilities/{id}/images',
      summary: 'My images that have a vulnerability; current ones first',
      access: onInstance('fleet.read'),
      params: vulnerabilityParams,
      query: pageQuery(AFFECTED_FILTERS),
      answer: { kind: 'json', status: 200, schema: affectedPage },
    },
    {
      id: 'exportVulnerabilityImages',
      method: 'GET',
      path: '/vulnerabilities/{id}/images/export',
      summary: 'My images that have a vulnerability, as a file; a row for each package of each',
      access: onInstance('fleet.read'),
      params: vulnerabilityParams,
      query: exportQuery(AFFECTED_FILTERS),
      answer: TABLE_FILE,
    },
    {
      id: 'listFleetPackages',
      method: 'GET',
      path: '/packages',
      summary: 'Packages in my images, by name',
      access: onInstance('fleet.read'),
      query: pageQuery(PACKAGE_FILTERS),
      answer: { kind: 'json', status: 200, schema: pageAnswer('FleetPackagePage', fleetPackage) },
    },
    {
      id: 'exportFleetPackages',
      method: 'GET',
      path: '/packages/export',
      summary: 'Packages in my images, as a file',
      access: onInstance('fleet.read'),
      query: exportQuery(PACKAGE_FILTERS),
      answer: TABLE_FILE,
    },
    {
      id: 'listPackageVersions',
      method: 'GET',
      path: '/packages/{type}/{name}/versions',
      summary: 'Versions of a package in my images; the one in most images first',
      access: onInstance('fleet.read'),
      params: packageParams,
      query: pageQuery(),
      answer: { kind: 'json', status: 200, schema: pageAnswer('FleetVersionPage', fleetVersion) },
    },
    {
      id: 'listPackageImages',
      method: 'GET',
      path: '/packages/{type}/{name}/images',
      summary: 'My images that have a package, and where in them; current ones first',
      access: onInstance('fleet.read'),
      params: packageParams,
      query: pageQuery({ version: version.optional().meta({ description: 'Exact' }), repository }),
      answer: { kind: 'json', status: 200, schema: pageAnswer('PackageImagePage', packageImage) },
    },
    {
      id: 'listBases',
      method: 'GET',
      path: '/bases',
      summary: 'Images that mine are built on, the most used first; a thousand at most',
      access: onInstance('fleet.read'),
      query: pageQuery({
        stale: z
          .enum(['true'])
          .optional()
          .meta({ description: '`true`: only those whose tag leads elsewhere by now' }),
      }),
      answer: { kind: 'json', status: 200, schema: baseInUsePage },
    },
    {
      id: 'listChanges',
      method: 'GET',
      path: '/account/changes',
      summary:
        'What was analyzed in my images since a moment, and what it brought; the newest first',
      access: onInstance('fleet.read'),
      query: pageQuery({
        since: z.iso
          .datetime()
          .optional()
          .meta({ description: 'As of `noteVisit`; ever, if absent' }),
      }),
      answer: { kind: 'json', status: 200, schema: changePage },
    },
    {
      id: 'search',
      method: 'GET',
      path: '/search',
      summary: 'A few repositories, tags, packages and vulnerabilities by what somebody types',
      access: onInstance('fleet.read'),
      query: z.strictObject({
        q: z.string().min(1).max(200).meta({
          description: 'A name or an id, or how it begins; acme/shop:1 for tags of a repository',
        }),
        limit: z.coerce
          .number()
          .int()
          .min(1)
          .max(20)
          .optional()
          .meta({ description: 'Of each kind; 5 if absent' }),
      }),
      answer: { kind: 'json', status: 200, schema: found },
    },
  ],
};
