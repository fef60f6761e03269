export { commandOf, dockerfileLine } from './command.ts';
export { fixSteps } from './fix-steps.ts';
export type { BaseRisk, BaseSwap, OnOtherBase } from './other-base.ts';
export { onOtherBase } from './other-base.ts';
export type { PackageUpgrade, UpgradeTarget } from './package-upgrades.ts';
export { packageUpgrades } from './package-upgrades.ts';
