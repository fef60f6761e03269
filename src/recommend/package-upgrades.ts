import { type VersionScheme, ecosystems } from '../ecosystems/index.ts';
import type { Finding, InventoryPackage } from '../model/index.ts';
import { commandOf, isSystem } from './command.ts';
import {
  type Fixable,
  type Gain,
  byGain,
  fixableGroups,
  gainOf,
  higher,
  isBreaking,
  libraryKey,
  placeOf,
} from './fixable-groups.ts';
import { type ManifestText, manifestText } from './manifest-text.ts';

/** A package that another version of it mends, wholly or in part. */
export interface PackageUpgrade {
  readonly ecosystem: string;
  readonly name: string;
  readonly from: string;
  /** Where, when it is not the whole image: `app`. */
  readonly place?: string;
  /** The layer that brought it, as findings name layers. */
  readonly layer: number;
  /** The lowest version that removes all that has a fix, or as much of it as one version can. */
  readonly lowest: UpgradeTarget;
  /** Where that is a breaking change: the lowest version before one that removes the most. */
  readonly compatible?: UpgradeTarget;
}

export interface UpgradeTarget extends Gain {
  readonly version: string;
  readonly isBreaking: boolean;
  /** To paste into a shell; absent where no one command does it. */
  readonly command?: string;
  /** To write into the project's manifest; absent where there is none. */
  readonly manifest?: ManifestText;
}

/** Whether a finding would still be there if its package had that version. */
export type IsStillAffected = (finding: Finding, version: string) => boolean;

/** Versions that are tried for one package: advisories name a few each. */
const MOST_CANDIDATES = 500;

/** Of each package that has a fix, the versions to go to; what removes most comes first. */
export function packageUpgrades(
  packages: readonly InventoryPackage[],
  findings: readonly Finding[],
  isStillAffected: IsStillAffected,
): readonly PackageUpgrade[] {
  return fixableGroups(packages, findings, packageKey)
    .flatMap((group) => upgradeOf(group, isStillAffected) ?? [])
    .toSorted((a, b) => byGain(a.lowest, b.lowest));
}

/** Of an operating system a package is one wherever its files are. */
function packageKey(found: InventoryPackage): string {
  const { ecosystem, name, version } = found.package;
  return isSystem(ecosystem) ? `${ecosystem}\0${name}\0${version}` : libraryKey(found);
}

function upgradeOf(
  group: readonly Fixable[],
  isStillAffected: IsStillAffected,
): PackageUpgrade | undefined {
  const [first] = group;
  if (first === undefined) return undefined;
  const { package: found, introducedIn } = first.found;
  const { ecosystem, name, version: from, locations } = found;
  const place = isSystem(ecosystem) ? '' : placeOf(locations);
  const tried = isSystem(ecosystem) ? [] : triedVersions(group, isStillAffected);
  const lowest = leastLeft(tried) ?? { version: highestFix(group), removed: group };
  const compatible = leastLeft(tried.filter(({ version }) => !isBreaking({ from, to: version })));
  const isTargetBreaking = !isSystem(ecosystem) && isBreaking({ from, to: lowest.version });
  return {
    ecosystem,
    name,
    from,
    ...(place !== '' && { place }),
    layer: introducedIn,
    lowest: targetOf(found, lowest, isTargetBreaking),
    ...(isTargetBreaking && compatible && { compatible: targetOf(found, compatible, false) }),
  };
}

interface Tried {
  readonly version: string;
  readonly removed: readonly Fixable[];
}

/** Every version that an advisory names as a fix, the lowest first, with what it removes. */
function triedVersions(
  group: readonly Fixable[],
  isStillAffected: IsStillAffected,
): readonly Tried[] {
  const [first] = group;
  const ecosystem = first?.found.package.ecosystem ?? '';
  const scheme: VersionScheme<unknown> | undefined = ecosystems.get(ecosystem)?.versions;
  if (scheme === undefined) return [];
  const named = group.flatMap(({ finding, fixedIn }) => [
    fixedIn,
    ...finding.matches.flatMap(({ otherFixes }) => otherFixes),
  ]);
  const from = scheme.parse(first?.found.package.version ?? '');
  return [...new Set(named)]
    .slice(0, MOST_CANDIDATES)
    .flatMap((version) => {
      const parsed = scheme.parse(version);
      if (parsed === undefined || from === undefined || scheme.compare(parsed, from) <= 0) {
        return [];
      }
      return { version, parsed };
    })
    .toSorted((a, b) => scheme.compare(a.parsed, b.parsed))
    .map(({ version }) => ({
      version,
      removed: group.filter(({ finding }) => !isStillAffected(finding, version)),
    }));
}

/** The lowest of those that remove the most; `undefined`: none removes anything. */
function leastLeft(tried: readonly Tried[]): Tried | undefined {
  let best: Tried | undefined;
  for (const one of tried) {
    if (one.removed.length > (best?.removed.length ?? 0)) best = one;
  }
  return best;
}

function highestFix(group: readonly Fixable[]): string {
  return group
    .map(({ fixedIn }) => fixedIn)
    .reduce((a, b) => higher(group[0]?.found.package.ecosystem ?? '', a, b));
}

function targetOf(
  { ecosystem, name, version: from }: InventoryPackage['package'],
  { version, removed }: Tried,
  isTargetBreaking: boolean,
): UpgradeTarget {
  const change = { name, from, to: version };
  const command = commandOf(ecosystem, [change]);
  const manifest = manifestText(ecosystem, change);
  return {
    version,
    isBreaking: isTargetBreaking,
    ...(command !== undefined && { command }),
    ...(manifest && { manifest }),
    ...gainOf(removed.map(({ finding }) => finding)),
  };
}
