import type { LayerCache } from '../analyzer/index.ts';
import type { LayerInventory } from '../model/index.ts';
import { decodeLayer, encodeLayer } from './codec.ts';
import type { LiveLayers } from './live-layers.ts';
import type { ResultRecords } from './ports.ts';

/** What of layers stays in memory: a push asks right after for what was read while it ran. */
const KEPT_BYTES = 64 * 1024 * 1024;

/** A key is `digest@revision`, as the analyzer writes it. */
export interface ServerLayerCache extends LayerCache {
  readonly keep: (layer: LayerInventory, revision: string) => Promise<void>;
}

/** Layers read before: in memory, being read now, or in the database. */
export function createLayerCache(
  results: ResultRecords,
  live: Pick<LiveLayers, 'layer'>,
): ServerLayerCache {
  const recent = new Map<string, { readonly layer: LayerInventory; readonly bytes: number }>();
  let bytes = 0;
  const remember = (key: string, layer: LayerInventory, size: number): void => {
    if (size > KEPT_BYTES / 2 || recent.has(key)) return;
    recent.set(key, { layer, bytes: size });
    bytes += size;
    for (const [oldest, kept] of recent) {
      if (bytes <= KEPT_BYTES) break;
      recent.delete(oldest);
      bytes -= kept.bytes;
    }
  };
  const put = async (key: string, layer: LayerInventory): Promise<void> => {
    const body = await encodeLayer(layer);
    remember(key, layer, body.length * INFLATED);
    const [digest, revision] = partsOf(key);
    await results.keepLayer(digest, revision, body);
  };
  return {
    async get(key) {
      const [digest, revision] = partsOf(key);
      const near = recent.get(key)?.layer ?? (await live.layer(digest));
      if (near) return near;
      const body = await results.layer(digest, revision);
      if (body === undefined) return undefined;
      const layer = decodeLayer(body);
      remember(key, layer, body.length * INFLATED);
      return layer;
    },
    put,
    keep: (layer, revision) => put(`${layer.digest}@${revision}`, layer),
  };
}

/** How much larger a layer is in memory than as kept. */
const INFLATED = 12;

function partsOf(key: string): readonly [string, string] {
  const at = key.lastIndexOf('@');
  return [key.slice(0, at), key.slice(at + 1)];
}
