import './figures.css';
import type { ReactNode } from 'react';

export interface Figure {
  readonly label: string;
  /** The number; a `Link` where it counts a list. undefined: not known yet, its room is kept. */
  readonly value: ReactNode;
  readonly note?: ReactNode;
  readonly isBad?: boolean;
}

/** The few numbers that say how a thing is, side by side. */
export function Figures({ figures }: { readonly figures: readonly Figure[] }): ReactNode {
  return (
    <dl className="figures">
      {figures.map(({ label, value, note, isBad = false }) => (
        <div key={label} className={isBad ? 'figure figure-bad' : 'figure'}>
          <dt>{label}</dt>
          <dd className="figure-value">{value ?? <>&nbsp;</>}</dd>
          {note !== undefined && <dd className="figure-note">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
