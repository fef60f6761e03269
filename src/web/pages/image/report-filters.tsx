import type { ReactNode } from 'react';
import type { LayerFacet, TextFacet } from '../../../api/contract/index.ts';
import { FilterSelect } from '../../design/filter-bar.tsx';
import { listOf, useImageSearch } from './use-image-search.ts';

/** One kind of package, or one layer, is the one that there is. */
const FEWEST = 2;

/** Filters that findings and packages share, each with how many it would show. */
export function TypeFilter({ types }: { readonly types: readonly TextFacet[] }): ReactNode {
  const { search, show } = useImageSearch();
  if (types.length < FEWEST && search.type === undefined) return null;
  return (
    <FilterSelect
      label="Type"
      value={search.type}
      options={types.map(({ value, count }) => ({ value, text: value, count }))}
      onChange={(type) => show({ type, open: undefined })}
    />
  );
}

/** The layers beside choose several; this one has those that brought something. */
export function LayerFilter({ layers }: { readonly layers: readonly LayerFacet[] }): ReactNode {
  const { search, show } = useImageSearch();
  const { layer } = search;
  if (layers.length < FEWEST && layer === undefined) return null;
  const options = layers.map(({ value, count }) => ({
    value: String(value),
    text: String(value + 1),
    count,
  }));
  const isListed = options.some(({ value }) => value === layer);
  return (
    <FilterSelect
      label="Layer"
      value={layer}
      options={
        layer === undefined || isListed
          ? options
          : [{ value: layer, text: numbersOf(layer) }, ...options]
      }
      onChange={(next) => show({ layer: next, open: undefined })}
    />
  );
}

/** As they stand beside: the lowest is 1. */
function numbersOf(layer: string): string {
  return listOf(layer)
    .map((each) => Number(each) + 1)
    .join(', ');
}
