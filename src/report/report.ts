import type {
  ConfigCheck,
  Diagnostic,
  Digest,
  Distro,
  Finding,
  FixStep,
  Inventory,
  InventoryLayer,
  InventoryPackage,
  NamespaceCoverage,
  Severity,
} from '../model/index.ts';

/** What an analysis ended in, as far as one image on the command line can. */
export type ReportState =
  | 'complete'
  | 'complete_with_gaps'
  | 'no_packages'
  | 'no_advisory_coverage';

/** Everything a person, a program or a format needs to know of one image. Immutable. */
export interface Report {
  readonly image: ReportImage;
  readonly distro?: Distro;
  readonly snapshot: ReportSnapshot;
  readonly state: ReportState;
  /** Sentences for the first line of every output: starter feed, no feed, end of life, stale. */
  readonly warnings: readonly Diagnostic[];
  /** Every gap and note, warnings left out. */
  readonly diagnostics: readonly Diagnostic[];
  readonly layers: readonly InventoryLayer[];
  readonly packages: readonly InventoryPackage[];
  /** As `Inventory.facts`: what an export must carry to be matched alike. */
  readonly facts: Inventory['facts'];
  /** Worst first. `Finding.package` is an index into `packages`. */
  readonly findings: readonly Finding[];
  /** What to change, most urgent first. */
  readonly steps: readonly FixStep[];
  readonly summary: Summary;
  /** As of the inventory; absent where no layers were read. */
  readonly executables?: Inventory['executables'];
  readonly leftovers?: Inventory['leftovers'];
  /** Absent where nobody asked for them. */
  readonly secrets?: Inventory['secrets'];
  /** Bills of materials of others; absent where there is none. */
  readonly sboms?: Inventory['sboms'];
}

export interface ReportImage {
  readonly reference: string;
  readonly kind: string;
  readonly digest?: Digest;
  readonly imageId?: Digest;
  readonly platform?: string;
  /** All that the reference names, this one among them, where there are several. */
  readonly platforms?: readonly string[];
  /** Bytes as stored, and inflated. */
  readonly compressedSize: number;
  readonly size: number;
  readonly created?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** What of its configuration to look at; absent where there is none: of an SBOM, of a folder. */
  readonly checks?: readonly ConfigCheck[];
}

export interface ReportSnapshot {
  readonly number: number;
  readonly digest: Digest;
  readonly createdAt: string;
  readonly isStarter: boolean;
  /** Of the namespaces that this image needs; `records: 0` and no date where there is no feed. */
  readonly coverage: readonly NamespaceCoverage[];
  readonly uncovered: readonly string[];
}

/** Counts of distinct vulnerabilities, each at its worst; hidden ones left out but for `hidden`. */
export interface Summary {
  readonly packages: number;
  readonly affectedPackages: number;
  readonly vulnerabilities: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly fixable: number;
  readonly exploited: number;
  readonly malware: number;
  /** By HiddenReason. */
  readonly hidden: Readonly<Record<string, number>>;
}
