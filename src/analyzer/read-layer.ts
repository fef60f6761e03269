import { FailureError } from '../base/index.ts';
import type { Limits } from '../base/index.ts';
import {
  LayerCatalog,
  type LayerCatalogOptions,
  type Selectors,
  type Spool,
} from '../catalog/index.ts';
import { type ExpectedLayer, readLayer } from '../image/index.ts';
import type { LayerInventory } from '../model/index.ts';

export interface CatalogLayerInput {
  /** The bytes as stored; may be asked for again where `isRepeatable`. */
  readonly open: () => AsyncIterable<Uint8Array>;
  readonly isRepeatable: boolean;
  readonly expected: ExpectedLayer;
  readonly limits: Limits;
  readonly selectors: Selectors;
  readonly spool?: Spool;
  readonly searchesSecrets?: boolean;
  /** Told how many stored bytes have passed. */
  readonly onProgress?: (bytes: number) => void;
}

/**
 * One layer from its stored bytes to its inventory, in one pass; in two where hard links come
 * after the files that they are. Throws FailureError.
 */
export async function inventoryOfLayer(input: CatalogLayerInput): Promise<LayerInventory> {
  const { open, expected, limits, selectors, spool, searchesSecrets = false, onProgress } = input;
  const options = { selectors, limits, searchesSecrets, ...(spool && { spool }) };
  let passed = 0;
  const first = await walk(open(), input, options, (bytes) => {
    passed += bytes;
    onProgress?.(passed);
  });
  const links = first.catalog.missedLinks;
  const { catalog } =
    links.size > 0 && input.isRepeatable
      ? await walk(open(), { ...input, expected: {} }, { ...options, links })
      : first;
  const { digest, diffId, compressedSize, size, diagnostics } = first.read;
  const found = await catalog.finish();
  return {
    digest: expected.digest ?? digest,
    diffId,
    compressedSize,
    size,
    ...found,
    diagnostics: [...diagnostics, ...found.diagnostics],
  };
}

async function walk(
  chunks: AsyncIterable<Uint8Array>,
  { expected, limits }: Pick<CatalogLayerInput, 'expected' | 'limits'>,
  options: LayerCatalogOptions,
  onBytes?: (bytes: number) => void,
) {
  const catalog = new LayerCatalog(options);
  const read = await readLayer(settling(chunks, catalog, onBytes), expected, catalog, limits);
  if (!read.ok) throw new FailureError(read.error);
  return { catalog, read: read.value };
}

/** Between two chunks the catalogers run, so that what they read can go. */
async function* settling(
  chunks: AsyncIterable<Uint8Array>,
  catalog: LayerCatalog,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    onBytes?.(chunk.length);
    await catalog.settle();
  }
}
