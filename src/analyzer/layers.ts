import {
  type Failure,
  type Limits,
  type Result,
  err,
  failure,
  failureOf,
  ok,
} from '../base/index.ts';
import type { LayerSource, OpenedImage } from '../image/index.ts';
import { asDiffId, parseDigest } from '../model/index.ts';
import type { LayerInventory } from '../model/index.ts';
import { FIRST_DESCRIPTOR } from './messages.ts';
import type { LayerPool } from './worker-pool.ts';
import type { LayerJob } from './worker-process.ts';

/** Inventories of layers that were read before, by digest of the stored bytes and revision. */
export interface LayerCache {
  get(key: string): Promise<LayerInventory | undefined>;
  put(key: string, layer: LayerInventory): Promise<void>;
}

export interface AnalysisProgress {
  readonly layersDone: number;
  readonly layers: number;
  /** Stored bytes that have been read, of all layers. */
  readonly bytes: number;
  /** As the descriptors state; `undefined` when one does not. */
  readonly totalBytes: number | undefined;
}

export interface LayersContext {
  readonly limits: Limits;
  readonly workers: number;
  readonly revision: string;
  readonly searchesSecrets?: boolean;
  readonly cache?: LayerCache;
  readonly passed: ReadonlyMap<string, Promise<Result<LayerInventory, Failure>>>;
  readonly poolOf: (files: readonly string[], size: number) => LayerPool;
  readonly onProgress?: (progress: AnalysisProgress) => void;
  /** Ends the reading with the failure `analyzer.stopped`. */
  readonly signal?: AbortSignal;
}

type LayerResult = Result<LayerInventory, Failure>;

/** The inventories of an image's layers, the lowest first; the first failure ends all. */
export async function layersOf(
  image: OpenedImage,
  context: LayersContext,
): Promise<Result<readonly LayerInventory[], Failure>> {
  const { limits, signal } = context;
  const stated = statedProblem(image.layers, limits);
  if (stated) return err(stated);
  const files = [
    ...new Set(image.layers.flatMap(({ bytes }) => (bytes.kind === 'file' ? [bytes.path] : []))),
  ];
  const pool = context.poolOf(files, Math.min(context.workers, workersWorth(image.layers)));
  const stop = (): void => void pool.close();
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  try {
    const progress = progressOf(image.layers, context);
    const reads: Promise<LayerResult>[] = [];
    for (const [index, layer] of largestFirst(image.layers)) {
      const result = readSafely(layer, index, image, { ...context, pool, files, progress });
      reads[index] = result.then((read) => {
        if (read.ok) progress(index, read.value.compressedSize, true);
        return read;
      });
    }
    return await allOf(reads, limits);
  } finally {
    signal?.removeEventListener('abort', stop);
    await pool.close();
  }
}

/** Stored bytes that take a worker about as long to read as to start. */
const WORTH_A_WORKER = 8 * 1024 * 1024;

/** How many workers these layers keep busy for longer than it takes to start them. */
function workersWorth(layers: readonly LayerSource[]): number {
  const sizes = layers.map(({ size = Infinity }) => size);
  const worth = Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / WORTH_A_WORKER);
  return Math.max(1, Math.min(layers.length, worth));
}

/** With their places: a large layer that is begun last is waited for alone. */
function largestFirst(layers: readonly LayerSource[]): (readonly [number, LayerSource])[] {
  return [...layers.entries()].toSorted(([, a], [, b]) => (b.size ?? 0) - (a.size ?? 0));
}

interface ReadContext extends LayersContext {
  readonly pool: LayerPool;
  readonly files: readonly string[];
  readonly progress: (index: number, bytes: number, isDone: boolean) => void;
}

/** A file that is gone by now, a cache that fails: the layer's failure, not the process's. */
async function readSafely(...args: Parameters<typeof readOne>): Promise<LayerResult> {
  try {
    return await readOne(...args);
  } catch (error) {
    const { code, message } = failureOf(error, 'analyzer.layer.unreadable');
    return err(failure(code, `layer ${args[1] + 1} of ${args[2].layers.length}: ${message}`));
  }
}

async function readOne(
  layer: LayerSource,
  index: number,
  image: OpenedImage,
  context: ReadContext,
): Promise<LayerResult> {
  const { bytes, digest } = layer;
  const name = `layer ${index + 1} of ${image.layers.length}${digest ? ` (${digest})` : ''}`;
  if (bytes.kind === 'absent') return ok(absentLayer(layer));
  if (bytes.kind === 'passed') {
    const result = context.passed.get(bytes.key);
    if (result) return withExpected(await result, layer, name);
    return err(failure('analyzer.layer.not-passed', `${name}: ${bytes.key} did not pass`));
  }
  const key = digest && `${digest}@${context.revision}`;
  const known = key && (await context.cache?.get(key));
  if (known) return withExpected(ok(known), layer, name);
  const result = await context.pool.run(jobOf(layer, bytes, name, index, context));
  if (key && result.ok) await keep(key, result.value, context);
  return result;
}

/** What went wrong in a cataloger, or for want of room, may go right the next time. */
async function keep(key: string, layer: LayerInventory, { cache }: LayersContext): Promise<void> {
  if (layer.diagnostics.some(({ severity }) => severity === 'error')) return;
  await cache?.put(key, withoutConfigsWord(layer));
}

function jobOf(
  layer: LayerSource,
  bytes: LayerSource['bytes'] & { kind: 'file' | 'stream' },
  name: string,
  index: number,
  { files, limits, searchesSecrets = false, progress }: ReadContext,
): LayerJob {
  const { digest, diffId, size } = layer;
  const expected = {
    ...(digest && { digest }),
    ...(diffId && { diffId }),
    ...(size !== undefined && { size }),
  };
  const onProgress = (read: number): void => progress(index, read, false);
  if (bytes.kind === 'stream') {
    const source = { kind: 'frames', isRepeatable: true } as const;
    const task = { kind: 'layer', source, limits, searchesSecrets, ...expected } as const;
    return { name, task, bytes: () => bytes.open(), onProgress };
  }
  const { path, offset, length } = bytes;
  const descriptor = FIRST_DESCRIPTOR + files.indexOf(path);
  const task = {
    kind: 'layer',
    source: { kind: 'file', descriptor, offset, length },
    limits,
    searchesSecrets,
    ...expected,
  } as const;
  return { name, task, onProgress };
}

/** What was read before anybody knew what it should be is held against it now. */
function withExpected(result: LayerResult, expected: LayerSource, name: string): LayerResult {
  if (!result.ok) return err(failure(result.error.code, `${name}: ${result.error.message}`));
  const { digest, diffId } = result.value;
  if (
    expected.digest !== undefined &&
    digest !== expected.digest &&
    isSame(digest, expected.digest)
  ) {
    const message = `${name}: its bytes have digest ${digest}, where the manifest says ${expected.digest}`;
    return err(failure('image.layer.digest-mismatch', message));
  }
  const isOther =
    expected.diffId !== undefined && diffId !== expected.diffId && isSame(diffId, expected.diffId);
  const told = result.value.diagnostics.some(({ code }) => code === DIFF_ID_MISMATCH);
  if (!isOther || told) return result;
  const message = `the layer inflates to ${diffId}, where the image config says ${expected.diffId}`;
  const diagnostic = { code: DIFF_ID_MISMATCH, severity: 'warning', message } as const;
  return ok({ ...result.value, diagnostics: [diagnostic, ...result.value.diagnostics] });
}

const DIFF_ID_MISMATCH = 'image.layer.diff-id-mismatch';

/** Other images may name the layer too, and tell the truth of it. */
function withoutConfigsWord(layer: LayerInventory): LayerInventory {
  const diagnostics = layer.diagnostics.filter(({ code }) => code !== DIFF_ID_MISMATCH);
  return { ...layer, diagnostics };
}

/** Digests of two algorithms cannot be held against each other. */
function isSame(a: string, b: string): boolean {
  return a.slice(0, a.indexOf(':')) === b.slice(0, b.indexOf(':'));
}

/** Keeps the place of a layer that nobody has, so that the others keep their numbers. */
function absentLayer({ digest, diffId, size = 0 }: LayerSource): LayerInventory {
  const known = digest ?? diffId ?? EMPTY;
  return {
    digest: known,
    diffId: diffId ?? asDiffId(known),
    compressedSize: size,
    size: 0,
    entries: 0,
    units: [],
    releaseFiles: {},
    paths: new Uint8Array(0),
    files: new Uint8Array(0),
    diagnostics: [],
  };
}

/** Of no bytes. */
const EMPTY = asDiffId(
  parseDigest('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855') ??
    impossible(),
);

function impossible(): never {
  throw new Error('the digest of no bytes is no digest');
}

function statedProblem(layers: readonly LayerSource[], limits: Limits): Failure | undefined {
  if (layers.length > limits.layers) {
    const message = `the image has ${layers.length} layers, over the ${limits.layers} allowed (limit layers)`;
    return failure('image.too-many-layers', message);
  }
  const stated = layers.reduce((sum, { size = 0 }) => sum + size, 0);
  if (stated <= limits.compressedBytes) return undefined;
  const message = `the image's layers have ${stated} bytes, over the ${limits.compressedBytes} allowed (limit compressedBytes)`;
  return failure('image.too-large', message);
}

async function allOf(
  reads: readonly Promise<LayerResult>[],
  limits: Limits,
): Promise<Result<readonly LayerInventory[], Failure>> {
  const layers: LayerInventory[] = [];
  let size = 0;
  // The first failure in time ends the wait; the pool that is closed then ends the others.
  const failed = new Promise<Failure>((resolve) => {
    for (const read of reads)
      void read.then((result) => (result.ok ? undefined : resolve(result.error)));
  });
  const all = await Promise.race([Promise.all(reads), failed]);
  if (!Array.isArray(all)) return err(all);
  for (const result of all) {
    if (!result.ok) return result;
    size += result.value.size;
    layers.push(result.value);
  }
  if (size <= limits.uncompressedBytes) return ok(layers);
  const message = `the image inflates to ${size} bytes, over the ${limits.uncompressedBytes} allowed (limit uncompressedBytes)`;
  return err(failure('image.too-large', message));
}

function progressOf(
  layers: readonly LayerSource[],
  { onProgress }: LayersContext,
): ReadContext['progress'] {
  const read = layers.map(() => 0);
  const isKnown = layers.every(({ size }) => size !== undefined);
  const totalBytes = isKnown ? layers.reduce((sum, { size = 0 }) => sum + size, 0) : undefined;
  let layersDone = 0;
  return (index, bytes, isDone) => {
    read[index] = bytes;
    if (isDone) layersDone += 1;
    const sum = read.reduce((total, one) => total + one, 0);
    onProgress?.({ layersDone, layers: layers.length, bytes: sum, totalBytes });
  };
}
