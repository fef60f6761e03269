import type { Limits } from '../base/index.ts';
import { compareSbom, foundPurls } from '../catalog/index.ts';
import type { OpenedImage } from '../image/index.ts';
import type { Diagnostic, Inventory, SbomComparison } from '../model/index.ts';
import type { Analyzer } from './analyzer.ts';

/** A bill of materials of the whole image, from wherever. */
export interface GivenSbom {
  readonly place: string;
  readonly bytes: Uint8Array;
}

/**
 * An inventory with the bills of materials that are attached to its image, and those given, held against its
 * packages. Workers read them; one that cannot be read is told of.
 */
export async function withSbomsCompared(
  inventory: Inventory,
  image: Pick<OpenedImage, 'attached'>,
  given: readonly GivenSbom[],
  { analyzer, limits }: { readonly analyzer: Pick<Analyzer, 'readSbom'>; readonly limits: Limits },
): Promise<Inventory> {
  const attached = await image.attached?.();
  const found = foundPurls(inventory.packages);
  const comparisons: SbomComparison[] = [];
  const diagnostics: Diagnostic[] = [...(attached?.diagnostics ?? [])];
  for (const { place, bytes } of [...(attached?.documents ?? []), ...given]) {
    const read = await analyzer.readSbom({ reference: place, bytes, limits });
    if (read.ok) {
      const { kind: format, occurrences } = read.value;
      const purls = occurrences.flatMap(({ purl }) => purl ?? []);
      comparisons.push(compareSbom({ place, format, purls, isWhole: true }, found));
    } else {
      const message = `${place} was not compared: ${read.error.message}`;
      diagnostics.push({ code: 'sources.sbom.unread', severity: 'warning', message });
    }
  }
  const sboms = [...(inventory.sboms ?? []), ...comparisons];
  return {
    ...inventory,
    ...(sboms.length > 0 && { sboms }),
    diagnostics: [...inventory.diagnostics, ...diagnostics],
  };
}
