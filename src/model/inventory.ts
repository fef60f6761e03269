import type { Diagnostic } from './diagnostic.ts';
import type { DiffId, Digest } from './digest.ts';
import type { Distro } from './distro.ts';
import type { ExecutableCoverage, Leftovers } from './image-files.ts';
import type { SbomComparison } from './sbom-comparison.ts';
import type { LayerSecrets, Secrets } from './secrets.ts';
import type { Item } from './item.ts';
import type { Package } from './package.ts';
import type { Purl } from './purl.ts';
import type { Unit } from './unit.ts';

/** What one layer adds and removes. A pure function of its bytes and the analyzer revision. */
export interface LayerInventory {
  /** Of the bytes as stored. */
  readonly digest: Digest;
  readonly diffId: DiffId;
  /** Bytes as stored, and inflated. */
  readonly compressedSize: number;
  readonly size: number;
  readonly entries: number;
  readonly units: readonly Unit[];
  /** Release files: `etc/os-release` and its like, path to text; links are in `paths`. */
  readonly releaseFiles: Readonly<Record<string, string>>;
  /**
   * Every entry in its order, whiteouts and the targets of symbolic links too: deflated blocks as
   * `catalog` writes them. What is no directory replaces what lower layers had at that path and
   * below it; a directory replaces what is none.
   */
  readonly paths: Uint8Array;
  /** Executables and large files with their sizes, as `catalog` writes them. */
  readonly files: Uint8Array;
  /** Absent where nobody asked for them. */
  readonly secrets?: LayerSecrets;
  readonly diagnostics: readonly Diagnostic[];
}

/** A package in the final filesystem, with the layer that brought it in. */
export interface InventoryPackage {
  readonly package: Package;
  readonly purl: Purl | undefined;
  /** The cataloger whose unit it is from. */
  readonly foundBy: string;
  /** Index into `Inventory.layers`: since this layer it has been there in this version. */
  readonly introducedIn: number;
  /** The OS package that owns its evidence, by index into `Inventory.packages`. */
  readonly ownedBy?: number;
  readonly origin: Origin;
  /** Absent: it is not known, or in prose only. */
  readonly license?: License;
  /** What advisories are matched to; `undefined` of a package that none can be written for. */
  readonly item: Item | undefined;
}

/** What a package may be used under, as one SPDX expression. */
export interface License {
  /** `MIT OR GPL-2.0-or-later`; a name that is none of the SPDX list is a `LicenseRef-`. */
  readonly expression: string;
  /** The licences in it, in code-unit order, exceptions left out. */
  readonly ids: readonly string[];
  /** As metadata declares it, or recognized by phrases in the text of a licence. */
  readonly from: 'declared' | 'recognized';
}

/** Who made an OS package. Of language packages: `unknown`. */
export type Origin = 'distribution' | 'third-party' | 'unknown';

export interface InventoryLayer {
  /** Absent when an SBOM or a folder was read. */
  readonly diffId?: DiffId;
  readonly digest?: Digest;
  readonly compressedSize: number;
  readonly size: number;
  /** The history line that made it. */
  readonly createdBy?: string;
  readonly createdAt?: string;
}

/** Everything in one image. Immutable: made once per manifest digest and analyzer revision. */
export interface Inventory {
  readonly layers: readonly InventoryLayer[];
  readonly distro?: Distro;
  readonly packages: readonly InventoryPackage[];
  /** What the image's files say that bears on matching, by cataloger: enabled channels. */
  readonly facts: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly diagnostics: readonly Diagnostic[];
  /** Absent where no layers were read: of an SBOM, and of results older than these. */
  readonly executables?: ExecutableCoverage;
  readonly leftovers?: Leftovers;
  /** Absent where nobody asked for them. */
  readonly secrets?: Secrets;
  /** Bills of materials that lie in the image; absent where there is none. */
  readonly sboms?: readonly SbomComparison[];
}
