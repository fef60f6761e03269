import type { Operations } from '../../../api/contract/index.ts';
import type { FilterOption } from '../../design/filter-bar.tsx';

type Input = Omit<Operations['listVulnerabilities']['input'], 'after'>;

export const SEVERITY_OPTIONS: readonly FilterOption[] = [
  { value: 'critical', text: 'Critical' },
  { value: 'critical,high', text: 'Critical and high' },
  { value: 'high', text: 'High' },
  { value: 'medium', text: 'Medium' },
  { value: 'low', text: 'Low' },
  { value: 'unknown', text: 'Unknown' },
];

const SORTS = ['modified', 'published', 'severity', 'epss'] as const;

export const SORT_OPTIONS: readonly FilterOption[] = [
  { value: 'modified', text: 'changed last' },
  { value: 'published', text: 'published last' },
  { value: 'severity', text: 'worst' },
  { value: 'epss', text: 'likeliest exploited' },
];

/** What stands after `?` of the list. */
export interface ListSearch {
  readonly q?: string | undefined;
  readonly severity?: string | undefined;
  readonly kev?: string | undefined;
  readonly package?: string | undefined;
  readonly ecosystem?: string | undefined;
  readonly sort?: string | undefined;
  /** `mine`: only what is in images that one may see. */
  readonly scope?: string | undefined;
}

/** What the address says, as the list is asked for; what it cannot mean is left out. */
export function listInput(search: ListSearch): Input {
  const { q, severity, kev, ecosystem, scope } = search;
  const sort = SORTS.find((known) => known === search.sort);
  return {
    ...(q !== undefined && { q: q.slice(0, MOST_TEXT) }),
    ...(SEVERITY_OPTIONS.some(({ value }) => value === severity) && { severity: severity ?? '' }),
    ...(kev === 'yes' && { exploited: 'true' }),
    ...(search.package !== undefined && { package: search.package }),
    ...(ecosystem !== undefined && { namespace: ecosystem }),
    ...(scope === 'mine' && { mine: 'true' }),
    ...(sort && { sort }),
  };
}

/** As the server takes. */
const MOST_TEXT = 200;
