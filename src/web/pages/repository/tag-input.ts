import type { Operations } from '../../../api/contract/index.ts';
import type { FilterOption } from '../../design/filter-bar.tsx';
import type { Where } from './place.ts';

type Input = Omit<Operations['listTags']['input'], 'after' | 'limit'>;

const SORTS = ['name', 'newest'] as const;

/** Pushed last, unless said otherwise. */
export const TAG_ORDERS: readonly FilterOption[] = [{ value: 'name', text: 'by name' }];

/** What stands after `?` of the list. */
export interface TagSearch {
  readonly q?: string | undefined;
  readonly sort?: string | undefined;
}

/** What the address says, as the list is asked for; what it cannot mean is left out. */
export function tagInput(where: Where, search: TagSearch): Input {
  const { q } = search;
  return {
    ...where,
    sort: SORTS.find((known) => known === search.sort) ?? 'newest',
    ...(q !== undefined && { search: q.slice(0, MOST_TEXT) }),
  };
}

/** As the server takes. */
const MOST_TEXT = 200;
