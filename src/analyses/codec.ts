import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompressSync } from 'node:zlib';
import type { InventoryMatches } from '../match/index.ts';
import type { Inventory, Item, LayerInventory } from '../model/index.ts';
import type { Weighed } from './recent.ts';

/** The fastest: at 3 a tenth smaller, and twice the time of a push that waits for it. */
const LEVEL = 1;

/** Of one body inflated; the largest inventory known has a thirtieth of it. */
const MOST_BYTES = 512 * 1024 * 1024;

const compress = promisify(zstdCompress);

/** JSON, compressed. What is read back is what this program wrote, so that its shape is believed. */
export async function encode(value: Kept): Promise<Buffer> {
  return (await encodeWeighed(value)).body;
}

/** The same, with the bytes that it has inflated. */
export async function encodeWeighed(
  value: Kept,
): Promise<{ readonly body: Buffer; readonly bytes: number }> {
  const text = JSON.stringify(value);
  const body = await compress(text, {
    params: { [constants.ZSTD_c_compressionLevel]: LEVEL },
  });
  return { body, bytes: text.length };
}

type Kept = Inventory | InventoryMatches | readonly Item[] | StoredLayer;

/** JSON knows no bytes. */
type StoredLayer = Omit<LayerInventory, 'paths' | 'files'> & {
  readonly paths: string;
  readonly files: string;
};

export function decodeItems(body: Uint8Array): readonly Item[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as `encode` wrote it
  return parsed(body).value as readonly Item[];
}

export function encodeLayer(layer: LayerInventory): Promise<Buffer> {
  const { paths, files } = layer;
  return encode({ ...layer, paths: base64(paths), files: base64(files) });
}

export function decodeLayer(body: Uint8Array): LayerInventory {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as `encodeLayer` wrote it
  const stored = parsed(body).value as StoredLayer;
  const { paths, files } = stored;
  return { ...stored, paths: Buffer.from(paths, 'base64'), files: Buffer.from(files, 'base64') };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

export function decodeInventory(body: Uint8Array): Weighed<Inventory> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as `encode` wrote it
  return parsed(body) as Weighed<Inventory>;
}

/** Results stay while the program goes on: what an older one did not know of is added. */
export function decodeMatches(body: Uint8Array): Weighed<InventoryMatches> {
  const { value, bytes } = parsed(body);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as `encode` wrote it
  const matches = value as OlderMatches;
  const { withoutAdvisories = [], unadvised = [], derived = [] } = matches.coverage;
  const coverage = { ...matches.coverage, withoutAdvisories, unadvised, derived };
  return { value: { ...matches, coverage }, bytes };
}

type Coverage = InventoryMatches['coverage'];
type OlderMatches = Omit<InventoryMatches, 'coverage'> & {
  readonly coverage: Omit<Coverage, 'withoutAdvisories' | 'unadvised' | 'derived'> &
    Partial<Coverage>;
};

function parsed(body: Uint8Array): Weighed<unknown> {
  const text = zstdDecompressSync(body, { maxOutputLength: MOST_BYTES }).toString();
  return { value: JSON.parse(text), bytes: text.length };
}
