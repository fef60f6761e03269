import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AnalysisState } from '../../../../api/contract/index.ts';
import { isUnderWay } from '../../../data/with-state.ts';
import { EmptyState } from '../../../design/empty-state.tsx';
import { stateWords } from '../../../design/state-words.ts';
import { Rerun } from '../head/image-actions.tsx';
import type { ShownImage } from '../shown-image.ts';
import { Progress } from './progress.tsx';
import { FailureWords } from './state-notice.tsx';

/** In place of a report that is not there yet, or will never be: which, why, and the next step. */
export function WaitingForResult({ image }: { readonly image: ShownImage }): ReactNode {
  const state = image.shown?.state ?? image.analysis?.state;
  if (!state) return null;
  if (isUnderWay(state)) {
    return (
      <EmptyState title={TITLES[state.kind] ?? 'Under way'}>
        <div role="status">
          <Progress state={state} />
        </div>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={TITLES[state.kind] ?? stateWords(state).word}
      actions={<NextStep image={image} state={state} />}
    >
      <FailureWords state={state} />
    </EmptyState>
  );
}

const TITLES: { readonly [Kind in AnalysisState['kind']]?: string } = {
  inactive: 'Image analysis is off',
  not_analyzed: 'Not analyzed',
  queued: 'Waiting for its turn',
  analyzing: 'The image is being read',
  matching: 'Packages are compared with advisories',
  unsupported: 'Nothing here that can be analyzed',
  too_large: 'Larger than what is analyzed here',
  failed: 'The analysis failed',
  cancelled: 'The analysis was cancelled',
};

function NextStep(props: { readonly image: ShownImage; readonly state: AnalysisState }): ReactNode {
  const { image, state } = props;
  const { ns, repo, may } = image;
  if (state.kind === 'inactive') {
    return may('repository.activate') ? (
      <Link to="/r/$ns/$repo/settings" params={{ ns, repo }}>
        Activate image analysis
      </Link>
    ) : (
      <span className="muted">Who administers the repository can activate it.</span>
    );
  }
  if (!may('repository.results.run')) {
    return <span className="muted">Who may push to the repository can run it.</span>;
  }
  return (
    <Rerun image={image} text={state.kind === 'not_analyzed' ? 'Analyze it now' : 'Run it again'} />
  );
}
