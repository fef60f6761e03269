import './explained-select.css';
import type { ReactNode } from 'react';
import { Select } from './fields.tsx';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly meaning: string;
}

/** One of a few words: the word alone where it is chosen, with what it means where one chooses. */
export function ExplainedSelect<Value extends string>(props: {
  readonly label: string;
  /** In a table: what stands around it says enough, and the label is for those only who do not see it. */
  readonly isInTable?: true;
  readonly isInDialog?: true;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}): ReactNode {
  const { label, isInTable, isInDialog = false, choices, value, onChange } = props;
  const choiceOf = (text: string | null): Choice<Value> | undefined =>
    choices.find((choice) => choice.value === text);
  return (
    <Select
      {...(isInTable ? { 'aria-label': label, size: 'xs' } : { label })}
      data={choices.map((choice) => choice.value)}
      value={value}
      allowDeselect={false}
      comboboxProps={{ withinPortal: !isInDialog }}
      onChange={(text) => {
        const choice = choiceOf(text);
        if (choice) onChange(choice.value);
      }}
      renderOption={({ option }) => (
        <span className="explained-option">
          {option.value}
          <span className="muted">{choiceOf(option.value)?.meaning}</span>
        </span>
      )}
    />
  );
}
