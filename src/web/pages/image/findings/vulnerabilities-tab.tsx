import type { ReactNode } from 'react';
import { useList } from '../../../data/operation.ts';
import { ErrorState } from '../../../design/error-state.tsx';
import { askedId } from '../explanation.ts';
import type { ShownImage } from '../shown-image.ts';
import { useImageSearch } from '../use-image-search.ts';
import { FindingFilterBar } from './finding-filter-bar.tsx';
import { FindingTable } from './finding-table.tsx';
import { groupingOf, rowsOf } from './finding-query.ts';
import { WhyNot } from './why-not.tsx';

/** What is vulnerable, by package or by vulnerability, with everything that narrows it. */
export function VulnerabilitiesTab({ image }: { readonly image: ShownImage }): ReactNode {
  const { search } = useImageSearch();
  const group = groupingOf(search);
  const list = useList('listFindingGroups', { ...image.ask, ...rowsOf(search) });
  const asked = search.q === undefined ? undefined : askedId(search.q);
  return (
    <div className="stack">
      <FindingFilterBar image={image} facets={list.first?.facets} totals={list.first?.totals} />
      {asked !== undefined && <WhyNot key={asked} image={image} id={asked} />}
      {list.error && !list.items ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : (
        <FindingTable image={image} list={list} group={group} />
      )}
    </div>
  );
}
