import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AnalysisState } from '../../../../api/contract/index.ts';
import { isUnderWay } from '../../../data/with-state.ts';
import { gapWords } from '../../../design/gap-words.ts';
import { Notice } from '../../../design/notice.tsx';
import { Ago } from '../../../design/quantities.tsx';
import { stateWords } from '../../../design/state-words.ts';
import { Rerun } from '../head/image-actions.tsx';
import type { ShownImage } from '../shown-image.ts';
import { Gaps } from './gaps.tsx';
import { Progress } from './progress.tsx';

/**
 * What a reader must know before any number: what is under way, why the last try failed, what was not read.
 * The last result stays below it.
 */
export function StateNotice({ image }: { readonly image: ShownImage }): ReactNode {
  const { shown } = image;
  if (!shown?.result?.summary) return null;
  const { state, result } = shown;
  return (
    <>
      {isUnderWay(state) && (
        <Notice kind="info" title="A new analysis is under way">
          <Progress state={state} />
          <p className="muted">
            What you see is of the last one, <Ago at={result.analyzedAt} />.
          </p>
        </Notice>
      )}
      {isBroken(state) && (
        <Notice kind="bad" title={stateWords(state).word} actions={<Rerun image={image} />}>
          <FailureWords state={state} />
          <p className="muted">
            What you see is of the last result, <Ago at={result.analyzedAt} />.
          </p>
        </Notice>
      )}
      {image.isOff && <OffNotice image={image} since={result.analyzedAt} />}
      <ResultNotice state={result.state} />
    </>
  );
}

/** What the numbers below are worth, and how they come to be of now. */
function OffNotice(props: { readonly image: ShownImage; readonly since: string }): ReactNode {
  const { ns, repo, may } = props.image;
  return (
    <Notice
      kind="info"
      title="Image analysis is off: this is not updated any more"
      actions={
        may('repository.activate') && (
          <Link to="/r/$ns/$repo/settings" params={{ ns, repo }}>
            Activate it again
          </Link>
        )
      }
    >
      Not updated since it was analyzed, <Ago at={props.since} />.
    </Notice>
  );
}

function isBroken({ kind }: AnalysisState): boolean {
  return kind === 'failed' || kind === 'cancelled' || kind === 'too_large';
}

/** Where a result says less than it seems to. */
function ResultNotice({ state }: { readonly state: AnalysisState }): ReactNode {
  if (state.kind === 'complete_with_gaps') {
    return (
      <Notice kind="warn" title={gapWords(state).title}>
        <Gaps gaps={state.gaps} count={state.gapCount} noun="gap" />
      </Notice>
    );
  }
  if (state.kind === 'no_advisory_coverage') {
    return (
      <Notice
        kind="warn"
        title="Advisories are missing: what is not listed may be there all the same"
      >
        <Gaps gaps={state.reasons} count={state.reasons.length} noun="reason" />
      </Notice>
    );
  }
  return state.kind === 'no_packages' ? (
    <Notice kind="warn" title="No packages were found">
      {stateWords(state).next}
    </Notice>
  ) : null;
}

/** Words, code, the request that an operator asks for, and when it is tried again. */
export function FailureWords({ state }: { readonly state: AnalysisState }): ReactNode {
  if (state.kind !== 'failed') return <p>{stateWords(state).next}</p>;
  const { code, message, attempt, nextRetryAt, requestId } = state;
  return (
    <>
      <p>{message}</p>
      <p className="muted">
        <code>{code}</code> · try {attempt}
        {nextRetryAt !== undefined && (
          <>
            {' '}
            · tried again <Ago at={nextRetryAt} />
          </>
        )}{' '}
        · request <code>{requestId}</code>
      </p>
    </>
  );
}
