import type { Finding, FixChange, FixStep, InventoryPackage } from '../model/index.ts';
import { commandOf, isSystem } from './command.ts';
import {
  type Fixable,
  byGain,
  fixableGroups,
  gainOf,
  higher,
  isBreaking,
  libraryKey,
  placeOf,
} from './fixable-groups.ts';

/**
 * What to change, most urgent first: one step for all of a distribution's packages, one for each
 * library and place. The version of a step is the highest of the lowest fixes, so that it removes
 * everything that has a fix.
 */
export function fixSteps(
  packages: readonly InventoryPackage[],
  findings: readonly Finding[],
): readonly FixStep[] {
  return fixableGroups(packages, findings, groupOf).map(stepOf).toSorted(byGain);
}

function groupOf(found: InventoryPackage): string {
  const { ecosystem } = found.package;
  return isSystem(ecosystem) ? ecosystem : libraryKey(found);
}

function stepOf(group: readonly Fixable[]): FixStep {
  const changes = changesOf(group);
  const [first] = group;
  const ecosystem = first?.found.package.ecosystem ?? '';
  const place = isSystem(ecosystem) ? '' : placeOf(first?.found.package.locations ?? []);
  const command = commandOf(ecosystem, changes);
  return {
    ecosystem,
    changes,
    ...(command !== undefined && { command }),
    ...(place !== '' && { place }),
    isBreaking: !isSystem(ecosystem) && changes.some(isBreaking),
    ...gainOf(group.map(({ finding }) => finding)),
  };
}

function changesOf(group: readonly Fixable[]): FixChange[] {
  const changes = new Map<string, FixChange>();
  for (const { found, fixedIn } of group) {
    const { name, version, ecosystem } = found.package;
    const known = changes.get(name);
    const to = known ? higher(ecosystem, known.to, fixedIn) : fixedIn;
    changes.set(name, { name, from: version, to });
  }
  return [...changes.values()];
}
