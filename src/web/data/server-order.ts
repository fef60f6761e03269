import { parseOrder } from '../design/sort-order.ts';

export interface ServerOrder<Field extends string> {
  readonly sort?: Field;
  readonly order?: 'ascending' | 'descending';
}

/**
 * `-bytes` of the address as the API wants it; what is no field that it sorts by is left out. Columns of a
 * table bear the names of these fields.
 */
export function serverOrder<Field extends string>(
  text: string | undefined,
  fields: readonly Field[],
): ServerOrder<Field> {
  const asked = parseOrder(text);
  const sort = fields.find((field) => field === asked?.column);
  if (sort === undefined || asked === undefined) return {};
  return { sort, order: asked.isDescending ? 'descending' : 'ascending' };
}

/** What stands in the address, if it is one of the choices; else undefined, which leaves it out. */
export function oneOf<Choice extends string>(
  text: string | undefined,
  choices: readonly Choice[],
): Choice | undefined {
  return choices.find((choice) => choice === text);
}

/** What is given of a type with optional parts. */
export type Given<Input> = { readonly [Key in keyof Input]?: Exclude<Input[Key], undefined> };

/** Without the entries that are undefined: the input of an operation names only what is asked for. */
export function given<Input extends object>(input: Input): Given<Input> {
  const entries = Object.entries(input).filter(([, value]) => value !== undefined);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only undefined ones are gone
  return Object.fromEntries(entries) as Given<Input>;
}
