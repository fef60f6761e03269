import { isStillAffected } from '../match/index.ts';
import { type PackageUpgrade, packageUpgrades } from '../recommend/index.ts';
import type { Report } from '../report/index.ts';

/** Of each package that has a fix, the versions to go to; what removes most comes first. */
export function upgradesOf({ packages, findings }: Report): readonly PackageUpgrade[] {
  return packageUpgrades(packages, findings, isStillAffected);
}
