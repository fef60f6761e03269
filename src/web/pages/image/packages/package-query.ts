import type { Operations } from '../../../../api/contract/index.ts';
import { oneOf } from '../../../data/server-order.ts';
import { isLayers, isTypes } from '../findings/finding-query.ts';
import type { ImageSearch } from '../use-image-search.ts';

type Input = Operations['listPackages']['input'];
type Filters = Pick<Input, 'search' | 'type' | 'layer' | 'license' | 'affected' | 'sort'>;

const SORTS = ['severity', 'type', 'layer'] as const;

/** The filters and the order of the address as the API takes them; what it would refuse is left out. */
export function packageFiltersOf(search: ImageSearch): Filters {
  const { q, type, layer, licence, affected } = search;
  const sort = packageSortOf(search);
  return {
    ...(q !== undefined && q !== '' && { search: q.slice(0, 200) }),
    ...(isTypes(type) && { type }),
    ...(isLayers(layer) && { layer }),
    ...(licence !== undefined && { license: licence.slice(0, 500) }),
    ...(affected === 'yes' && { affected: 'true' }),
    ...(sort && { sort }),
  };
}

/** Absent: by name. */
export function packageSortOf({ sort }: ImageSearch): (typeof SORTS)[number] | undefined {
  return oneOf(sort, SORTS);
}

/** Whether anything is left out by choice. */
export function isPackageFiltered(search: ImageSearch): boolean {
  const { sort: _, ...filters } = packageFiltersOf(search);
  return Object.keys(filters).length > 0;
}
