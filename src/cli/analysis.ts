import { join } from 'node:path';
import {
  createAnalyzer,
  imageFactsOf,
  layerCacheIn,
  namespacesOf,
  sbomFactsOf,
} from '../analyzer/index.ts';
import type { Analyzer } from '../analyzer/index.ts';
import type { Failure, Result } from '../base/index.ts';
import { DEFAULT_LIMITS, ok } from '../base/index.ts';
import type { AdvisorySnapshot, Inventory } from '../model/index.ts';
import type { Report, ReportImage } from '../report/index.ts';
import type { Opened } from '../sources/index.ts';
import { openImage } from '../sources/index.ts';
import { snapshotAsOf, snapshotFor } from './advisories.ts';
import type { ImageOptions } from './options/image-options.ts';
import { analysisProgress } from './progress.ts';
import type { VexOptions } from './options/vex-options.ts';
import { sourceOptions } from './source-options.ts';
import { withSboms } from './with-sboms.ts';
import { withVex } from './with-vex.ts';
import type { World } from './world.ts';

/** An image as far as a command needs it. */
export interface Analyzed {
  readonly report: Report;
  readonly inventory: Inventory;
  readonly snapshot: AdvisorySnapshot;
  /** Milliseconds from the command's start to the report. */
  readonly elapsed: number;
}

/** Makes a report by a snapshot that speaks of these namespaces. */
export type Matching = (
  namespaces: readonly string[],
  reportBy: (snapshot: AdvisorySnapshot) => Matched,
) => Promise<Result<Matched, Failure>>;

export type Matched = Pick<Analyzed, 'report' | 'snapshot'>;

/** The one way of every command from what a person names to a report. */
export async function analyzeReference(
  text: string,
  options: ImageOptions & VexOptions,
  world: World,
  matching: Matching = withOwnSnapshot(options, world),
): Promise<Result<Analyzed, Failure>> {
  const started = world.clock.now();
  const read = await readInventory(text, options, world);
  if (!read.ok) return read;
  const { inventory, image, analyzer } = read.value;
  const matched = await matching(namespacesOf(inventory), (snapshot) => ({
    report: analyzer.report(inventory, image, snapshot),
    snapshot,
  }));
  if (!matched.ok) return matched;
  const report = await withVex(matched.value.report, options);
  if (!report.ok) return report;
  return ok({
    ...matched.value,
    report: report.value,
    inventory,
    elapsed: world.clock.now() - started,
  });
}

function withOwnSnapshot({ offline, asOf }: ImageOptions, world: World): Matching {
  return async (namespaces, reportBy) => {
    const snapshot =
      asOf === undefined
        ? await snapshotFor(namespaces, offline ?? world.config.isOffline, world)
        : snapshotAsOf(namespaces, asOf, world);
    return snapshot.ok ? ok(reportBy(snapshot.value)) : snapshot;
  };
}

interface ReadImage {
  readonly inventory: Inventory;
  readonly image: ReportImage;
  readonly analyzer: Analyzer;
}

async function readInventory(
  text: string,
  options: ImageOptions,
  world: World,
): Promise<Result<ReadImage, Failure>> {
  const progress = analysisProgress(text, world.err);
  const { clock, config } = world;
  const analyzer = createAnalyzer({
    limits: DEFAULT_LIMITS,
    clock,
    scratchFolder: config.temporaryFolder,
    ...(options.cache && { cache: layerCacheIn(join(config.dataFolder, 'layers'), clock) }),
    onProgress: progress.update,
    searchesSecrets: options.secrets ?? false,
  });
  try {
    const opened = await openImage(text, sourceOptions(options, analyzer, world));
    if (!opened.ok) return opened;
    return await inventoryOf(opened.value, analyzer, options);
  } finally {
    await analyzer.close();
    await progress.end();
  }
}

async function inventoryOf(
  opened: Opened,
  analyzer: Analyzer,
  options: ImageOptions,
): Promise<Result<ReadImage, Failure>> {
  if (opened.kind === 'sbom') {
    const inventory = analyzer.inventoryOfSbom(opened.sbom);
    return ok({ inventory, image: sbomFactsOf(opened.sbom), analyzer });
  }
  const { image } = opened;
  try {
    const inventory = await analyzer.inventoryOf(image);
    if (!inventory.ok) return inventory;
    const compared = await withSboms(inventory.value, image, analyzer, options);
    if (!compared.ok) return compared;
    return ok({
      inventory: compared.value,
      image: imageFactsOf(image, compared.value),
      analyzer,
    });
  } finally {
    await image.close();
  }
}
