import type { Operations } from '../../../api/contract/index.ts';
import type { FilterOption } from '../../design/filter-bar.tsx';
import type { Where } from './place.ts';

type Input = Omit<Operations['listTags']['input'], 'after' | 'limit'>;

const SORTS = ['name', 'newest', 'largest', 'severity', 'pulled'] as const;

/** Pushed last, unless said otherwise. */
export const TAG_ORDERS: readonly FilterOption[] = [
  { value: 'name', text: 'by name' },
  { value: 'largest', text: 'largest' },
  { value: 'severity', text: 'worst' },
  { value: 'pulled', text: 'pulled last' },
];

/** Kinds of states that one looks for, and the server's names of them. */
const STATES = {
  complete: { text: 'complete', names: 'complete' },
  gaps: { text: 'with gaps', names: 'complete_with_gaps' },
  blind: { text: 'without coverage', names: 'no_packages,no_advisory_coverage,unsupported' },
  broken: { text: 'failed', names: 'failed,too_large,cancelled' },
  working: { text: 'under way', names: 'queued,analyzing,matching' },
  off: { text: 'not analyzed', names: 'inactive,not_analyzed' },
} as const;

export const TAG_STATES: readonly FilterOption[] = Object.entries(STATES).map(
  ([value, { text }]) => ({ value, text }),
);

/** What stands after `?` of the list. */
export interface TagSearch {
  readonly q?: string | undefined;
  readonly sort?: string | undefined;
  readonly state?: string | undefined;
}

/** What the address says, as the list is asked for; what it cannot mean is left out. */
export function tagInput(where: Where, search: TagSearch): Input {
  const { q, state } = search;
  const kinds = new Map<string, { readonly names: string }>(Object.entries(STATES));
  const names = kinds.get(state ?? '')?.names;
  return {
    ...where,
    sort: SORTS.find((known) => known === search.sort) ?? 'newest',
    ...(q !== undefined && { search: q.slice(0, MOST_TEXT) }),
    ...(names !== undefined && { state: names }),
  };
}

/** As the server takes. */
const MOST_TEXT = 200;
