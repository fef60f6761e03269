import './badge.css';
import type { ReactNode } from 'react';

/** One word about what stands beside it; the word says all, the colour only how much it matters. */
export function Badge(props: {
  readonly kind?: 'good' | 'warn' | 'bad' | 'quiet';
  readonly children: ReactNode;
}): ReactNode {
  return <span className={`badge badge-${props.kind ?? 'quiet'}`}>{props.children}</span>;
}
