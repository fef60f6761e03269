import type { Severity } from '../model/index.ts';
import { SEVERITIES } from '../model/index.ts';
import type { ReportFilter, Wish } from './filter.ts';
import { failedWishes } from './filter.ts';
import type { FindingGroup, Grouping } from './finding-groups.ts';
import { groupFindings } from './finding-groups.ts';
import type { LocatedFinding } from './located-findings.ts';
import { countBySeverity } from './summary.ts';

/** What a filter leaves of a report, and what other choices would show. */
export interface FindingView {
  readonly groups: readonly FindingGroup[];
  readonly totals: FindingTotals;
  readonly facets: FindingFacets;
}

/** Of what passes: vulnerabilities are counted once, at their worst. */
export interface FindingTotals {
  readonly groups: number;
  /** Pairs of a vulnerability and a package. */
  readonly findings: number;
  readonly vulnerabilities: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
}

/** For each choice how many distinct vulnerabilities it would show, all other choices as they are. */
export interface FindingFacets {
  readonly severities: Readonly<Record<Severity, number>>;
  readonly fixed: number;
  readonly exploited: number;
  readonly fresh: number;
  readonly packageTypes: ReadonlyMap<string, number>;
  /** By index, 0 the lowest. */
  readonly layers: ReadonlyMap<number, number>;
  /** By HiddenReason. */
  readonly hidden: ReadonlyMap<string, number>;
}

/** Filters, counts and groups: a pass over the findings, and no more. */
export function viewFindings(
  located: readonly LocatedFinding[],
  filter: ReportFilter,
  grouping: Grouping,
): FindingView {
  const counter = new FacetCounter(filter);
  const passing = located.filter((one) => {
    const failed = failedWishes(one, filter);
    counter.add(one, failed);
    return failed.length === 0;
  });
  const findings = passing.map(({ finding }) => finding);
  const groups = groupFindings(passing, grouping);
  return {
    groups,
    totals: {
      groups: groups.length,
      findings: findings.length,
      vulnerabilities: new Set(findings.map(({ id }) => id)).size,
      bySeverity: countBySeverity(findings),
    },
    facets: counter.facets(),
  };
}

/** What fails nothing but one wish would be there if that wish were another. */
class FacetCounter {
  readonly #severities = new Map<Severity, Set<string>>();
  readonly #fixed = new Set<string>();
  readonly #exploited = new Set<string>();
  readonly #fresh = new Set<string>();
  readonly #types = new Map<string, Set<string>>();
  readonly #layers = new Map<number, Set<string>>();
  readonly #hidden = new Map<string, Set<string>>();

  readonly #isNew: NonNullable<ReportFilter['isNew']>;

  constructor({ isNew = () => false }: ReportFilter) {
    this.#isNew = isNew;
  }

  add(located: LocatedFinding, failed: readonly Wish[]): void {
    if (failed.length > 1) return;
    const [only] = failed;
    const isWithout = (wish: Wish): boolean => only === undefined || only === wish;
    this.#addChosen(located, isWithout);
    this.#addMarked(located, isWithout);
  }

  /** What one chooses among several values of. */
  #addChosen({ finding, found }: LocatedFinding, isWithout: (wish: Wish) => boolean): void {
    const { id, severity, hidden } = finding;
    if (isWithout('severities')) addTo(this.#severities, severity, id);
    if (isWithout('packageTypes')) addTo(this.#types, found.package.ecosystem, id);
    if (isWithout('layers')) addTo(this.#layers, found.introducedIn, id);
    if (isWithout('withoutHidden') && hidden !== undefined) addTo(this.#hidden, hidden, id);
  }

  /** What a finding has or has not. */
  #addMarked(located: LocatedFinding, isWithout: (wish: Wish) => boolean): void {
    const { id, fixedIn, context } = located.finding;
    if (isWithout('onlyFixed') && fixedIn !== undefined) this.#fixed.add(id);
    if (isWithout('onlyExploited') && context?.kev) this.#exploited.add(id);
    if (isWithout('onlyNew') && this.#isNew(located)) this.#fresh.add(id);
  }

  facets(): FindingFacets {
    const severities = countBySeverity([]);
    for (const severity of SEVERITIES) {
      severities[severity] = this.#severities.get(severity)?.size ?? 0;
    }
    return {
      severities,
      fixed: this.#fixed.size,
      exploited: this.#exploited.size,
      fresh: this.#fresh.size,
      packageTypes: sizes(this.#types),
      layers: sizes(this.#layers),
      hidden: sizes(this.#hidden),
    };
  }
}

function addTo<Key>(sets: Map<Key, Set<string>>, key: Key, id: string): void {
  const known = sets.get(key);
  if (known) known.add(id);
  else sets.set(key, new Set([id]));
}

function sizes<Key>(sets: ReadonlyMap<Key, ReadonlySet<string>>): ReadonlyMap<Key, number> {
  return new Map([...sets].map(([key, ids]) => [key, ids.size]));
}
