import type { ReactNode } from 'react';
import type { AnalysisState } from '../../../../api/contract/index.ts';
import { AnalysisProgress } from '../../../design/progress.tsx';
import { stateWords } from '../../../design/state-words.ts';

/** How far an analysis is: layers and bytes, or its place in the queue. */
export function Progress({ state }: { readonly state: AnalysisState }): ReactNode {
  if (state.kind === 'analyzing' && state.totalBytes > 0) return <AnalysisProgress state={state} />;
  const { word, next } = stateWords(state);
  return (
    <p>
      {word}. <span className="muted">{next}</span>
    </p>
  );
}
