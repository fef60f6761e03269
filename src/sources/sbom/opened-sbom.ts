import type { Diagnostic, Distro, InventoryLayer, Package, Purl } from '../../model/index.ts';

/**
 * What an SBOM says is in an image. `catalog.finishInventory` makes an inventory of it, as it does
 * of layers: the fields are those that it takes.
 */
export interface OpenedSbom {
  readonly reference: string;
  /** `cyclonedx 1.6`, `spdx 2.3`, `syft`. */
  readonly kind: string;
  /** The program that wrote it, as it calls itself; '' where none is named. */
  readonly writtenBy: string;
  readonly layers: readonly InventoryLayer[];
  readonly distro: Distro | undefined;
  /** By cataloger; only our own SBOMs have them. */
  readonly facts: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly occurrences: readonly SbomOccurrence[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface SbomOccurrence {
  readonly package: Package;
  readonly foundBy: string;
  readonly introducedIn: number;
  /** Index into the occurrences. */
  readonly ownedBy?: number;
  readonly purl?: Purl;
}
