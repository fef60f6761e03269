import {
  type Analyzer,
  type InventoryRun,
  imageFactsOf,
  namespacesOf,
  sbomFactsOf,
} from '../analyzer/index.ts';
import { type SnapshotSource, openSource } from '../advisories/index.ts';
import {
  type Failure,
  FailureError,
  type Limits,
  type Result,
  err,
  failure,
  ok,
} from '../base/index.ts';
import type { OpenedImage } from '../image/index.ts';
import { MATCH_REVISION, itemSetOf } from '../match/index.ts';
import type { AdvisorySnapshot, Digest, Inventory } from '../model/index.ts';
import { onOtherBase } from '../recommend/index.ts';
import type { Report, ReportImage, Summary } from '../report/index.ts';
import { findingIdentities } from './finding-identities.ts';
import type { FindingIdentity, MatchesKeyOf } from './ports.ts';
import { type BasePrediction, type PredictRequest, predictOnBase } from './predict.ts';
import type { KeptItems } from './renewal-ports.ts';
import type { Results } from './results.ts';
import type { TerminalState } from './state.ts';
import { type StoredSource, type TouchedRequest, TouchedSets } from './touched-sets.ts';
import { type Weights, weightsOf } from './weights.ts';

/** What an analysis computes: all that takes a while, and none of what others wait for. */
export interface ImageWork {
  /** The inventory of an image, made and kept, or known. */
  read(digest: Digest, image: OpenedImage, run: InventoryRun): Promise<Result<ReadImage, Failure>>;
  readSbom(digest: Digest, body: Uint8Array): Promise<Result<ReadImage, Failure>>;
  /** Whether an SBOM can be read, and what it is: `cyclonedx 1.6`. */
  kindOfSbom(reference: string, body: Uint8Array): Promise<Result<string, Failure>>;
  /** What the snapshot says of an inventory that was read, kept. */
  match(asked: MatchRequest): Promise<Result<Matched, Failure>>;
  /** What two snapshots say of an inventory that was read; absent: it is not there any more. */
  weigh(
    digest: Digest,
    before: SnapshotSource,
    after: SnapshotSource,
  ): Promise<{ readonly before: Weights; readonly after: Weights } | undefined>;
  /** What an image would be on another base; absent: one of them was not read by this analyzer. */
  predict(asked: PredictRequest): Promise<BasePrediction | undefined>;
  /** Which sets of packages are not in the index; `addSets` puts them there. */
  missingSets(sets: readonly number[]): Promise<readonly number[]>;
  addSets(sets: readonly KeptItems[]): Promise<void>;
  /** Nobody asks for more than so many sets. */
  trimSets(count: number): Promise<void>;
  /** Which of these sets of packages a later snapshot may say something else of. */
  touchedSets(asked: TouchedRequest): Promise<readonly number[]>;
  /** Vulnerabilities whose ratings or other context a later snapshot has otherwise. */
  changedVulnerabilities(before: StoredSource, after: StoredSource): Promise<readonly string[]>;
  /** What a book of findings has of a result. */
  identities(made: MatchesKeyOf): Promise<readonly FindingIdentity[]>;
}

export interface ReadImage {
  readonly itemSet: Digest;
  /** Whose advisories it needs. */
  readonly namespaces: readonly string[];
  readonly image: ReportImage;
}

export interface MatchRequest extends ReadImage {
  readonly digest: Digest;
  readonly snapshot: SnapshotSource;
}

export interface Matched {
  readonly state: TerminalState;
  readonly summary: Summary;
}

export interface ImageWorkOptions {
  readonly analyzer: Analyzer;
  readonly results: Results;
  readonly limits: Limits;
}

/** An SBOM of a hundred thousand packages. */
const SBOM_BYTES = 64 * 1024 * 1024;
/** Of processor time: the largest take a few, and who pushes one waits for it. */
const SBOM_SECONDS = 30;

export function imageWork(options: ImageWorkOptions): ImageWork {
  const { analyzer, results, limits } = options;
  const { revision } = analyzer;
  const ofSboms = { ...limits, sbomBytes: SBOM_BYTES, layerSeconds: SBOM_SECONDS };
  const keep = async (digest: Digest, inventory: Inventory): Promise<Digest> => {
    const items = itemSetOf(inventory);
    await results.keepInventory(digest, revision, inventory, items);
    return items.digest;
  };
  return {
    ...matching(options),
    async read(digest, image, run) {
      const known = await results.inventory(digest, revision);
      if (known) return ok(readOf(itemSetOf(known).digest, known, imageFactsOf(image, known)));
      const made = await analyzer.inventoryOf(image, run);
      if (!made.ok) return made;
      const itemSet = await keep(digest, made.value);
      return ok(readOf(itemSet, made.value, imageFactsOf(image, made.value)));
    },
    async readSbom(digest, body) {
      const sbom = await analyzer.readSbom({ reference: digest, bytes: body, limits: ofSboms });
      if (!sbom.ok) return err(withoutHope(sbom.error));
      const inventory = analyzer.inventoryOfSbom(sbom.value);
      return ok(readOf(await keep(digest, inventory), inventory, sbomFactsOf(sbom.value)));
    },
    async kindOfSbom(reference, body) {
      const sbom = await analyzer.readSbom({ reference, bytes: body, limits: ofSboms });
      return sbom.ok ? ok(sbom.value.kind) : sbom;
    },
    identities: (made) => findingIdentities(made, results),
  };
}

/** What snapshots say of inventories that were read. */
function matching({
  analyzer,
  results,
}: ImageWorkOptions): Pick<
  ImageWork,
  'match' | 'weigh' | 'predict' | keyof ReturnType<typeof renewing>
> {
  const { revision } = analyzer;
  const snapshots = new LastSnapshot();
  const candidates = new LastSnapshot();
  return {
    async match({ digest, itemSet, namespaces, image, snapshot: source }) {
      const inventory = await results.inventory(digest, revision);
      if (!inventory) throw new Error(`the inventory of ${digest} is not there any more`);
      const opened = await snapshots.opened(source, namespaces);
      if (!opened.ok) return opened;
      const snapshot = opened.value;
      const key = { itemSet, snapshot: snapshot.digest, revision: MATCH_REVISION };
      const known = await results.matches(key);
      const matches = known ?? analyzer.match(inventory, snapshot);
      const report = analyzer.reportOf(inventory, image, snapshot, matches);
      if (!known) await results.keepMatches(key, matches, report);
      return ok({ state: stateOf(report), summary: report.summary });
    },
    async weigh(digest, before, after) {
      const inventory = await results.inventory(digest, revision);
      if (!inventory) return undefined;
      const namespaces = namespacesOf(inventory);
      const weights = async (known: LastSnapshot, source: SnapshotSource): Promise<Weights> => {
        const opened = await known.opened(source, namespaces);
        if (!opened.ok) throw new FailureError(opened.error);
        return weightsOf(inventory, analyzer.match(inventory, opened.value));
      };
      return { before: await weights(snapshots, before), after: await weights(candidates, after) };
    },
    async predict({ snapshot: source, ...asked }) {
      const [image, base, other] = await Promise.all(
        [asked.image, asked.base, asked.other].map((digest) => results.inventory(digest, revision)),
      );
      if (!image || !base || !other) return undefined;
      const moved = onOtherBase({ image, base, other });
      const namespaces = [...namespacesOf(image), ...namespacesOf(moved.inventory)];
      const opened = await snapshots.opened(source, [...new Set(namespaces)]);
      if (!opened.ok) throw new FailureError(opened.error);
      return predictOnBase(image, moved, opened.value, analyzer);
    },
    ...renewing(),
  };
}

/** Which results a new snapshot concerns. */
function renewing(): Pick<
  ImageWork,
  'missingSets' | 'addSets' | 'trimSets' | 'touchedSets' | 'changedVulnerabilities'
> {
  const touched = new TouchedSets();
  return {
    missingSets: (sets) => Promise.resolve(touched.missing(sets)),
    addSets: (sets) => Promise.resolve(touched.add(sets)),
    trimSets: (count) => Promise.resolve(touched.trim(count)),
    touchedSets: (asked) => Promise.resolve(touched.of(asked)),
    changedVulnerabilities: (...asked) => Promise.resolve(touched.vulnerabilities(...asked)),
  };
}

/** A document that takes more than a worker may have takes it every time. */
function withoutHope(error: Failure): Failure {
  const isCostly = /^analyzer\.worker\.(?:memory|time)$/.test(error.code);
  return isCostly ? failure('analyses.sbom.too-costly', error.message) : error;
}

function readOf(itemSet: Digest, inventory: Inventory, image: ReportImage): ReadImage {
  return { itemSet, namespaces: namespacesOf(inventory), image };
}

/** The snapshot that was matched with last, its shards in memory for the next image. */
class LastSnapshot {
  #key = '';
  #snapshot: AdvisorySnapshot | undefined;

  async opened(
    source: SnapshotSource,
    namespaces: readonly string[],
  ): Promise<Result<AdvisorySnapshot, Failure>> {
    const key = JSON.stringify(source);
    const known = this.#key === key ? this.#snapshot : undefined;
    const opened = await openSource(source, namespaces, known);
    if (opened.ok) [this.#key, this.#snapshot] = [key, opened.value];
    return opened;
  }
}

/** Gaps that a state carries; the report has all. */
const SHOWN_GAPS = 20;

/** The report's own state, with what a person must know of it at first sight. */
function stateOf({ state, warnings, diagnostics }: Report): TerminalState {
  const gaps = [...warnings, ...diagnostics].filter(({ severity }) => severity !== 'info');
  switch (state) {
    case 'complete':
    case 'no_packages':
      return { kind: state };
    case 'complete_with_gaps':
      return { kind: state, gaps: gaps.slice(0, SHOWN_GAPS), gapCount: gaps.length };
    case 'no_advisory_coverage':
      return { kind: state, reasons: warnings.slice(0, SHOWN_GAPS) };
  }
}
