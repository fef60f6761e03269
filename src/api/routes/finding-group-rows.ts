import type { ReportView } from '../../analyses/index.ts';
import type { FindingGroup, Grouping, LocatedFinding } from '../../report/index.ts';
import type { PackageGroup, VulnerabilityGroup } from '../contract/operations.ts';
import { severityCounts } from './present.ts';

/** Of packages in the row of a vulnerability: opened, it shows all. */
const MOST_PACKAGES = 3;

/** What a closed row shows. */
export function groupRow(
  group: FindingGroup,
  grouping: Grouping,
  view: ReportView,
  isNew: (one: LocatedFinding) => boolean,
): PackageGroup | VulnerabilityGroup {
  const [first] = group.findings;
  if (first === undefined) throw new Error('a group without a finding');
  const fresh = new Set(group.findings.filter(isNew).map(({ finding }) => finding.id)).size;
  return grouping === 'package'
    ? { ...packageRow(group, first, view), fresh }
    : { ...vulnerabilityRow(group, first), fresh };
}

function packageRow(
  group: FindingGroup,
  { finding, found }: LocatedFinding,
  { packageKeys, bestFixes }: ReportView,
): Omit<PackageGroup, 'fresh'> {
  const { name, version, ecosystem, source, locations } = found.package;
  const [path] = locations;
  const fix = bestFixes.get(finding.package);
  const fixedIn = fix?.version ?? onlyFix(group);
  return {
    kind: 'package',
    key: packageKeys.get(finding.package) ?? '',
    name,
    version,
    type: ecosystem,
    ...(found.purl !== undefined && { purl: found.purl }),
    ...(source && { source: source.name }),
    layer: found.introducedIn,
    ...(path !== undefined && { path }),
    paths: locations.length,
    ...(fixedIn !== undefined && { fixedIn }),
    ...(fix?.command !== undefined && { fixCommand: fix.command }),
    ...figuresOf(group),
  };
}

function vulnerabilityRow(
  group: FindingGroup,
  { finding }: LocatedFinding,
): Omit<VulnerabilityGroup, 'fresh'> {
  const { id, ids, rating, context } = finding;
  const fixedIn = onlyFix(group);
  return {
    kind: 'vulnerability',
    key: id,
    id,
    ids,
    class: finding.class,
    ...(rating && { severitySource: rating.source }),
    ...(rating?.vector !== undefined && { vector: rating.vector }),
    ...(context?.epss && { percentile: context.epss.percentile }),
    ...(context?.kev && { knownExploited: context.kev }),
    packages: group.findings.slice(0, MOST_PACKAGES).map(({ found }) => {
      const { name, version, ecosystem: type } = found.package;
      return { name, version, type };
    }),
    ...(fixedIn !== undefined && { fixedIn }),
    ...figuresOf(group),
  };
}

/** Where all that have a fix have the same. */
function onlyFix({ findings }: FindingGroup): string | undefined {
  const fixes = new Set(findings.flatMap(({ finding }) => finding.fixedIn ?? []));
  const [fix] = fixes;
  return fixes.size === 1 ? fix : undefined;
}

function figuresOf({ bySeverity, findings, worst, fixable, exploited, epss, score }: FindingGroup) {
  return {
    worst,
    counts: severityCounts(bySeverity),
    findings: findings.length,
    fixable,
    exploited,
    ...(epss !== undefined && { epss }),
    ...(score !== undefined && { score }),
  };
}
