import type { OpenedImage } from '../image/index.ts';
import type { Diagnostic, LayerInventory } from '../model/index.ts';

/** What is to be said of the image as a whole: its source's word, absent layers, a config that lies. */
export function imageDiagnostics(
  image: OpenedImage,
  layers: readonly LayerInventory[],
): Diagnostic[] {
  const { diffIds } = image.config;
  const all: Diagnostic[] = [...image.diagnostics];
  if (diffIds.length > 0 && diffIds.length !== layers.length) {
    all.push({
      code: 'image.config.layer-count',
      severity: 'warning',
      message: `the image config lists ${diffIds.length} diff ids, the manifest ${layers.length} layers; the manifest's layers were read`,
    });
  }
  for (const [layer, { bytes }] of image.layers.entries()) {
    if (bytes.kind !== 'absent') continue;
    const message = `the layer was not read: ${bytes.reason}; what it holds is not in this result`;
    all.push({ code: 'image.layer.absent', severity: 'warning', message, layer });
  }
  return all;
}
