import './state-badge.css';
import type { ReactNode } from 'react';
import type { AnalysisState } from '../../api/contract/index.ts';
import type { StateLook } from './state-words.ts';
import { stateWords } from './state-words.ts';

/** Each look has a shape of its own. */
const SHAPES: Readonly<Record<StateLook, ReactNode>> = {
  done: <path d="M2.5 7.5 6 11l6-7.5" fill="none" />,
  partial: <path d="M7 1.5 13 12.5H1zM7 5.5v3.2M7 10.4v.6" fill="none" />,
  working: <path d="M7 1.5A5.5 5.5 0 1 1 1.5 7" fill="none" />,
  waiting: <path d="M7 1.5a5.5 5.5 0 1 0 .01 0M7 4v3l2 1.5" fill="none" />,
  broken: <path d="M3 3l8 8M11 3l-8 8" fill="none" />,
  off: <path d="M2.5 7h9" fill="none" />,
  blind: <path d="M7 1.5a5.5 5.5 0 1 0 .01 0M3.2 10.8l7.6-7.6" fill="none" />,
};

/** What an analysis is doing or how it ended, in words; what to do next to point at. */
export function StateBadge({ state }: { readonly state: AnalysisState }): ReactNode {
  const { look, word, next } = stateWords(state);
  return (
    <span className={`state-badge state-${look}`} title={next}>
      <svg viewBox="0 0 14 14" aria-hidden="true">
        {SHAPES[look]}
      </svg>
      {word}
    </span>
  );
}
