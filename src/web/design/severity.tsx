import './severity.css';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { SeverityCounts as Counts } from '../../api/contract/index.ts';
import type { Severity } from './severities.ts';
import { SEVERITIES, severityOf } from './severities.ts';

/** Octagon, triangle, diamond, circle, ring: told apart without any colour, and by their letter. */
const SHAPES: Readonly<Record<Severity, ReactNode>> = {
  critical: <path d="M5.3 1h7.4L17 5.3v7.4L12.7 17H5.3L1 12.7V5.3z" />,
  high: <path d="M9 .2 18.2 17H-.2z" />,
  medium: <path d="M9 0 18 9 9 18 0 9z" />,
  low: <circle cx="9" cy="9" r="8" />,
  negligible: <circle cx="9" cy="9" r="7.4" />,
  unknown: <circle cx="9" cy="9" r="7.4" />,
};

export function SeverityMark({ severity }: { readonly severity: string }): ReactNode {
  const known = severityOf(severity);
  const { letter } = SEVERITIES[known];
  return (
    <svg className={`severity-mark severity-${known}`} viewBox="0 0 18 18" aria-hidden="true">
      {SHAPES[known]}
      <text x="9" y={known === 'high' ? 14.9 : 12.6}>
        {letter}
      </text>
    </svg>
  );
}

/** The mark with its word. */
export function SeverityName({ severity }: { readonly severity: string }): ReactNode {
  return (
    <span className="severity-name">
      <SeverityMark severity={severity} />
      {SEVERITIES[severityOf(severity)].word}
    </span>
  );
}

const COUNTED = ['critical', 'high', 'medium', 'low', 'unknown'] as const;

/** Always C H M L and unknown, in this order; a number is a link where it leads somewhere. */
export function SeverityCounts(props: {
  readonly counts: Counts;
  /** Where a count leads: the list, filtered by that severity. */
  readonly to?: string;
  /** Since before: `+1` beside the count. */
  readonly deltas?: Partial<Counts>;
}): ReactNode {
  const { counts, to, deltas = {} } = props;
  return (
    <span className="severity-counts">
      {COUNTED.map((severity) => (
        <Count
          key={severity}
          severity={severity}
          count={counts[severity]}
          delta={deltas[severity] ?? 0}
          to={to}
        />
      ))}
    </span>
  );
}

/** Small, and only those that there are: where most rows have none. */
export function SomeSeverities({ counts }: { readonly counts: Counts }): ReactNode {
  const some = COUNTED.filter((severity) => counts[severity] > 0);
  if (some.length === 0) return null;
  return (
    <span className="severity-some">
      {some.map((severity) => (
        <span key={severity}>
          <SeverityMark severity={severity} />
          <span aria-hidden="true">{counts[severity].toLocaleString('en')}</span>
          <span className="visually-hidden">{nameOf(severity, counts[severity])}</span>
        </span>
      ))}
    </span>
  );
}

function nameOf(severity: Severity, count: number): string {
  return `${count} ${SEVERITIES[severity].word.toLowerCase()}`;
}

function Count(props: {
  readonly severity: Severity;
  readonly count: number;
  readonly delta: number;
  readonly to: string | undefined;
}): ReactNode {
  const { severity, count, delta, to } = props;
  // What is unknown is only said where there is some.
  if (severity === 'unknown' && count === 0) return null;
  const name = nameOf(severity, count);
  const inside = (
    <>
      <SeverityMark severity={severity} />
      <span aria-hidden="true">{count.toLocaleString('en')}</span>
      <span className="visually-hidden">{name}</span>
      {delta !== 0 && (
        <span className="severity-delta">{delta > 0 ? `+${delta}` : `−${-delta}`}</span>
      )}
    </>
  );
  const look = count === 0 ? 'severity-count severity-none' : 'severity-count';
  if (to === undefined || count === 0) {
    return (
      <span className={look} title={name}>
        {inside}
      </span>
    );
  }
  return (
    <Link className={look} title={name} to={to} search={{ severity }}>
      {inside}
    </Link>
  );
}
