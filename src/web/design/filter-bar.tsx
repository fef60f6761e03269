import './filter-bar.css';
import type { ReactNode } from 'react';
import { useEffect, useId, useState } from 'react';

/** Above a list: search, filters, and at the right what is done with all of it. Their values are in the address. */
export function FilterBar(props: {
  readonly label: string;
  readonly children: ReactNode;
  /** `ExportMenu`, mostly. */
  readonly actions?: ReactNode;
}): ReactNode {
  return (
    <div className="filter-bar no-print" role="search" aria-label={props.label}>
      <div className="filter-bar-filters">{props.children}</div>
      {props.actions !== undefined && <div className="row">{props.actions}</div>}
    </div>
  );
}

/** As long as between two letters. */
const PAUSE_MS = 200;

/** Takes effect as one types. */
export function SearchBox(props: {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}): ReactNode {
  const { label, value = '', onChange } = props;
  const [typed, setTyped] = useState(value);
  const [given, setGiven] = useState(value);
  // The address has changed by itself: back, or a link.
  if (given !== value) {
    setGiven(value);
    if (typed.trim() !== value) setTyped(value);
  }
  useEffect(() => {
    if (typed.trim() === value) return undefined;
    const timer = setTimeout(() => onChange(typed.trim() || undefined), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <input
      className="search-box"
      type="search"
      aria-label={label}
      placeholder={label}
      value={typed}
      autoComplete="off"
      spellCheck={false}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
    />
  );
}

export interface FilterOption {
  readonly value: string;
  readonly text: string;
  readonly count?: number;
}

/** One of a few, or none of them. */
export function FilterSelect(props: {
  readonly label: string;
  /** The choice of none: `all`, unless said otherwise. */
  readonly none?: string;
  readonly value: string | undefined;
  readonly options: readonly FilterOption[];
  readonly onChange: (value: string | undefined) => void;
}): ReactNode {
  const { label, none = 'all', value = '', options, onChange } = props;
  const id = useId();
  return (
    <span className={value === '' ? 'filter-select' : 'filter-select filter-on'}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}
      >
        <option value="">{none}</option>
        {options.map(({ value: each, text, count }) => (
          <option key={each} value={each}>
            {count === undefined ? text : `${text} (${count})`}
          </option>
        ))}
      </select>
    </span>
  );
}

/** On or off: `fixable`, `exploited`. */
export function FilterToggle(props: {
  readonly label: string;
  readonly isOn: boolean;
  readonly count?: number;
  readonly onChange: (isOn: boolean) => void;
}): ReactNode {
  const { label, isOn, count, onChange } = props;
  return (
    <button
      type="button"
      className={isOn ? 'filter-toggle filter-on' : 'filter-toggle'}
      aria-pressed={isOn}
      onClick={() => onChange(!isOn)}
    >
      {label}
      {count !== undefined && <span>{count.toLocaleString('en')}</span>}
    </button>
  );
}
