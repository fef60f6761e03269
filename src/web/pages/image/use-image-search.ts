import { useSearch } from '@tanstack/react-router';
import { useSetSearch } from '../../data/set-search.ts';

/** Everything that the page of an image shows or leaves out, as it stands in the address. */
export interface ImageSearch {
  readonly platform?: string;
  readonly severity?: string;
  readonly fixable?: string;
  readonly kev?: string;
  readonly hidden?: string;
  readonly type?: string;
  readonly layer?: string;
  readonly licence?: string;
  /** Only packages with findings. */
  readonly affected?: string;
  readonly q?: string;
  readonly group?: string;
  /** Keys of rows that are open, by commas. */
  readonly open?: string;
  readonly sort?: string;
  /** What is compared with: a tag or a digest. */
  readonly before?: string;
}

export interface ImageSearchState {
  readonly search: ImageSearch;
  /** Another view: one can go back from it. */
  readonly show: (change: SearchChange) => void;
  /** The same view a little on, as each letter of a search: going back goes before it. */
  readonly refine: (change: SearchChange) => void;
}

type SearchChange = { readonly [Key in keyof ImageSearch]?: string | undefined };

/** The address is the state of the page. */
export function useImageSearch(): ImageSearchState {
  const search: ImageSearch = useSearch({ strict: false });
  const setSearch = useSetSearch();
  return {
    search,
    show: (change) => setSearch(change, { isStep: true }),
    refine: (change) => setSearch(change),
  };
}

/** `a,c` with b: `a,c,b`; with c: `a`. Absent when nothing is left. */
export function toggled(list: string | undefined, one: string): string | undefined {
  const all = listOf(list);
  const next = all.includes(one) ? all.filter((each) => each !== one) : [...all, one];
  return next.length === 0 ? undefined : next.join(',');
}

export function listOf(list: string | undefined): readonly string[] {
  return list === undefined || list === '' ? [] : list.split(',');
}
