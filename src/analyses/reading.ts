import { hash } from 'node:crypto';
import { type Analyzer, imageFactsOf, sbomFactsOf } from '../analyzer/index.ts';
import {
  type Clock,
  type Failure,
  type Result,
  err,
  failure,
  failureOf,
  ok,
} from '../base/index.ts';
import type { InventoryMatches } from '../match/index.ts';
import type { Diagnostic, Digest, Inventory } from '../model/index.ts';
import type { ReportImage } from '../report/index.ts';
import type {
  ImageReference,
  ManifestAnalysis,
  ReadReport,
  ReferenceAnalysis,
  ReportOptions,
  TagAnalysis,
  TagPage,
} from './analyses.ts';
import type {
  AnalysisRecords,
  AnalysisRow,
  MadeResult,
  PresentRevisions,
  RepositoryFacts,
  WantedImage,
} from './ports.ts';
import type { Results } from './results.ts';
import type { SbomKindOf } from './sbom-kinds.ts';
import { type AnalysisState, hasReport } from './state.ts';
import { type StoredImages, UNKNOWN_PLATFORM, imagesIn, openStored } from './stored-image.ts';
import { isAnalyzed } from './take-pushes.ts';
import { type ViewContext, aggregate, viewOf } from './views.ts';

export interface ReadingOptions {
  readonly records: AnalysisRecords;
  readonly results: Results;
  readonly stored: StoredImages;
  readonly analyzer: Analyzer;
  readonly clock: Clock;
  readonly sbomKindOf: SbomKindOf;
  readonly concurrency: number;
  readonly present: () => PresentRevisions;
  /** How people reach this registry: `registry.example.com`. */
  readonly host: string;
}

/** What a reference of a repository leads to. */
export interface Target {
  readonly repository: RepositoryFacts;
  readonly kind: 'image' | 'sbom';
  readonly digest: Digest;
  /** As people write it: `host/ns/name:tag`. */
  readonly reference: string;
}

export async function targetOf(
  repositoryId: number,
  reference: ImageReference,
  { records, host }: ReadingOptions,
): Promise<Target | undefined> {
  const repository = await records.repository(repositoryId);
  if (repository === undefined) return undefined;
  const name = `${host}/${repository.name}`;
  if (reference.kind === 'digest') {
    const { digest } = reference;
    if (!(await records.holds(repositoryId, digest))) return undefined;
    return { repository, kind: 'image', digest, reference: `${name}@${digest}` };
  }
  const tagged = await records.tagged(repositoryId, reference.tag);
  if (tagged) {
    const { digest, tag } = tagged;
    return { repository, kind: 'image', digest, reference: `${name}:${tag}` };
  }
  const digest = await records.sbomNamed(repositoryId, reference.tag);
  return digest && { repository, kind: 'sbom', digest, reference: reference.tag };
}

/** The images that it leads to; an index is read for them, an image that was looked at before is not. */
export async function imagesOf(
  { repository, kind, digest }: Pick<Target, 'repository' | 'kind' | 'digest'>,
  { stored, records }: ReadingOptions,
): Promise<readonly WantedImage[]> {
  if (kind === 'sbom') return [{ digest, platform: 'sbom', kind }];
  const [known] = await records.states(repository.id, [digest]);
  return known ? [{ digest, platform: known.platform, kind }] : imagesIn(digest, stored);
}

export async function stateOfTarget(
  target: Target,
  options: ReadingOptions,
): Promise<ReferenceAnalysis> {
  const { repository, digest } = target;
  const context = contextOf(options);
  // Looked at first: what is taken off the list between the two is in the other.
  const coming = await comingTo(repository, [digest], options);
  const none = coming.get(digest) ?? stateWithout(repository);
  const [known] = await options.records.states(repository.id, [digest]);
  if (known) return aggregate(digest, [viewOf(known, context)], none);
  const wanted = await imagesOrRoot(target, options);
  const digests = wanted.map((image) => image.digest);
  const rows = await options.records.states(repository.id, digests);
  const views = new Map(rows.map((row) => [row.digest, viewOf(row, context)]));
  const platforms = wanted.map(
    (image): ManifestAnalysis =>
      views.get(image.digest) ?? {
        digest: image.digest,
        platform: image.platform,
        state: image.ending && repository.isActive ? image.ending : none,
      },
  );
  return aggregate(digest, platforms, none);
}

/** The same of many, by what is written down alone: of an index, of the images that were asked for. */
export async function statesOf(
  repositoryId: number,
  digests: readonly Digest[],
  options: ReadingOptions,
): Promise<ReadonlyMap<Digest, ReferenceAnalysis>> {
  const { records } = options;
  const repository = await records.repository(repositoryId);
  if (repository === undefined) return new Map();
  const [coming, children] = await Promise.all([
    comingTo(repository, digests, options),
    records.childrenOf(digests),
  ]);
  const all = new Set([...digests, ...[...children.values()].flat()]);
  const rows = await records.states(repositoryId, [...all]);
  const context = contextOf(options);
  const views = new Map(rows.map((row) => [row.digest, viewOf(row, context)]));
  const none = stateWithout(repository);
  return new Map(
    digests.map((digest) => {
      const own = views.get(digest);
      const inside = (children.get(digest) ?? []).flatMap((child) => views.get(child) ?? []);
      return [digest, aggregate(digest, own ? [own] : inside, coming.get(digest) ?? none)];
    }),
  );
}

/** What was pushed this moment waits, though nobody has asked for its images yet. */
async function comingTo(
  repository: RepositoryFacts,
  digests: readonly Digest[],
  { records }: ReadingOptions,
): Promise<ReadonlyMap<Digest, AnalysisState>> {
  if (!isAnalyzed(repository)) return new Map();
  const places = await records.placesToCome(repository.id, digests);
  return new Map([...places].map(([digest, position]) => [digest, { kind: 'queued', position }]));
}

/** A manifest that cannot be read was judged when it was pushed. */
async function imagesOrRoot(
  target: Target,
  options: ReadingOptions,
): Promise<readonly WantedImage[]> {
  try {
    return await imagesOf(target, options);
  } catch (error) {
    const { code, message } = failureOf(error, 'storage.failed');
    if (code === 'storage.failed') throw error;
    const ending = { kind: 'failed', code, message, attempt: 1, requestId: '' } as const;
    return [{ digest: target.digest, platform: UNKNOWN_PLATFORM, kind: 'image', ending }];
  }
}

function stateWithout({ isActive }: RepositoryFacts): AnalysisState {
  return { kind: isActive ? 'not_analyzed' : 'inactive' };
}

function contextOf({ present, concurrency, clock }: ReadingOptions): ViewContext {
  return { present: present(), concurrency, now: clock.now() };
}

export async function listTags(
  repositoryId: number,
  { after = '', limit, search = '' }: TagPage,
  options: ReadingOptions,
): Promise<readonly TagAnalysis[]> {
  const repository = await options.records.repository(repositoryId);
  if (repository === undefined) return [];
  const tags = await options.records.tagPage({ repositoryId, after, search, limit });
  const digests = tags.map(({ digest }) => digest);
  const states = await statesOf(repositoryId, digests, options);
  return tags.flatMap(({ tag, digest, movedAt, movedBy }) => {
    const analysis = states.get(digest);
    const pushed = { tag, pushedAt: movedAt.toISOString(), pushedBy: movedBy };
    return analysis ? [{ ...analysis, ...pushed }] : [];
  });
}

/** The same report as the command line makes of the same reference, inventory and snapshot. */
export async function readReport(
  target: Target,
  { platform }: ReportOptions,
  options: ReadingOptions,
): Promise<Result<ReadReport, Failure>> {
  return told(async () => {
    const { image, digest, diagnostics } = await factsOf(target, platform, options);
    const found = await rowWithReport(target, digest, options);
    if (!found.ok) return found;
    const { made, generation } = found.value;
    const stored = await readStored(found.value, options);
    if (!stored) return err(noReport(target, 'none'));
    const inventory = {
      ...stored.inventory,
      diagnostics: [...diagnostics, ...stored.inventory.diagnostics],
    };
    const { matches } = stored;
    const report = options.analyzer.reportOf(inventory, image(inventory), made.snapshot, matches);
    const etag = hash('sha256', `${digest} ${generation} ${target.reference}`, 'hex').slice(0, 32);
    return ok({ report, inventory, digest, generation, etag });
  });
}

/** What is thrown of an image is the answer; storage that is away is not. */
export async function told<Value>(
  work: () => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure>> {
  try {
    return await work();
  } catch (error) {
    const failed = failureOf(error, 'storage.failed');
    if (failed.code === 'storage.failed') throw error;
    return err(failed);
  }
}

/** An analysis with a report. */
export type MadeRow = AnalysisRow & { readonly made: MadeResult };

/** The last result of an image, as far as the repository may see it and there is a report. */
export async function rowWithReport(
  target: Target,
  digest: Digest,
  options: ReadingOptions,
): Promise<Result<MadeRow, Failure>> {
  const [row] = await options.records.states(target.repository.id, [digest]);
  if (row?.made && row.result && hasReport(row.result)) return ok({ ...row, made: row.made });
  return err(noReport(target, row ? viewOf(row, contextOf(options)).state.kind : 'none'));
}

export interface StoredResult {
  readonly inventory: Inventory;
  readonly matches: InventoryMatches;
}

/** What a result is made of; `undefined`: it was removed, for nothing leads to it any more. */
export async function readStored(
  { digest, made }: MadeRow,
  { results }: ReadingOptions,
): Promise<StoredResult | undefined> {
  const { itemSet, snapshot, matchRevision: revision } = made;
  const [inventory, matches] = await Promise.all([
    results.inventory(digest, made.analyzerRevision),
    results.matches({ itemSet, snapshot: snapshot.digest, revision }),
  ]);
  return inventory && matches && { inventory, matches };
}

export interface Facts {
  readonly image: (inventory: Inventory) => ReportImage;
  readonly digest: Digest;
  /** Of the way from the reference to the image: platforms left out. */
  readonly diagnostics: readonly Diagnostic[];
}

export async function factsOf(
  target: Target,
  platform: string | undefined,
  { stored, records, sbomKindOf }: ReadingOptions,
): Promise<Facts> {
  const { digest, reference } = target;
  if (target.kind === 'sbom') {
    const kind = await sbomKindOf(digest, () => records.sbomBody(digest));
    return {
      image: ({ layers }) => sbomFactsOf({ reference, kind, layers }),
      digest,
      diagnostics: [],
    };
  }
  const opened = await openStored(digest, reference, stored, platform);
  return {
    image: (inventory) => imageFactsOf(opened, inventory),
    digest: opened.digest ?? digest,
    diagnostics: opened.diagnostics,
  };
}

export function noReport({ reference }: Target, state: string): Failure {
  const message = `there is no report of ${reference}: its analysis is ${state}`;
  return failure('analyses.no-report', message);
}
