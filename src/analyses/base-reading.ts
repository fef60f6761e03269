import { upgradesOf } from '../analyzer/index.ts';
import { err, ok } from '../base/index.ts';
import { chainIdsOf, formatPlatform } from '../image/index.ts';
import type { Digest } from '../model/index.ts';
import type { Analyses } from './analyses.ts';
import type { BaseRecords, KnownImage } from './base-ports.ts';
import type {
  AfterPush,
  BaseOption,
  BaseUse,
  BasesAsked,
  OtherBases,
  ImageHierarchy,
  HierarchyLevel,
} from './base-views.ts';
import { buildMaterials } from './build-materials.ts';
import type { ImageWork } from './image-work.ts';
import type { FindingRecords } from './ports.ts';
import { type ReadingOptions, type Target, readReport, targetOf, told } from './reading.ts';
import type { BasePrediction } from './predict.ts';
import { Recent } from './recent.ts';
import type { Snapshots } from './snapshots.ts';
import { openStored } from './stored-image.ts';
import { UNKNOWN } from './viewing.ts';

export interface BaseOptions {
  readonly bases: BaseRecords;
  readonly work: Pick<ImageWork, 'predict'>;
  readonly snapshots: Pick<Snapshots, 'current' | 'sourceOf'>;
}

type Options = ReadingOptions & BaseOptions & { readonly findings: FindingRecords };

/** Tags that are told of one chain, of images built on one, of other bases: each is looked at whole. */
const MOST_KNOWN = 200;
const MOST_USES = 500;
const MOST_CURRENT = 50;
const MOST_BASES = 1_000;
/** Bases that are predicted: each is matched anew. */
const MOST_PREDICTED = 6;

type Reading =
  | 'hierarchy'
  | 'basesFor'
  | 'upgrades'
  | 'basesInUse'
  | 'importBase'
  | 'publicBases'
  | 'removeBase';

/** What images are built on, and what they could be built on. */
export function baseReading(given: Options): Pick<Analyses, Reading> {
  const options = { ...given, work: rememberingWork(given.work) };
  return {
    async hierarchy(repositoryId, reference, asked) {
      const target = await targetOf(repositoryId, reference, options);
      if (target === undefined) return err(UNKNOWN);
      const tag = reference.kind === 'tag' ? reference.tag : undefined;
      return told(async () => ok(await hierarchyOf({ ...target, tag }, asked, options)));
    },
    async basesFor(repositoryId, reference, asked) {
      const target = await targetOf(repositoryId, reference, options);
      if (target === undefined) return err(UNKNOWN);
      return told(async () => {
        const tag = reference.kind === 'tag' ? reference.tag : undefined;
        return ok(await basesFor({ ...target, tag }, asked, options));
      });
    },
    async upgrades(repositoryId, reference, asked = {}) {
      const target = await targetOf(repositoryId, reference, options);
      if (target === undefined) return err(UNKNOWN);
      const read = await readReport(target, asked, options);
      return read.ok ? ok(upgradesOf(read.value.report)) : read;
    },
    async importBase({ diffIds, ...base }) {
      const chainId = chainIdsOf(diffIds).at(-1);
      if (chainId !== undefined) await options.bases.importBase({ ...base, chainId });
    },
    basesInUse: (repositoryIds) => options.bases.basesInUse(repositoryIds, MOST_BASES),
    publicBases: () => options.bases.listPublicBases(),
    removeBase: (reference) => options.bases.removeBase(reference),
  };
}

/** Of predictions; each is some two kilobytes. */
const KEPT_BYTES = 2 * 1024 * 1024;
const PREDICTION_BYTES = 2 * 1024;

/** What was predicted of the same images by the same advisories is not matched again. */
function rememberingWork(work: BaseOptions['work']): BaseOptions['work'] {
  const recent = new Recent<BasePrediction>(KEPT_BYTES);
  return {
    predict: (asked) =>
      recent.get(JSON.stringify(asked), async () => {
        const value = await work.predict(asked);
        return value && { value, bytes: PREDICTION_BYTES };
      }),
  };
}

interface Chain {
  /** What was asked for: an image, or the index that it is in. */
  readonly root: Digest;
  readonly digest: Digest;
  readonly platform: string;
  readonly chainIds: readonly string[];
}

async function chainOf(
  { digest, reference, kind }: Target,
  platform: string | undefined,
  { stored }: Options,
): Promise<Chain> {
  // An SBOM says nothing of layers.
  if (kind === 'sbom') return { root: digest, digest, platform: 'sbom', chainIds: [] };
  const opened = await openStored(digest, reference, stored, platform);
  return {
    root: digest,
    digest: opened.digest ?? digest,
    platform: formatPlatform(opened.platform),
    chainIds: chainIdsOf(opened.config.diffIds),
  };
}

/** What was asked for, and by which tag, if by one. */
type Named = Target & { readonly tag: string | undefined };

async function hierarchyOf(
  target: Named,
  { platform, repositoryIds }: BasesAsked,
  options: Options,
): Promise<ImageHierarchy> {
  const chain = await chainOf(target, platform, options);
  const [levels, uses] = await Promise.all([
    levelsOf(chain, repositoryIds, options),
    usesOf(chain, target, repositoryIds, options),
  ]);
  return { digest: chain.digest, platform: chain.platform, levels, uses };
}

/** The longest chains first. */
async function levelsOf(
  { chainIds, root, digest }: Chain,
  repositoryIds: readonly number[],
  { bases, stored }: Options,
): Promise<readonly HierarchyLevel[]> {
  const below = chainIds.slice(0, -1);
  if (below.length === 0) return [];
  const [images, elsewhere, materials] = await Promise.all([
    bases.imagesOfChains({ chainIds: below, repositoryIds, limit: MOST_KNOWN }),
    bases.publicBases(below),
    buildMaterials(root, digest, stored),
  ]);
  const read = new Set(materials.map((material) => material.digest));
  return below
    .map((chainId, at): HierarchyLevel => {
      // A tag of the image that led to its base before is no name of the base.
      const own = images.filter((image) => image.chainId === chainId && image.now !== root);
      const imported = elsewhere.filter((base) => base.chainId === chainId);
      const names = new Set([
        ...own.map(({ repository }) => repository),
        ...imported.map(({ reference }) => reference),
      ]);
      const isNamed =
        own.some((image) => read.has(image.root) || read.has(image.digest)) ||
        imported.some((base) => read.has(base.digest));
      const confidence = isNamed ? 'certain' : names.size > 1 ? 'medium' : 'high';
      return { layers: at + 1, confidence, images: own, elsewhere: imported };
    })
    .filter(({ images: own, elsewhere: imported }) => own.length + imported.length > 0)
    .toReversed();
}

/** What is built on the image, and on those that its tag led to before. */
async function usesOf(
  { chainIds, digest, platform }: Chain,
  { repository, tag }: Named,
  repositoryIds: readonly number[],
  { bases }: Options,
): Promise<readonly BaseUse[]> {
  const own = chainIds.at(-1);
  if (own === undefined) return [];
  const query = { repositoryId: repository.id, platform, limit: MOST_KNOWN };
  const past = tag === undefined ? [] : await bases.chainsOfTag({ ...query, tag });
  const all = [...new Set([own, ...past])];
  const found = await bases.builtOn({ chainIds: all, repositoryIds, limit: MOST_USES });
  return found
    .filter((image) => image.digest !== digest)
    .map((image) => ({ ...image, isStale: image.on !== own }));
}

async function basesFor(
  target: Named,
  { platform, repositoryIds }: BasesAsked,
  options: Options,
): Promise<OtherBases> {
  const chain = await chainOf(target, platform, options);
  const levels = await levelsOf(chain, repositoryIds, options);
  const level = levels.find(({ images }) => images.length > 0);
  const [found, afterPush] = await Promise.all([
    level ? optionsOn(chain, level, options) : [],
    level && target.tag !== undefined
      ? afterPushOf({ ...target, tag: target.tag }, chain, level, repositoryIds, options)
      : undefined,
  ]);
  return { options: found, ...(afterPush && { afterPush }) };
}

/** The same tags as they are now, then other tags of the same repositories. */
async function optionsOn(
  chain: Chain,
  { images }: HierarchyLevel,
  options: Options,
): Promise<readonly BaseOption[]> {
  const candidates: Omit<BaseOption, 'prediction'>[] = [];
  const names = new Map(images.map(({ repositoryId, repository }) => [repositoryId, repository]));
  for (const [repositoryId, repository] of names) {
    for (const found of await othersIn(repositoryId, chain, images, options)) {
      candidates.push({ ...found, repository });
    }
  }
  const inOrder = candidates.toSorted((a, b) => Number(isChange(a)) - Number(isChange(b)));
  const predicted: BaseOption[] = [];
  for (const candidate of inOrder.slice(0, MOST_PREDICTED)) {
    const prediction = await predict(chain.digest, images, candidate.digest, options);
    predicted.push({ ...candidate, ...(prediction && { prediction }) });
  }
  return predicted;
}

/** What tags of a base's repository lead to now; images built on the base are no bases in its place. */
async function othersIn(
  repositoryId: number,
  chain: Chain,
  images: readonly KnownImage[],
  { bases }: Options,
): Promise<readonly Omit<BaseOption, 'prediction' | 'repository'>[]> {
  const chainIds = images.slice(0, 1).map(({ chainId }) => chainId);
  const repositoryIds = [repositoryId];
  const [current, built] = await Promise.all([
    bases.currentImages({ repositoryId, platform: chain.platform, limit: MOST_CURRENT }),
    bases.builtOn({ chainIds, repositoryIds, limit: MOST_USES }),
  ]);
  const builtOn = new Set(built.map(({ digest }) => digest));
  return current.flatMap(
    ({ tag, digest, chainId }): Omit<BaseOption, 'prediction' | 'repository'>[] => {
      if (chainIds.includes(chainId) || digest === chain.digest) return [];
      const isSame = images.some(
        (image) => image.repositoryId === repositoryId && image.tag === tag,
      );
      return builtOn.has(digest) ? [] : [{ kind: isSame ? 'refresh' : 'change', tag, digest }];
    },
  );
}

function isChange({ kind }: Pick<BaseOption, 'kind'>): boolean {
  return kind === 'change';
}

/** Images of one chain hold the same: the first that was analyzed will do. */
async function predict(
  image: Digest,
  bases: readonly KnownImage[],
  other: Digest,
  { work, snapshots }: Options,
): Promise<BaseOption['prediction']> {
  const snapshot = snapshots.sourceOf(snapshots.current());
  for (const base of new Set(bases.map(({ digest }) => digest))) {
    const prediction = await work.predict({ image, base, other, snapshot });
    if (prediction) return prediction;
  }
  return undefined;
}

/**
 * Where the last push of the tag put the image on another base: what was to be expected of it beside what
 * came, both by the advisories of now.
 */
async function afterPushOf(
  target: Target & { readonly tag: string },
  chain: Chain,
  level: HierarchyLevel,
  repositoryIds: readonly number[],
  options: Options,
): Promise<AfterPush | undefined> {
  const { repository, tag } = target;
  const change = await options.findings.lastChange(repository.id, tag, chain.digest);
  if (change === undefined) return undefined;
  const { before } = change;
  if (!(await options.records.holds(repository.id, before))) return undefined;
  const old = await chainOf({ ...target, kind: 'image', digest: before }, undefined, options);
  const below = await levelsOf(old, repositoryIds, options);
  const from = below.find(({ images }) => images.length > 0);
  const [fromBase, toBase] = [from?.images[0], level.images[0]];
  if (!from || !fromBase || !toBase || fromBase.chainId === toBase.chainId) return undefined;
  const expected = await predict(before, from.images, toBase.digest, options);
  const actual = await predict(chain.digest, level.images, toBase.digest, options);
  if (!expected || !actual) return undefined;
  return {
    before,
    at: change.at,
    from: { repository: fromBase.repository, tag: fromBase.tag, digest: fromBase.digest },
    to: { repository: toBase.repository, tag: toBase.tag, digest: toBase.digest },
    past: expected.present,
    predicted: expected.predicted,
    actual: actual.present,
  };
}
