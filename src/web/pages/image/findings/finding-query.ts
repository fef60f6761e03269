import type { Operations } from '../../../../api/contract/index.ts';
import type { ImageSearch } from '../use-image-search.ts';
import { askedId } from '../explanation.ts';

type Groups = Operations['listFindingGroups']['input'];
export type FindingFilters = Pick<
  Groups,
  'severity' | 'fixable' | 'exploited' | 'hidden' | 'type' | 'layer' | 'search'
>;
export type Grouping = 'package' | 'vulnerability';

const SEVERITY = /^(?:critical|high|medium|low|negligible|none|unknown)$/;
const SORTS = ['name', 'epss', 'score', 'count', 'fixed'] as const;

/** The filters of the address as the API takes them; what it would refuse is left out. */
export function filtersOf(search: ImageSearch): FindingFilters {
  const { severity, fixable, kev, hidden, type, layer, q } = search;
  const text = q === undefined ? undefined : (askedId(q) ?? q);
  return {
    ...(isListOf(severity, SEVERITY) && { severity }),
    ...(fixable === 'yes' && { fixable: 'true' }),
    ...(kev === 'yes' && { exploited: 'true' }),
    ...(hidden === 'yes' && { hidden: 'true' }),
    ...(isTypes(type) && { type }),
    ...(isLayers(layer) && { layer }),
    ...(text !== undefined && text !== '' && { search: text.slice(0, 200) }),
  };
}

export function isTypes(text: string | undefined): text is string {
  return isListOf(text, /^[a-z0-9.+-]+$/);
}

export function isLayers(text: string | undefined): text is string {
  return isListOf(text, /^\d{1,4}$/);
}

function isListOf(text: string | undefined, one: RegExp): text is string {
  return text !== undefined && text.split(',').every((each) => one.test(each));
}

/** Absent: the worst first, as it comes. */
export function sortOf({ sort }: ImageSearch): Groups['sort'] {
  const name = sort?.replace(/^-/, '');
  return SORTS.find((each) => each === name);
}

export function groupingOf({ group }: ImageSearch): Grouping {
  return group === 'vulnerability' ? 'vulnerability' : 'package';
}

/** Which rows there are, and in what order: of the list, and of the file of it. */
export function rowsOf(search: ImageSearch): FindingFilters & Pick<Groups, 'group' | 'sort'> {
  const sort = sortOf(search);
  return { ...filtersOf(search), group: groupingOf(search), ...(sort && { sort }) };
}

/** Whether anything is left out by choice: no rows then say nothing about the image. */
export function isFiltered(search: ImageSearch): boolean {
  const { hidden: _, ...filters } = filtersOf(search);
  return Object.keys(filters).length > 0;
}

/** Enough of a row's key to tell it from the others of its image, short enough for an address. */
const KEY_LETTERS = 8;

export function shortKey(key: string, grouping: Grouping): string {
  return grouping === 'package' ? key.slice(0, KEY_LETTERS) : key;
}
