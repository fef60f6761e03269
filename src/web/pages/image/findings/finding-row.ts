import type { PackageGroup, VulnerabilityGroup } from '../../../../api/contract/index.ts';

export type FindingRow = PackageGroup | VulnerabilityGroup;

/** How a row is opened and closed, and whether it is. */
export interface Opening {
  readonly isOpen: (row: FindingRow) => boolean;
  readonly toggle: (row: FindingRow) => void;
}
