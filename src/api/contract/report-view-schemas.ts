import { z } from 'zod';
import { severityCounts } from './common-schemas.ts';
import { epss, severity } from './vulnerability-schemas.ts';

const rating = z
  .strictObject({
    source: z.string(),
    severity,
    vector: z.string().optional(),
    score: z.number().optional(),
  })
  .meta({ id: 'SeverityRating' });

const knownExploited = z
  .strictObject({
    addedAt: z.string(),
    dueAt: z.string().optional(),
    usedByRansomware: z.boolean(),
  })
  .meta({ id: 'KnownExploited', description: 'As CISA’s catalog has it' });

const evidence = z
  .record(z.string(), z.unknown())
  .meta({ id: 'Evidence', description: 'docs/schema/report-1.schema.json, `evidence`' });

/** `finding` of docs/schema/report-1.schema.json, with what only a server knows. */
export const finding: z.ZodType = z
  .strictObject({
    id: z.string(),
    ids: z.array(z.string()).meta({ description: 'Every id and alias, `id` first' }),
    vendorIds: z.array(z.string()),
    class: z.enum(['vulnerability', 'malware']),
    status: z.string().meta({ description: 'What the vendor says: fix_available, affected, ...' }),
    severity,
    severitySource: z.string().optional(),
    score: z.number().optional(),
    vector: z.string().optional().meta({ description: 'Of CVSS, from the same source' }),
    ratings: z.array(rating),
    introduced: z.string().optional().meta({ description: '`0` is all earlier versions' }),
    upstreamIntroduced: z
      .string()
      .optional()
      .meta({ description: 'Where `introduced` is only `0`: the upstream version' }),
    fixedIn: z.string().optional(),
    lastAffected: z.string().optional(),
    fixElsewhere: z
      .strictObject({ channel: z.string(), version: z.string() })
      .optional()
      .meta({ description: 'A channel that the image did not enable' }),
    hidden: z.string().optional().meta({ description: 'Why it is not counted in totals' }),
    confidence: z.enum(['exact', 'derived', 'heuristic']),
    knownExploited: knownExploited.optional(),
    epss: epss.optional(),
    package: z.int().meta({ description: 'Index into `packages` of the report' }),
    packageName: z.string(),
    packageVersion: z.string(),
    packageType: z.string(),
    purl: z.string().optional(),
    layer: z.int().meta({ description: 'Index, 0 the lowest' }),
    createdBy: z.string().optional().meta({ description: 'The history line of the layer' }),
    locations: z.array(z.string()).meta({ description: 'The first ones' }),
    locationCount: z.int(),
    evidence: z.array(evidence),
    group: z.string().meta({ description: 'The key of its package’s row' }),
    isNew: z.boolean().meta({ description: 'The tag’s image before had it not' }),
    firstSeen: z.string().optional().meta({ description: 'In this repository; absent: hidden' }),
  })
  .meta({ id: 'Finding' });

const ofGroup = {
  worst: severity,
  counts: severityCounts,
  findings: z.int(),
  fixable: z.int(),
  exploited: z.int(),
  fresh: z.int().meta({ description: 'That the tag’s image before had not' }),
  epss: z.number().optional().meta({ description: 'The highest probability' }),
  score: z.number().optional().meta({ description: 'The highest' }),
};

const packageGroup = z
  .strictObject({
    kind: z.literal('package'),
    key: z.string(),
    name: z.string(),
    version: z.string(),
    type: z.string(),
    purl: z.string().optional(),
    source: z.string().optional(),
    layer: z.int(),
    path: z.string().optional(),
    paths: z.int().meta({ description: 'How many' }),
    fixedIn: z
      .string()
      .optional()
      .meta({ description: 'The version that removes all that can be' }),
    fixCommand: z.string().optional().meta({ description: 'To paste into a shell' }),
    ...ofGroup,
  })
  .meta({ id: 'PackageGroup' });

const vulnerabilityGroup = z
  .strictObject({
    kind: z.literal('vulnerability'),
    key: z.string(),
    id: z.string(),
    ids: z.array(z.string()),
    class: z.enum(['vulnerability', 'malware']),
    severitySource: z.string().optional(),
    vector: z.string().optional(),
    percentile: z.number().optional(),
    knownExploited: knownExploited.optional(),
    packages: z
      .array(z.strictObject({ name: z.string(), version: z.string(), type: z.string() }))
      .meta({ description: 'The first ones; `findings` says how many there are' }),
    fixedIn: z.string().optional().meta({ description: 'Where all its packages agree' }),
    ...ofGroup,
  })
  .meta({ id: 'VulnerabilityGroup' });

const facetOf = (name: string, value: z.ZodType): z.ZodType =>
  z.array(z.strictObject({ value, count: z.int() }).meta({ id: name }));

export const textFacets: z.ZodType = facetOf('TextFacet', z.string());
export const layerFacets: z.ZodType = facetOf('LayerFacet', z.int());

/** Each number: distinct vulnerabilities that the choice would show, the others as they are. */
const facets = z
  .strictObject({
    severities: z.record(z.string(), z.int()),
    fixable: z.int(),
    exploited: z.int(),
    fresh: z.int(),
    types: textFacets,
    layers: layerFacets,
    hidden: z.record(z.string(), z.int()).meta({ description: 'By reason' }),
  })
  .meta({ id: 'FindingFacets' });

const totals = z
  .strictObject({
    groups: z.int(),
    findings: z.int().meta({ description: 'Pairs of a vulnerability and a package' }),
    vulnerabilities: z.int(),
    bySeverity: z.record(z.string(), z.int()),
  })
  .meta({ id: 'FindingTotals' });

/** What a page of a result is of: two pages of one generation are of one report. */
export const shown: Readonly<Record<'digest' | 'platform' | 'generation', z.ZodType>> = {
  digest: z.string().meta({ description: 'Of the image manifest' }),
  platform: z.string(),
  generation: z.int(),
};

const next = z.string().optional().meta({ description: 'For `after`; absent on the last page' });

/** What came and went with a push: distinct vulnerabilities. */
export const changeFields: Readonly<Record<'before' | 'opened' | 'closed', z.ZodType>> = {
  before: z.string().meta({ description: 'Digest of the image that the tag had before' }),
  opened: severityCounts,
  closed: severityCounts,
};

export const imageChange: z.ZodType = z
  .strictObject({ ...changeFields, at: z.string() })
  .meta({ id: 'ImageChange' });

export const findingGroupPage: z.ZodType = z
  .strictObject({
    ...shown,
    items: z.array(z.discriminatedUnion('kind', [packageGroup, vulnerabilityGroup])),
    totals,
    facets,
    change: imageChange
      .optional()
      .meta({ description: 'By the push of the tag; absent: its first, or asked for by digest' }),
    next,
  })
  .meta({ id: 'FindingGroupPage' });

const fixStep = z
  .strictObject({
    type: z.string().meta({ description: 'Of the packages that it changes' }),
    changes: z
      .array(z.strictObject({ name: z.string(), from: z.string(), to: z.string() }))
      .meta({ description: 'The first ones' }),
    changeCount: z.int(),
    command: z.string().optional().meta({ description: 'To paste into a shell' }),
    place: z
      .string()
      .optional()
      .meta({ description: 'Folder, relative to the image’s root; absent: the whole image' }),
    isBreaking: z.boolean().meta({ description: 'A major version goes up' }),
    counts: severityCounts.meta({ description: 'Distinct vulnerabilities that it removes' }),
    vulnerabilities: z.int(),
    exploited: z.int(),
  })
  .meta({ id: 'FixStep' });

export const fixStepPage: z.ZodType = z
  .strictObject({ ...shown, items: z.array(fixStep), total: z.int(), next })
  .meta({ id: 'FixStepPage' });

export const findingPage: z.ZodType = z
  .strictObject({ ...shown, items: z.array(finding), total: z.int(), next })
  .meta({ id: 'FindingPage' });
