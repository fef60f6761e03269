import { availableParallelism } from 'node:os';
import { Readable } from 'node:stream';
import {
  type Clock,
  type Failure,
  type Limits,
  type Result,
  err,
  failure,
  ok,
} from '../base/index.ts';
import {
  CATALOGERS,
  type RawInventory,
  catalogRevision,
  compileSelectors,
  finishInventory,
  squash,
} from '../catalog/index.ts';
import { configChecks, formatPlatform } from '../image/index.ts';
import type { OpenedImage } from '../image/index.ts';
import { type InventoryMatches, matchInventory } from '../match/index.ts';
import type { AdvisorySnapshot, Digest, Inventory, LayerInventory } from '../model/index.ts';
import type { Report, ReportImage } from '../report/index.ts';
import { imageDiagnostics } from './image-diagnostics.ts';
import type { OpenedSbom } from '../sources/sbom/index.ts';
import { type AnalysisProgress, type LayerCache, layersOf } from './layers.ts';
import { type SnapshotName, reportOf } from './report-of.ts';
import { type Sandbox, findSandbox } from './sandbox.ts';
import { type LayerPool, WorkerPool } from './worker-pool.ts';
import type { WorkerListener } from './worker-process.ts';
import { type WorkerProgram, ownProgram } from './worker-program.ts';

export interface AnalyzerOptions {
  readonly limits: Limits;
  readonly clock: Clock;
  /** Workers at a time; a machine's cores by default, and never more than an image has layers. */
  readonly workers?: number;
  /** How workers are started; from the sources beside this file by default. */
  readonly program?: WorkerProgram;
  readonly cache?: LayerCache;
  /** Where workers put large files aside while they read them; in memory without one. */
  readonly scratchFolder?: string;
  readonly onProgress?: (progress: AnalysisProgress) => void;
  /**
   * For a server: `workers` are for all images together, stay for the next one, and leave the
   * processor to whoever answers requests. Without it each image has its own.
   */
  readonly sharesWorkers?: boolean;
  readonly onWorker?: WorkerListener;
  /** Whether text files are searched for secrets; not, by default. */
  readonly searchesSecrets?: boolean;
}

/** The one way from an image to its report. Close it: it holds processes. */
export interface Analyzer {
  /** Two analyzers of one revision find the same in the same bytes. */
  readonly revision: string;
  /** How far workers are shut in, for the operator to see. */
  sandbox(): Promise<Sandbox>;
  /**
   * Reads a layer while the archive that holds it passes; an image that names it with `passed` as
   * its bytes gets what was found. A failure is told then, to those who ask for this layer.
   */
  passLayer(key: string, chunks: AsyncIterable<Uint8Array>): Promise<void>;
  /** Reads one layer, for a cache of them. */
  readLayer(layer: LayerStream, signal?: AbortSignal): Promise<Result<LayerInventory, Failure>>;
  /** Reads an SBOM as others wrote it, where hostile bytes belong: in a worker. */
  readSbom(sbom: SbomBytes, signal?: AbortSignal): Promise<Result<OpenedSbom, Failure>>;
  inventoryOf(image: OpenedImage, run?: InventoryRun): Promise<Result<Inventory, Failure>>;
  /** The same for packages that an SBOM names. */
  inventoryOfSbom(raw: RawInventory): Inventory;
  /** What a snapshot knows of an inventory: a pure function of the two. */
  match(inventory: Inventory, snapshot: AdvisorySnapshot): InventoryMatches;
  /** The same as a report; `image` as `imageFactsOf` gives it. */
  report(inventory: Inventory, image: ReportImage, snapshot: AdvisorySnapshot): Report;
  /** With matches that were kept. */
  reportOf(
    inventory: Inventory,
    image: ReportImage,
    snapshot: SnapshotName,
    matches: InventoryMatches,
  ): Report;
  close(): Promise<void>;
}

/** One layer's bytes as stored. */
export interface LayerStream {
  /** For messages. */
  readonly name: string;
  readonly open: () => Promise<AsyncIterable<Uint8Array>>;
  /** Whether it can be opened twice: hard links that come before their files are read then. */
  readonly isRepeatable: boolean;
  readonly digest?: Digest;
}

export interface SbomBytes {
  readonly reference: string;
  readonly bytes: Uint8Array;
  readonly limits: Limits;
}

/** What is of one reading and not of the analyzer. */
export interface InventoryRun {
  readonly onProgress?: (progress: AnalysisProgress) => void;
  /** Ends it with the failure `analyzer.stopped`. */
  readonly signal?: AbortSignal;
}

export function createAnalyzer(options: AnalyzerOptions): Analyzer {
  const { limits, clock, program = ownProgram() } = options;
  const workers = Math.max(1, options.workers ?? availableParallelism());
  const selectors = compileSelectors(CATALOGERS);
  const revision = catalogRevision(selectors, options.searchesSecrets);
  const passed = new Map<string, Promise<Result<LayerInventory, Failure>>>();
  let sandbox: Promise<Sandbox> | undefined;

  const findOnce = (): Promise<Sandbox> => {
    sandbox ??= findSandbox({
      cpuSeconds: limits.layerSeconds * MOST_LAYERS_OF_A_WORKER,
      dataBytes: limits.workerBytes + NODE_BYTES,
      fileBytes: limits.scratchBytes,
    });
    return sandbox;
  };
  const pools = workerPools({ ...options, program, workers, findOnce });
  const { poolOf, readLayer, readSbom } = pools;

  const inventoryOf: Analyzer['inventoryOf'] = async (image, run) => {
    const layers = await layersOf(image, { ...options, ...run, workers, revision, passed, poolOf });
    if (!layers.ok) return layers;
    const { config } = image;
    try {
      const inventory = squash({ layers: layers.value, config, selectors, limits });
      const diagnostics = [...imageDiagnostics(image, layers.value), ...inventory.diagnostics];
      return ok({ ...inventory, diagnostics });
    } catch (error) {
      // The path lists are a worker's word on hostile bytes.
      if (!isZlibError(error)) throw error;
      return err(failure('analyzer.worker.garbage', 'a worker told paths that cannot be read'));
    }
  };

  return {
    revision,
    sandbox: findOnce,
    readLayer,
    readSbom,
    async passLayer(key, chunks) {
      const open = (): Promise<AsyncIterable<Uint8Array>> => Promise.resolve(chunks);
      const result = readLayer({ name: `layer ${key}`, open, isRepeatable: false });
      passed.set(key, result);
      await result;
    },
    inventoryOf,
    inventoryOfSbom: finishInventory,
    match: matchInventory,
    report: (inventory, image, snapshot) =>
      reportOf(inventory, image, snapshot, matchInventory(inventory, snapshot), clock),
    reportOf: (inventory, image, snapshot, matches) =>
      reportOf(inventory, image, snapshot, matches, clock),
    async close() {
      await pools.close();
    },
  };
}

interface Pools extends Pick<Analyzer, 'readLayer' | 'readSbom' | 'close'> {
  readonly poolOf: (files: readonly string[], size: number) => LayerPool;
}

/** The workers of an analyzer: an image's own, or those that all share. */
function workerPools(
  options: Pick<
    AnalyzerOptions,
    'limits' | 'scratchFolder' | 'sharesWorkers' | 'onWorker' | 'searchesSecrets'
  > & {
    readonly program: WorkerProgram;
    readonly workers: number;
    readonly findOnce: () => Promise<Sandbox>;
  },
): Pools {
  const { program, limits, scratchFolder, workers, findOnce, onWorker } = options;
  let passing: WorkerPool | undefined;
  let shared: WorkerPool | undefined;
  const newPool = (files: readonly string[], size: number): WorkerPool =>
    new WorkerPool({
      program,
      limits,
      files,
      size,
      sandbox: findOnce,
      yields: options.sharesWorkers === true,
      ...(scratchFolder !== undefined && { scratchFolder }),
      ...(onWorker && { onWorker }),
    });
  const passingPool = (): WorkerPool =>
    (passing ??= newPool([], options.sharesWorkers ? workers : 1));
  return {
    poolOf(files, size) {
      if (!options.sharesWorkers || files.length > 0) return newPool(files, size);
      shared ??= newPool([], workers);
      return shared.part();
    },
    readLayer({ name, open, isRepeatable, digest }, signal) {
      const source = { kind: 'frames', isRepeatable } as const;
      const { searchesSecrets = false } = options;
      const whole = { searchesSecrets, ...(digest && { digest }) };
      const task = { kind: 'layer', source, limits, ...whole } as const;
      return passingPool().run({ name, task, bytes: open }, signal);
    },
    readSbom({ reference, bytes, limits: own }, signal) {
      const task = { kind: 'sbom', reference, limits: own } as const;
      const open = (): Promise<AsyncIterable<Uint8Array>> =>
        Promise.resolve(Readable.from([bytes]));
      return passingPool().readSbom({ name: reference, task, bytes: open }, signal);
    },
    async close() {
      await Promise.all([passing?.close(), shared?.close()]);
    },
  };
}

/** A worker's processor time is bounded for each layer from outside; this is the kernel's stop. */
const MOST_LAYERS_OF_A_WORKER = 8;

/** What Node may map for itself before a worker has read anything, many times over. */
const NODE_BYTES = 2 ** 31;

function isZlibError(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(?:Z_|ERR_BUFFER|ERR_OUT_OF_RANGE)/.test(String(Reflect.get(error, 'code')))
  );
}

/** What an image says of itself, for its report. */
export function imageFactsOf(image: OpenedImage, { layers }: Inventory): ReportImage {
  const { reference, kind, digest, imageId, platform, platforms, config } = image;
  return {
    reference,
    kind,
    ...(digest && { digest }),
    ...(imageId && { imageId }),
    platform: formatPlatform(platform),
    ...(platforms && { platforms: platforms.map(formatPlatform) }),
    compressedSize: layers.reduce((sum, layer) => sum + layer.compressedSize, 0),
    size: layers.reduce((sum, layer) => sum + layer.size, 0),
    ...(config.created !== undefined && { created: config.created }),
    labels: config.labels,
    ...(kind !== 'folder' && { checks: configChecks(config, platform) }),
  };
}

/** The same of an SBOM, which says less. */
export function sbomFactsOf({
  reference,
  kind,
  layers,
}: {
  readonly reference: string;
  readonly kind: string;
  readonly layers: Inventory['layers'];
}): ReportImage {
  return {
    reference,
    kind,
    compressedSize: layers.reduce((sum, layer) => sum + layer.compressedSize, 0),
    size: layers.reduce((sum, layer) => sum + layer.size, 0),
    labels: {},
  };
}
