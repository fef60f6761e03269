import type { Finding, InventoryPackage, Severity } from '../model/index.ts';
import type { LocatedFinding } from './located-findings.ts';
import type { Report } from './report.ts';
import { summarize } from './summary.ts';

/** What a person wants to see of a report; absent: no wish. */
export interface ReportFilter {
  readonly severities?: ReadonlySet<Severity>;
  readonly onlyFixed?: boolean;
  readonly onlyExploited?: boolean;
  /** Probability, 0 to 1. */
  readonly epssAtLeast?: number;
  /** Package names; `*` at the end stands for any rest. */
  readonly packages?: readonly string[];
  /** Purl types. */
  readonly packageTypes?: ReadonlySet<string>;
  /** Indexes, 0 the lowest. */
  readonly layers?: ReadonlySet<number>;
  /** In the package's name or in any id, whatever the case. */
  readonly search?: string;
  /** Leaves out what is not counted in totals. */
  readonly withoutHidden?: boolean;
  /** What was not in the image before this one, as whoever keeps books of it says. */
  readonly isNew?: (located: LocatedFinding) => boolean;
  readonly onlyNew?: boolean;
}

/** The report with the findings that pass, and its summary counted anew; packages stay as they are. */
export function filterReport(report: Report, filter: ReportFilter): Report {
  const findings = report.findings.filter((finding) => {
    const found = report.packages[finding.package];
    return found !== undefined && failedWishes({ finding, found }, filter).length === 0;
  });
  return { ...report, findings, summary: summarize(report.packages, findings) };
}

type FindingWish = 'severities' | 'onlyFixed' | 'onlyExploited' | 'epssAtLeast' | 'withoutHidden';
type LocatedWish = 'search' | 'onlyNew';
type PackageWish = 'packages' | 'packageTypes' | 'layers';

/** What of a filter a finding can fail. */
export type Wish = FindingWish | PackageWish | LocatedWish;

/** One for each wish: whoever counts what another choice would show asks which of them fail. */
const OF_FINDING: Readonly<
  Record<FindingWish, (finding: Finding, filter: ReportFilter) => boolean>
> = {
  severities: ({ severity }, { severities }) => severities?.has(severity) !== false,
  onlyFixed: ({ fixedIn }, { onlyFixed }) => !onlyFixed || fixedIn !== undefined,
  onlyExploited: ({ context }, { onlyExploited }) => !onlyExploited || context?.kev !== undefined,
  epssAtLeast: ({ context }, { epssAtLeast = 0 }) =>
    (context?.epss?.probability ?? 0) >= epssAtLeast,
  withoutHidden: ({ hidden }, { withoutHidden }) => !withoutHidden || hidden === undefined,
};

const OF_PACKAGE: Readonly<
  Record<PackageWish, (found: InventoryPackage, filter: ReportFilter) => boolean>
> = {
  packages: ({ package: { name } }, { packages }) =>
    !packages || packages.some((wanted) => isNamed(name, wanted)),
  packageTypes: ({ package: { ecosystem } }, { packageTypes }) =>
    packageTypes?.has(ecosystem) !== false,
  layers: ({ introducedIn }, { layers }) => layers?.has(introducedIn) !== false,
};

/** The wishes that a finding does not meet; where two are known, the dearest is not asked. */
export function failedWishes(located: LocatedFinding, filter: ReportFilter): readonly Wish[] {
  const { finding, found } = located;
  const failed: Wish[] = [];
  for (const wish of FINDING_WISHES) {
    if (!OF_FINDING[wish](finding, filter)) failed.push(wish);
  }
  for (const wish of PACKAGE_WISHES) {
    if (!OF_PACKAGE[wish](found, filter)) failed.push(wish);
  }
  if (filter.onlyNew && !filter.isNew?.(located)) failed.push('onlyNew');
  if (failed.length < 2 && !isFound(finding, found, filter)) failed.push('search');
  return failed;
}

/* oxlint-disable typescript/no-unsafe-type-assertion -- the keys of the tables above */
const FINDING_WISHES = Object.keys(OF_FINDING) as readonly FindingWish[];
const PACKAGE_WISHES = Object.keys(OF_PACKAGE) as readonly PackageWish[];
/* oxlint-enable typescript/no-unsafe-type-assertion */

function isFound(
  { ids, vendorIds }: Finding,
  { package: { name } }: InventoryPackage,
  { search = '' }: ReportFilter,
): boolean {
  if (search === '') return true;
  const wanted = search.toLowerCase();
  return [name, ...ids, ...vendorIds].some((text) => text.toLowerCase().includes(wanted));
}

/** Whether a package passes, for the list of packages too. */
export function isWantedPackage(found: InventoryPackage, filter: ReportFilter): boolean {
  return PACKAGE_WISHES.every((wish) => OF_PACKAGE[wish](found, filter));
}

function isNamed(name: string, wanted: string): boolean {
  return wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted;
}
