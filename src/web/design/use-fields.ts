import type { ChangeEvent } from 'react';
import { useState } from 'react';

type Changed = ChangeEvent<HTMLInputElement | HTMLTextAreaElement>;

export interface Bound {
  readonly value: string;
  readonly onChange: (event: Changed) => void;
}

export interface Fields<Values> {
  readonly values: Values;
  /** For a text field: `<TextInput {...bind('name')} />`. */
  readonly bind: (name: keyof Values) => Bound;
  readonly set: (values: Partial<Values>) => void;
}

/** What is written into the text fields of a form. */
export function useFields<Values extends Readonly<Record<string, string>>>(
  initial: Values | (() => Values),
): Fields<Values> {
  const [values, setValues] = useState(initial);
  const set = (changed: Partial<Values>): void => setValues((old) => ({ ...old, ...changed }));
  return {
    values,
    set,
    bind: (name) => ({
      value: values[name] ?? '',
      onChange: ({ currentTarget: { value } }) => setValues((old) => ({ ...old, [name]: value })),
    }),
  };
}
