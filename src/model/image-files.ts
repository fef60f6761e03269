/** Machine code, by the format of its file. */
export type ExecutableFormat = 'elf' | 'pe' | 'mach-o';

export interface FileSum {
  readonly files: number;
  readonly bytes: number;
}

/** The coverage ledger: how much of an image's machine code its packages explain. */
export interface ExecutableCoverage {
  readonly all: FileSum;
  /** What no package that was found owns, was read from, or carries in its folder. */
  readonly unknown: FileSum;
  /** The largest of the unknown ones, the largest first. */
  readonly largest: readonly UnknownExecutable[];
}

export interface UnknownExecutable {
  readonly path: string;
  readonly bytes: number;
  readonly format: ExecutableFormat;
  /** Index of the layer that it lies in. */
  readonly layer: number;
}

/** What a higher layer deleted or replaced: everybody who pulls the image still downloads it. */
export interface Leftovers {
  /** By layer, those that have any; files of less than `fromBytes` are not counted. */
  readonly layers: readonly LayerLeftovers[];
  readonly fromBytes: number;
  /** The largest files, the largest first. */
  readonly largest: readonly LeftoverFile[];
  /** Packages of which nothing is left, or another version, in the order of their layers. */
  readonly packages: readonly LeftoverPackage[];
  /** How many packages there are, listed or not. */
  readonly packageCount: number;
}

export interface LayerLeftovers extends FileSum {
  readonly layer: number;
}

export interface LeftoverFile {
  readonly path: string;
  readonly bytes: number;
  /** Index of the layer that still has it. */
  readonly layer: number;
  /** Index of the layer that deleted or replaced it. */
  readonly goneIn: number;
}

export interface LeftoverPackage {
  readonly ecosystem: string;
  readonly name: string;
  readonly version: string;
  readonly layer: number;
  readonly goneIn: number;
}
