import './answers.css';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Summary } from '../../../../api/contract/index.ts';
import { gapWords } from '../../../design/gap-words.ts';
import { Delta } from '../../../design/quantities.tsx';
import { SeverityCounts } from '../../../design/severity.tsx';
import { countsOf, countsSince } from '../counts.ts';
import type { ShownImage } from '../shown-image.ts';
import { tabPath } from '../shown-image.ts';
import { usePrevious } from '../use-previous.ts';

/** Is it bad: the counts, what of them is exploited, what can be fixed, and what changed with the last push. */
export function Answers({ image }: { readonly image: ShownImage }): ReactNode {
  const { shown, path } = image;
  const previous = usePrevious(image);
  const summary = shown?.result?.summary;
  if (!summary) return <AnswersToCome image={image} />;
  const before = previous?.summary;
  return (
    <div className="answers">
      <SeverityCounts
        counts={countsOf(summary)}
        to={path}
        {...(before && { deltas: countsSince(before, summary) })}
      />
      <Figure
        to={path}
        search={{ kev: 'yes' }}
        value={summary.exploited}
        words="exploited"
        before={before?.exploited}
        isBad
      />
      <Figure
        to={path}
        search={{ fixable: 'yes' }}
        value={summary.fixable}
        words="fixable"
        before={before?.fixable}
      />
      <Figure
        to={tabPath(image, 'packages')}
        search={{}}
        value={summary.packages}
        words="packages"
      />
      {summary.malware > 0 && (
        <span className="answers-figure answers-bad">{summary.malware} malicious</span>
      )}
      <Coverage image={image} summary={summary} />
      {previous && (
        <Link className="answers-since" to={tabPath(image, 'compare')}>
          since the push before
        </Link>
      )}
    </div>
  );
}

function Figure(props: {
  readonly to: string;
  readonly search: object;
  readonly value: number;
  readonly words: string;
  readonly before?: number | undefined;
  readonly isBad?: boolean;
}): ReactNode {
  const { to, search, value, words, before, isBad = false } = props;
  const look = isBad && value > 0 ? 'answers-figure answers-bad' : 'answers-figure';
  const text = (
    <>
      <b>{value.toLocaleString('en')}</b> {words}
      {before !== undefined && <Delta value={value - before} moreIs={isBad ? 'bad' : 'neutral'} />}
    </>
  );
  return value === 0 ? (
    <span className={look}>{text}</span>
  ) : (
    <Link className={look} to={to} search={search}>
      {text}
    </Link>
  );
}

/** Zero is good news only where everything was looked at. */
function Coverage({
  image: { shown },
  summary,
}: {
  readonly image: ShownImage;
  readonly summary: Summary;
}): ReactNode {
  const state = shown?.result?.state;
  if (state?.kind === 'complete') {
    return (
      <span className={summary.vulnerabilities === 0 ? 'answers-good' : 'answers-coverage'}>
        coverage complete
      </span>
    );
  }
  const words =
    state?.kind === 'complete_with_gaps' ? gapWords(state).brief : MISSING[state?.kind ?? ''];
  return words === undefined ? null : <span className="answers-gap">{words}</span>;
}

const MISSING: Readonly<Record<string, string>> = {
  no_packages: 'no packages were found: the counts say nothing',
  no_advisory_coverage: 'advisories are missing: there may be more',
};

/** As high as what comes. */
function AnswersToCome({ image: { analysis } }: { readonly image: ShownImage }): ReactNode {
  return analysis ? null : <div className="answers" aria-hidden="true" />;
}
