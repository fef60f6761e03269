import { z } from 'zod';
import { digest, severityCounts } from './common-schemas.ts';

const diagnostic = z
  .strictObject({
    code: z.string(),
    severity: z.string(),
    message: z.string(),
    path: z.string().optional(),
  })
  .meta({ id: 'Diagnostic' });

const kind = <Name extends string>(name: Name): { kind: z.ZodLiteral<Name> } => ({
  kind: z.literal(name),
});

/** Why something was analyzed. */
export const analysisCause: z.ZodType = z.enum([
  'push',
  'rerun',
  'back_fill',
  'sbom',
  'advisories',
  'revision',
]);

/** The names of `analysisState`, for filters. */
export const STATE_NAMES = [
  'inactive',
  'not_analyzed',
  'queued',
  'analyzing',
  'matching',
  'complete',
  'complete_with_gaps',
  'no_packages',
  'no_advisory_coverage',
  'unsupported',
  'too_large',
  'failed',
  'cancelled',
] as const;

/** Where an analysis is, and why; the names are the product's. */
export const analysisState: z.ZodType = z
  .discriminatedUnion('kind', [
    z.strictObject(kind('inactive')),
    z.strictObject(kind('not_analyzed')),
    z.strictObject({
      ...kind('queued'),
      position: z.int().meta({ description: '1 is next' }),
      etaSeconds: z.number().optional(),
    }),
    z.strictObject({
      ...kind('analyzing'),
      layersDone: z.int(),
      layers: z.int(),
      bytes: z.int(),
      totalBytes: z.int(),
    }),
    z.strictObject(kind('matching')),
    z.strictObject(kind('complete')),
    z.strictObject({ ...kind('complete_with_gaps'), gaps: z.array(diagnostic), gapCount: z.int() }),
    z.strictObject(kind('no_packages')),
    z.strictObject({ ...kind('no_advisory_coverage'), reasons: z.array(diagnostic) }),
    z.strictObject({
      ...kind('unsupported'),
      what: z.enum(['platform', 'media_type', 'attestation', 'artifact_type']),
      message: z.string(),
    }),
    z.strictObject({
      ...kind('too_large'),
      limit: z.string(),
      allowed: z.number(),
      actual: z.number(),
    }),
    z.strictObject({
      ...kind('failed'),
      code: z.string(),
      message: z.string(),
      attempt: z.int(),
      nextRetryAt: z.string().optional(),
      requestId: z.string(),
    }),
    z.strictObject({ ...kind('cancelled'), by: z.string() }),
  ])
  .meta({ id: 'AnalysisState' });

/** Counts of distinct vulnerabilities, each at its worst; hidden ones left out but for `hidden`. */
const summary = z
  .strictObject({
    packages: z.int(),
    affectedPackages: z.int(),
    vulnerabilities: z.int(),
    bySeverity: z.record(z.string(), z.int()),
    fixable: z.int(),
    exploited: z.int(),
    malware: z.int(),
    hidden: z.record(z.string(), z.int()),
  })
  .meta({ id: 'Summary' });

const result = z
  .strictObject({
    generation: z.int().meta({ description: 'Goes up with every result of this manifest' }),
    state: analysisState,
    analyzedAt: z.string(),
    summary: summary.optional(),
    snapshot: z
      .strictObject({ number: z.int(), digest, createdAt: z.string(), isStarter: z.boolean() })
      .optional()
      .meta({ description: 'Of advisories' }),
    analyzerRevision: z.string(),
    newerAgree: z.literal(true).optional().meta({
      description: 'The present advisories were looked at since, and say the same',
    }),
    isPresentRevision: z.boolean(),
  })
  .meta({ id: 'AnalysisResult' });

const platformAnalysis = z
  .strictObject({
    digest,
    platform: z.string(),
    state: analysisState,
    result: result
      .optional()
      .meta({ description: 'The last that ended, also while a new one is made' }),
  })
  .meta({ id: 'PlatformAnalysis' });

export const imageAnalysis: z.ZodType = z
  .strictObject({
    digest,
    state: analysisState,
    summary: summary.optional(),
    counts: severityCounts.optional(),
    platforms: z.array(platformAnalysis),
  })
  .meta({ id: 'ImageAnalysis' });

export const activation: z.ZodType = z
  .strictObject({
    isActive: z.boolean(),
    queued: z.int().optional().meta({ description: 'Images that the back-fill has queued' }),
  })
  .meta({ id: 'Activation' });

/** What to do with tags that are there. */
export const backFill: z.ZodType = z
  .discriminatedUnion('kind', [
    z.strictObject(kind('nothing')),
    z.strictObject({ ...kind('newest'), count: z.int().min(1).max(10_000) }),
    z.strictObject(kind('all')),
  ])
  .meta({ id: 'BackFill' });

export const analysisEvent: z.ZodType = z
  .discriminatedUnion('kind', [
    z
      .strictObject(kind('resync'))
      .meta({ description: 'Something may have been missed: read what is shown again' }),
    z.strictObject({
      ...kind('state'),
      digest,
      platform: z.string(),
      state: analysisState,
    }),
    z.strictObject({ ...kind('activation'), isActive: z.boolean() }),
    z.strictObject({ ...kind('snapshot'), number: z.int(), digest }),
  ])
  .meta({ id: 'AnalysisEvent' });
