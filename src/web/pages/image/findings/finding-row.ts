import type { PackageGroup, VulnerabilityGroup } from '../../../../api/contract/index.ts';

export type FindingRow = PackageGroup | VulnerabilityGroup;
