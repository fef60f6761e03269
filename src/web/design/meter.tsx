import './meter.css';
import type { ReactNode } from 'react';

/** From here on there is little left. */
const NEARLY_FULL = 0.9;
const ALL_PERCENT = 100;

/** How much of a whole is taken. Its figures stand beside it, as text. */
export function Meter(props: {
  /** What is taken: "Storage used". */
  readonly label: string;
  readonly value: number;
  readonly max: number;
  /** For ears: "3 GB of 10 GB". */
  readonly text: string;
}): ReactNode {
  const { label, value, max, text } = props;
  const share = max > 0 ? Math.min(Math.max(value / max, 0), 1) : 1;
  return (
    <div
      className={share >= NEARLY_FULL ? 'meter meter-high' : 'meter'}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={ALL_PERCENT}
      aria-valuenow={Math.round(share * ALL_PERCENT)}
      aria-valuetext={text}
    >
      <div className="meter-value" style={{ width: `${share * ALL_PERCENT}%` }} />
    </div>
  );
}
