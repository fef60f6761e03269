import { historyOf } from '../image/index.ts';
import type { ImageConfig } from '../image/index.ts';
import type { Diagnostic, InventoryLayer, LayerInventory } from '../model/index.ts';

/** The layers with the history lines that made them; a history that does not fit is said. */
export function withHistory(
  layers: readonly LayerInventory[],
  config: Pick<ImageConfig, 'history'>,
): { readonly layers: readonly InventoryLayer[]; readonly diagnostics: readonly Diagnostic[] } {
  const lines = historyOf(config, layers.length);
  const told = config.history.filter(({ isEmptyLayer }) => !isEmptyLayer).length;
  const diagnostics: Diagnostic[] = [];
  if (!lines && told > 0) {
    diagnostics.push({
      code: 'image.history.mismatch',
      severity: 'info',
      message: `the image's history tells of ${told} layers, and it has ${layers.length}; history lines are left out`,
    });
  }
  return {
    layers: layers.map(({ diffId, digest, compressedSize, size }, index) => {
      const { createdBy, created } = lines?.[index] ?? {};
      return {
        diffId,
        digest,
        compressedSize,
        size,
        ...(createdBy !== undefined && { createdBy }),
        ...(created !== undefined && { createdAt: created }),
      };
    }),
    diagnostics,
  };
}
