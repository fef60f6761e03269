import './finding-filter-bar.css';
import type { ReactNode } from 'react';
import type { FindingFacets, FindingTotals } from '../../../../api/contract/index.ts';
import { addressOf } from '../../../data/address-of.ts';
import { ExportFiles } from '../../../design/export-files.tsx';
import { FilterBar, FilterToggle, SearchBox } from '../../../design/filter-bar.tsx';
import { TypeFilter } from '../report-filters.tsx';
import type { ShownImage } from '../shown-image.ts';
import { useImageSearch } from '../use-image-search.ts';
import { SeverityFilter } from './severity-filter.tsx';
import { groupingOf, rowsOf } from './finding-query.ts';

/** Everything that narrows the findings, each with how many it would show. */
export function FindingFilterBar(props: {
  readonly image: ShownImage;
  readonly facets: FindingFacets | undefined;
  readonly totals: FindingTotals | undefined;
}): ReactNode {
  const { image, facets, totals } = props;
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
      <FindingExport image={image} />
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

/** What the filters leave, in the order of the rows. */
function FindingExport({ image }: { readonly image: ShownImage }): ReactNode {
  const { search } = useImageSearch();
  const rows = rowsOf(search);
  return (
    <ExportFiles
      addressOf={(format) => addressOf('exportFindings', { ...image.ask, ...rows, format })}
    />
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
