import type { ImageConfig } from '../image/index.ts';
import type { Diagnostic, InventoryLayer, LayerInventory } from '../model/index.ts';

/** The layers with the history lines that made them; a history that does not fit is said. */
export function withHistory(
  layers: readonly LayerInventory[],
  config: Pick<ImageConfig, 'history'>,
): { readonly layers: readonly InventoryLayer[]; readonly diagnostics: readonly Diagnostic[] } {
  const lines = config.history.filter(({ isEmptyLayer }) => !isEmptyLayer);
  const fits = lines.length === layers.length;
  const diagnostics: Diagnostic[] = [];
  if (!fits && lines.length > 0) {
    diagnostics.push({
      code: 'image.history.mismatch',
      severity: 'info',
      message: `the image's history tells of ${lines.length} layers, and it has ${layers.length}; history lines are left out`,
    });
  }
  return {
    layers: layers.map(({ diffId, digest, compressedSize, size }, index) => {
      const { createdBy, created } = (fits && lines[index]) || {};
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
