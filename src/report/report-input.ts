import type {
  AdvisorySnapshot,
  Diagnostic,
  EndOfLife,
  Finding,
  FixStep,
  Inventory,
  NamespaceCoverage,
} from '../model/index.ts';
import type { ReportImage } from './report.ts';

/** What a report is made of: an image's inventory, and what a snapshot says of it. */
export interface ReportInput {
  readonly image: ReportImage;
  readonly inventory: Inventory;
  readonly findings: readonly Finding[];
  readonly steps: readonly FixStep[];
  readonly coverage: ReportCoverage;
  /** Of reading and of matching. */
  readonly diagnostics: readonly Diagnostic[];
  readonly snapshot: Pick<AdvisorySnapshot, 'number' | 'digest' | 'createdAt' | 'isStarter'>;
  /** Milliseconds since 1970: what advisories' ages and ends of life are measured against. */
  readonly now: number;
}

/** Which of an image's packages advisories can speak of. */
export interface ReportCoverage {
  readonly namespaces: readonly NamespaceCoverage[];
  readonly uncovered: readonly string[];
  readonly withoutFeed: number;
  /** Programs that no advisories are read for, by name and version. */
  readonly withoutAdvisories: readonly string[];
  /** Packages of types without advisories, by the title of the type. */
  readonly unadvised: readonly { readonly title: string; readonly packages: number }[];
  /** Namespaces that are matched by derivation only. */
  readonly derived: readonly string[];
  readonly endOfLife?: EndOfLife;
}
