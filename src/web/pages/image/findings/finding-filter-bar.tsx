import './finding-filter-bar.css';
import type { ReactNode } from 'react';
import type { FindingFacets, FindingTotals } from '../../../../api/contract/index.ts';
import { FilterBar, FilterSelect, FilterToggle, SearchBox } from '../../../design/filter-bar.tsx';
import { useImageSearch } from '../use-image-search.ts';
import { SeverityFilter } from './severity-filter.tsx';
import { groupingOf } from './finding-query.ts';

/** Everything that narrows the findings, each with how many it would show. */
export function FindingFilterBar(props: {
  readonly facets: FindingFacets | undefined;
  readonly totals: FindingTotals | undefined;
}): ReactNode {
  const { facets, totals } = props;
  const { search, show, refine } = useImageSearch();
  const hidden = Object.values(facets?.hidden ?? {}).reduce((sum, each) => sum + each, 0);
  return (
    <FilterBar label="Findings">
      <GroupSwitch />
      <SearchBox
        label="Package or id, why not CVE-…?"
        value={search.q}
        onChange={(q) => refine({ q, open: undefined })}
      />
      <Shown totals={totals} />
      <span className="findings-line" />
      <SeverityFilter counts={facets?.severities} />
      <FilterToggle
        label="Fixable"
        isOn={search.fixable === 'yes'}
        {...(facets && { count: facets.fixable })}
        onChange={(isOn) => show({ fixable: isOn ? 'yes' : undefined, open: undefined })}
      />
      <FilterToggle
        label="Exploited"
        isOn={search.kev === 'yes'}
        {...(facets && { count: facets.exploited })}
        onChange={(isOn) => show({ kev: isOn ? 'yes' : undefined, open: undefined })}
      />
      <TypeFilter types={facets?.types ?? []} />
      {(hidden > 0 || search.hidden === 'yes') && (
        <FilterToggle
          label="Not counted"
          isOn={search.hidden === 'yes'}
          count={hidden}
          onChange={(isOn) => show({ hidden: isOn ? 'yes' : undefined, open: undefined })}
        />
      )}
    </FilterBar>
  );
}

function GroupSwitch(): ReactNode {
  const { search, show } = useImageSearch();
  const present = groupingOf(search);
  return (
    <div className="group-switch" role="group" aria-label="Group by">
      {(['package', 'vulnerability'] as const).map((group) => (
        <button
          key={group}
          type="button"
          aria-pressed={group === present}
          onClick={() =>
            show({
              group: group === 'package' ? undefined : group,
              open: undefined,
              sort: undefined,
            })
          }
        >
          {group === 'package' ? 'By package' : 'By vulnerability'}
        </button>
      ))}
    </div>
  );
}

/** One kind of package is the one that there is. */
const FEWEST_TYPES = 2;

function TypeFilter({ types }: { readonly types: FindingFacets['types'] }): ReactNode {
  const { search, show } = useImageSearch();
  if (types.length < FEWEST_TYPES && search.type === undefined) return null;
  return (
    <FilterSelect
      label="Type"
      value={search.type}
      options={types.map(({ value, count }) => ({ value, text: value, count }))}
      onChange={(type) => show({ type, open: undefined })}
    />
  );
}

/** Told to ears too, after each change of a filter. */
function Shown({ totals }: { readonly totals: FindingTotals | undefined }): ReactNode {
  return (
    <span className="findings-shown" role="status">
      {totals && `${countText(totals.vulnerabilities, 'vulnerability', 'vulnerabilities')} shown`}
    </span>
  );
}

function countText(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
